//! A program that prints which sockets are open where it runs: put into another container's network, it sees what that
//! one listens on, also where nothing in that container could tell.

use crate::{ImageError, tiny};

/// What it prints, one after the other: the kernel's tables of TCP sockets.
const FILES: &[u8] = b"/proc/net/tcp\0/proc/net/tcp6\0\0";

/// A static Linux program for `amd64` or `arm64` that prints the kernel's tables of TCP sockets and ends with 0.
///
/// # Errors
/// For any other architecture.
pub fn sockets_elf(arch: &str) -> Result<Vec<u8>, ImageError> {
    let code = match arch {
        "amd64" => amd64(),
        "arm64" => arm64(),
        _ => return Err(ImageError::UnknownArch { arch: arch.to_owned() }),
    };
    tiny::program(arch, &code, FILES)
}

/// Its image as an archive to load.
///
/// # Errors
/// As [`sockets_elf`].
pub fn sockets_archive(arch: &str, tag: &str) -> Result<Vec<u8>, ImageError> {
    tiny::archive("sockets", sockets_elf(arch)?, arch, tag)
}

/// For each file name until an empty one: open, read and write until there is no more, go to the next.
fn amd64() -> Vec<u8> {
    const PARTS: &[&[u8]] = &[
        &[0x48, 0x81, 0xec, 0x00, 0x10, 0x00, 0x00], // sub rsp, 4096
        &[0x4c, 0x8d, 0x25, 80, 0, 0, 0],            // lea r12, [rip + data]
        // next:
        &[0x41, 0x80, 0x3c, 0x24, 0x00], // cmp byte [r12], 0
        &[0x74, 64],                     // je exit
        &[0xb8, 2, 0, 0, 0],             // mov eax, 2 (open)
        &[0x4c, 0x89, 0xe7],             // mov rdi, r12
        &[0x31, 0xf6],                   // xor esi, esi
        &[0x0f, 0x05],                   // syscall
        &[0x89, 0xc5],                   // mov ebp, eax
        // read: (of a file that is not there it fails like at an end)
        &[0x31, 0xc0],          // xor eax, eax (read)
        &[0x89, 0xef],          // mov edi, ebp
        &[0x48, 0x89, 0xe6],    // mov rsi, rsp
        &[0xba, 0, 0x10, 0, 0], // mov edx, 4096
        &[0x0f, 0x05],          // syscall
        &[0x85, 0xc0],          // test eax, eax
        &[0x7e, 19],            // jle skip
        &[0x89, 0xc2],          // mov edx, eax
        &[0xb8, 1, 0, 0, 0],    // mov eax, 1 (write)
        &[0xbf, 1, 0, 0, 0],    // mov edi, 1
        &[0x48, 0x89, 0xe6],    // mov rsi, rsp
        &[0x0f, 0x05],          // syscall
        &[0xeb, 0xdb],          // jmp read
        // skip:
        &[0x49, 0xff, 0xc4],                   // inc r12
        &[0x41, 0x80, 0x7c, 0x24, 0xff, 0x00], // cmp byte [r12 - 1], 0
        &[0x75, 0xf5],                         // jne skip
        &[0xeb, 0xb9],                         // jmp next
        // exit:
        &[0xb8, 60, 0, 0, 0], // mov eax, 60 (exit)
        &[0x31, 0xff],        // xor edi, edi
        &[0x0f, 0x05],        // syscall
    ];
    PARTS.concat()
}

/// The same in the words of arm64.
fn arm64() -> Vec<u8> {
    const WORDS: [u32; 30] = [
        0xd140_07ff,             // sub sp, sp, #4096
        0x1000_0013 | (29 << 5), // adr x19, data
        // next:
        0x3940_0260,             // ldrb w0, [x19]
        0x3400_0000 | (24 << 5), // cbz w0, exit
        0x9280_0c60,             // mov x0, #-100 (from here)
        0xaa13_03e1,             // mov x1, x19
        0xd280_0002,             // mov x2, #0
        0xd280_0708,             // mov x8, #56 (openat)
        0xd400_0001,             // svc #0
        0xaa00_03f4,             // mov x20, x0
        // read:
        0xaa14_03e0,                                      // mov x0, x20
        0x9100_03e1,                                      // mov x1, sp
        0xd282_0002,                                      // mov x2, #4096
        0xd280_07e8,                                      // mov x8, #63 (read)
        0xd400_0001,                                      // svc #0
        0xf100_001f,                                      // cmp x0, #0
        0x5400_000d | (7 << 5),                           // b.le skip
        0xaa00_03e2,                                      // mov x2, x0
        0xd280_0020,                                      // mov x0, #1
        0x9100_03e1,                                      // mov x1, sp
        0xd280_0808,                                      // mov x8, #64 (write)
        0xd400_0001,                                      // svc #0
        0x1400_0000 | (0x3ff_ffff & (0 - 12_i32) as u32), // b read
        // skip:
        0x3840_1660,                                          // ldrb w0, [x19], #1
        0x3500_0000 | ((0x7_ffff & (0 - 1_i32) as u32) << 5), // cbnz w0, skip
        0x1400_0000 | (0x3ff_ffff & (0 - 23_i32) as u32),     // b next
        0xd503_201f,                                          // nop
        // exit:
        0xd280_0000,             // mov x0, #0
        0xd280_0008 | (93 << 5), // mov x8, #93 (exit)
        0xd400_0001,             // svc #0
    ];
    WORDS.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_architecture_without_a_program_is_said_so() {
        assert!(matches!(sockets_elf("s390x"), Err(ImageError::UnknownArch { arch }) if arch == "s390x"));
    }

    #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
    #[test]
    fn it_prints_a_socket_that_is_open_here() {
        let arch = if cfg!(target_arch = "x86_64") { "amd64" } else { "arm64" };
        let open = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let wanted = format!("0100007F:{:04X}", open.local_addr().unwrap().port());
        let output = tiny::tests::run(&sockets_elf(arch).unwrap());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains(&wanted), "{wanted} in {text}");
        assert_eq!(text.matches("local_address").count(), 2, "both tables: {text}");
    }
}
