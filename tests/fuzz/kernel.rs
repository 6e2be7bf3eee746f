//! The kernel's files: cgroup, `/proc`, its log. Those of version 1 are a real container's on Linux 6, those of
//! version 2 are as Linux 6 writes them.

use slipway_series::fuzz::{Random, mutate};
use slipway_tests::paths;
use std::panic::catch_unwind;

/// Between two looks at the clock.
const IN_A_GO: usize = 1_000;
/// What numbers are replaced with.
const NUMBERS: [&[u8]; 10] = [
    b"0",
    b"-1",
    b"max",
    b"",
    b"18446744073709551615",
    b"18446744073709551616",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"1e400",
    b"NaN",
];

#[test]
fn no_bytes_of_the_kernel_panic() {
    let files = files();
    assert!(files.len() > 15, "the kernel's files are here");
    let mut random = Random::new(super::seed("kernel"));
    let mut goes_on = super::until_the_end();
    let mut read: u64 = 0;
    while goes_on() {
        for _ in 0..IN_A_GO {
            let mut bytes = random.pick(&files).cloned().unwrap_or_default();
            for _ in 0..=random.below(4) {
                if random.below(2) == 0 {
                    change_a_word(&mut bytes, &mut random);
                } else {
                    let other = random.pick(&files).cloned().unwrap_or_default();
                    mutate(&mut bytes, &other, &mut random);
                }
            }
            read_or_keep(&bytes);
            read += 1;
        }
    }
    eprintln!("kernel: {read} files read");
    assert!(read > 0);
}

/// What makes a reader panic is kept, to be looked at.
fn read_or_keep(bytes: &[u8]) {
    if let Err(panic) = catch_unwind(|| slipway_monitor::read_any(bytes)) {
        let folder = paths::root().join("target/failed");
        let kept = folder.join("fuzz-kernel.bin");
        std::fs::create_dir_all(folder).expect("target can be written");
        std::fs::write(&kept, bytes).expect("target can be written");
        eprintln!("what was read is in {}", kept.display());
        std::panic::resume_unwind(panic);
    }
}

/// Every file below `tests/fuzz/kernel`, in the same order each time.
fn files() -> Vec<Vec<u8>> {
    let root = paths::root().join("tests/fuzz/kernel");
    let mut found = Vec::new();
    for folder in [root.clone(), root.join("v1"), root.join("v2")] {
        let entries = std::fs::read_dir(folder).expect("it is in the clone").filter_map(Result::ok);
        found.extend(entries.map(|entry| entry.path()).filter(|path| path.is_file()));
    }
    found.sort();
    found.iter().map(|path| std::fs::read(path).expect("it can be read")).collect()
}

/// Words and numbers are where a reader of text goes wrong; bytes at random seldom make one.
fn change_a_word(bytes: &mut Vec<u8>, random: &mut Random) {
    let starts: Vec<usize> =
        (0..bytes.len()).filter(|at| is_word(bytes[*at]) && (*at == 0 || !is_word(bytes[at - 1]))).collect();
    let Some(start) = random.pick(&starts).copied() else { return };
    let end = (start..bytes.len()).find(|at| !is_word(bytes[*at])).unwrap_or(bytes.len());
    match random.below(4) {
        // Gone, with what parts it from the next.
        0 => drop(bytes.drain(start..(end + 1).min(bytes.len()))),
        1 => {
            let word = bytes[start..end].to_vec();
            drop(bytes.splice(end..end, word));
        }
        _ => {
            let number = random.pick(&NUMBERS).copied().unwrap_or_default();
            drop(bytes.splice(start..end, number.iter().copied()));
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}
