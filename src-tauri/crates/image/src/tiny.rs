//! Static Linux programs written byte by byte, so that nothing has to be compiled or fetched for them, and the images
//! they come in.

use crate::archive::{self, LayerBytes, LayerContent};
use crate::config::{Run, with_tag};
use crate::tarball::Entry;
use crate::{ImageError, elf};
use slipway_model::label;
use std::collections::BTreeMap;

const ADDRESS: u64 = 0x40_0000;
const ELF_HEADER: u64 = 64;
const PROGRAM_HEADER: u64 = 56;
const CODE_AT: u64 = ELF_HEADER + 2 * PROGRAM_HEADER;

/// An ELF file that begins with its code; its data follows the code at once.
///
/// # Errors
/// For an architecture whose number is not known.
pub(crate) fn program(arch: &str, code: &[u8], data: &[u8]) -> Result<Vec<u8>, ImageError> {
    let machine = elf::machine(arch).ok_or_else(|| ImageError::UnknownArch { arch: arch.to_owned() })?;
    let size = CODE_AT + (code.len() + data.len()) as u64;
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
    file.extend_from_slice(code);
    file.extend_from_slice(data);
    Ok(file)
}

fn segment(file: &mut Vec<u8>, kind: u32, flags: u32, address: u64, size: u64, align: u64) {
    file.extend_from_slice(&kind.to_le_bytes());
    file.extend_from_slice(&flags.to_le_bytes());
    for word in [0, address, address, size, size, align] {
        file.extend_from_slice(&word.to_le_bytes());
    }
}

/// An image with nothing but such a program, as an archive to load. Under 10 kB, so it is simply returned.
pub(crate) fn archive(name: &str, program: Vec<u8>, arch: &str, tag: &str) -> Result<Vec<u8>, ImageError> {
    let entries = vec![Entry::bytes(name, 0o755, program)];
    let labels =
        [label::IMAGE, label::PREFLIGHT].map(|name| (name.to_owned(), label::IMAGE_VALUE.to_owned()));
    let run = Run {
        user: "65532:65532".to_owned(),
        entrypoint: vec![format!("/{name}")],
        working_dir: "/".to_owned(),
        labels: BTreeMap::from(labels),
        ..Run::default()
    };
    let layer =
        LayerContent { created_by: "slipway: a program of its own", content: LayerBytes::Entries(entries) };
    let mut out = Vec::new();
    archive::write(&[layer], "linux", arch, &run, Some(&with_tag(tag)), &mut out)?;
    Ok(out)
}

#[cfg(test)]
pub(crate) mod tests {
    /// Runs a program on this machine.
    #[cfg(unix)]
    pub(crate) fn run(program: &[u8]) -> std::process::Output {
        use std::io::Write as _;
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(program).unwrap();
        file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
        drop(file);
        // Another test's fork may hold the file open for writing for a moment: text file busy.
        loop {
            match std::process::Command::new(&path).output() {
                Err(error) if error.raw_os_error() == Some(26) => {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                other => break other.unwrap(),
            }
        }
    }
}
