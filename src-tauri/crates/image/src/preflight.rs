//! The preflight: the smallest image there is, to see whether an engine loads, runs and removes one at all.
//!
//! Its program is written byte by byte, so that nothing has to be compiled or fetched for it.

use crate::archive::{self, LayerContent};
use crate::config::{Run, with_tag};
use crate::tarball::Entry;
use crate::{ImageError, elf};
use slipway_model::label;
use std::collections::BTreeMap;

/// What the program prints, before it ends with 0.
pub const PREFLIGHT_OUTPUT: &str = "slipway preflight ok\n";

const ADDRESS: u64 = 0x40_0000;
const ELF_HEADER: u64 = 64;
const PROGRAM_HEADER: u64 = 56;
const CODE_AT: u64 = ELF_HEADER + 2 * PROGRAM_HEADER;

/// A static Linux program for `amd64` or `arm64` that prints [`PREFLIGHT_OUTPUT`] and ends with 0.
pub fn preflight_elf(arch: &str) -> Result<Vec<u8>, ImageError> {
    let unknown = || ImageError::UnknownArch { arch: arch.to_owned() };
    let machine = elf::machine(arch).ok_or_else(unknown)?;
    let code = match arch {
        "amd64" => amd64(),
        "arm64" => arm64(),
        _ => return Err(unknown()),
    };
    let size = CODE_AT + (code.len() + PREFLIGHT_OUTPUT.len()) as u64;

    let mut file = Vec::new();
    file.extend_from_slice(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"); // 64 bit, little endian, System V
    file.extend_from_slice(&2_u16.to_le_bytes()); // can be run
    file.extend_from_slice(&machine.to_le_bytes());
    file.extend_from_slice(&1_u32.to_le_bytes());
    file.extend_from_slice(&(ADDRESS + CODE_AT).to_le_bytes()); // where it begins
    file.extend_from_slice(&ELF_HEADER.to_le_bytes()); // program headers
    file.extend_from_slice(&0_u64.to_le_bytes()); // no section headers
    file.extend_from_slice(&0_u32.to_le_bytes());
    for half in [ELF_HEADER as u16, PROGRAM_HEADER as u16, 2, 64, 0, 0] {
        file.extend_from_slice(&half.to_le_bytes());
    }
    // The whole file, readable and executable; then: the stack is not executable. 64 kB pages exist on arm64.
    segment(&mut file, 1, 5, ADDRESS, size, 0x1_0000);
    segment(&mut file, 0x6474_e551, 6, 0, 0, 16);
    file.extend_from_slice(&code);
    file.extend_from_slice(PREFLIGHT_OUTPUT.as_bytes());
    Ok(file)
}

fn segment(file: &mut Vec<u8>, kind: u32, flags: u32, address: u64, size: u64, align: u64) {
    file.extend_from_slice(&kind.to_le_bytes());
    file.extend_from_slice(&flags.to_le_bytes());
    for word in [0, address, address, size, size, align] {
        file.extend_from_slice(&word.to_le_bytes());
    }
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
    let entries = vec![Entry::bytes("preflight", 0o755, preflight_elf(arch)?)];
    let labels =
        [label::IMAGE, label::PREFLIGHT].map(|name| (name.to_owned(), label::IMAGE_VALUE.to_owned()));
    let run = Run {
        user: "65532:65532".to_owned(),
        entrypoint: vec!["/preflight".to_owned()],
        working_dir: "/".to_owned(),
        labels: BTreeMap::from(labels),
        ..Run::default()
    };
    let layer = LayerContent { created_by: "slipway: preflight", entries };
    let mut out = Vec::new();
    archive::write(&[layer], "linux", arch, &run, Some(&with_tag(tag)), &mut out)?;
    Ok(out)
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
        use std::io::Write as _;
        use std::os::unix::fs::PermissionsExt as _;
        let arch = if cfg!(target_arch = "x86_64") { "amd64" } else { "arm64" };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preflight");
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(&preflight_elf(arch).unwrap()).unwrap();
        file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
        drop(file);
        // Another test's fork may hold the file open for writing for a moment: text file busy.
        let output = loop {
            match std::process::Command::new(&path).output() {
                Err(error) if error.raw_os_error() == Some(26) => {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                other => break other.unwrap(),
            }
        };
        assert_eq!(String::from_utf8(output.stdout).unwrap(), PREFLIGHT_OUTPUT);
        assert!(output.status.success());
    }
}
