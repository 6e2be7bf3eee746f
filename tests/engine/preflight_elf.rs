//! The preflight's program, which Slipway writes byte by byte, does the same on both architectures: the machine's own
//! runs it directly, the other one under QEMU.

use slipway_image::{PREFLIGHT_OUTPUT, preflight_elf};
use slipway_tests::paths;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The emulator of an architecture, by either of the names that Debian gives it.
fn emulator(arch: &str) -> PathBuf {
    let name = if arch == "arm64" { "aarch64" } else { "x86_64" };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = [format!("qemu-{name}-static"), format!("qemu-{name}")];
    let found = std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)).collect::<Vec<_>>())
        .find(|program| program.is_file());
    found.unwrap_or_else(|| panic!("{names:?} is needed: scripts/install-packages foreign"))
}

/// Whether this machine runs programs of an architecture itself.
fn is_own(arch: &str) -> bool {
    std::env::consts::ARCH == if arch == "arm64" { "aarch64" } else { "x86_64" }
}

fn written(arch: &str) -> PathBuf {
    let program = paths::fresh("preflight").join(arch);
    std::fs::write(&program, preflight_elf(arch).unwrap()).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    program
}

fn run(program: &Path, with: Option<&Path>) -> Output {
    let mut command = with.map_or_else(
        || Command::new(program),
        |emulator| {
            let mut command = Command::new(emulator);
            command.arg(program);
            command
        },
    );
    // Another test's fork may hold the file open for writing for a moment: text file busy.
    slipway_tests::wait::until("the program can be run", std::time::Duration::from_secs(10), || match command
        .output()
    {
        Err(error) if error.raw_os_error() == Some(26) => None,
        other => Some(other.unwrap()),
    })
}

fn says_so_and_ends_with_0(arch: &str) {
    let emulator = (!is_own(arch)).then(|| emulator(arch));
    let output = run(&written(arch), emulator.as_deref());
    assert_eq!(output.status.code(), Some(0), "{arch}: {output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), PREFLIGHT_OUTPUT, "{arch}");
    assert!(output.stderr.is_empty(), "{arch}: {output:?}");
}

#[test]
fn the_program_for_amd64_prints_its_line_and_ends_with_0() {
    says_so_and_ends_with_0("amd64");
}

#[test]
fn the_program_for_arm64_prints_the_same_line_and_ends_with_0() {
    says_so_and_ends_with_0("arm64");
}

/// Or an emulator that runs anything would prove nothing.
#[test]
fn the_two_programs_are_of_two_architectures() {
    let arm = preflight_elf("arm64").unwrap();
    assert_ne!(arm, preflight_elf("amd64").unwrap());
    let program = written("amd64");
    let refused = run(&program, Some(&emulator("arm64")));
    assert_ne!(refused.status.code(), Some(0), "{refused:?}");
}
