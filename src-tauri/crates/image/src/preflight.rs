//! The preflight: the smallest image there is, to see whether an engine loads, runs and removes one at all.
//!
//! Its program is written byte by byte, so that nothing has to be compiled or fetched for it.

use crate::{ImageError, tiny};

/// What the program prints, before it ends with 0.
pub const PREFLIGHT_OUTPUT: &str = "slipway preflight ok\n";

/// A static Linux program for `amd64` or `arm64` that prints [`PREFLIGHT_OUTPUT`] and ends with 0.
pub fn preflight_elf(arch: &str) -> Result<Vec<u8>, ImageError> {
    let code = match arch {
        "amd64" => amd64(),
        "arm64" => arm64(),
        _ => return Err(ImageError::UnknownArch { arch: arch.to_owned() }),
    };
    tiny::program(arch, &code, PREFLIGHT_OUTPUT.as_bytes())
}

/// `write(1, text, len)`, `exit(0)`; the text follows the code.
fn amd64() -> Vec<u8> {
    let len = PREFLIGHT_OUTPUT.len() as u32;
    let mut code = vec![0xb8, 1, 0, 0, 0]; // mov eax, 1
    code.extend([0xbf, 1, 0, 0, 0]); // mov edi, 1
    code.extend([0x48, 0x8d, 0x35]); // lea rsi, [rip + text]
    code.extend(16_u32.to_le_bytes()); // five, two, five, two and two bytes follow
    code.push(0xba); // mov edx, len
    code.extend(len.to_le_bytes());
    code.extend([0x0f, 0x05]); // syscall
    code.extend([0xb8, 60, 0, 0, 0]); // mov eax, 60
    code.extend([0x31, 0xff]); // xor edi, edi
    code.extend([0x0f, 0x05]); // syscall
    code
}

/// The same in the words of arm64.
fn arm64() -> Vec<u8> {
    let len = PREFLIGHT_OUTPUT.len() as u32;
    let words: [u32; 8] = [
        0xd280_0020,              // mov x0, #1
        0x1000_0001 | (7 << 5),   // adr x1, seven words on
        0xd280_0002 | (len << 5), // mov x2, #len
        0xd280_0008 | (64 << 5),  // mov x8, #64 (write)
        0xd400_0001,              // svc #0
        0xd280_0000,              // mov x0, #0
        0xd280_0008 | (93 << 5),  // mov x8, #93 (exit)
        0xd400_0001,              // svc #0
    ];
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// The preflight's image as an archive to load. Under 10 kB, so it is simply returned.
pub fn preflight_archive(arch: &str, tag: &str) -> Result<Vec<u8>, ImageError> {
    tiny::archive("preflight", preflight_elf(arch)?, arch, tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_architecture_without_a_test_program_is_said_so() {
        assert!(matches!(preflight_elf("s390x"), Err(ImageError::UnknownArch { arch }) if arch == "s390x"));
        assert!(preflight_elf("").is_err());
    }

    #[test]
    fn the_archive_is_small() {
        assert!(preflight_archive("amd64", "slipway-preflight").unwrap().len() < 10_000);
    }

    #[cfg(all(unix, any(target_arch = "x86_64", target_arch = "aarch64"), target_os = "linux"))]
    #[test]
    fn the_hand_written_program_runs_and_says_so() {
        let arch = if cfg!(target_arch = "x86_64") { "amd64" } else { "arm64" };
        let output = tiny::tests::run(&preflight_elf(arch).unwrap());
        assert_eq!(String::from_utf8(output.stdout).unwrap(), PREFLIGHT_OUTPUT);
        assert!(output.status.success());
    }
}
