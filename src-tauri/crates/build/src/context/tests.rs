//! Every defence of the context, tried: what a hostile project holds, and what of it comes out.

use super::*;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_util::sync::CancellationToken;

fn context(root: &Path, ignore: &str) -> Context {
    Context {
        root: root.to_owned(),
        ignore: Ignore::parse(ignore).unwrap(),
        ours: BTreeMap::new(),
        always: Vec::new(),
        limits: Limits::default(),
        owner: 0,
    }
}

fn write(context: &Context) -> Result<(Sent, Vec<u8>), ContextError> {
    let mut out = Vec::new();
    write_context(context, "", &mut out, &CancellationToken::new()).map(|sent| (sent, out))
}

/// Names as bytes, each with what it is and what it holds.
fn unpacked(tar: &[u8]) -> BTreeMap<Vec<u8>, (tar::EntryType, Vec<u8>)> {
    let mut archive = tar::Archive::new(tar);
    let entries = archive.entries().unwrap();
    entries
        .map(|entry| {
            let mut entry = entry.unwrap();
            let name = entry.path_bytes().into_owned();
            let kind = entry.header().entry_type();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            if let Some(link) = entry.link_name_bytes() {
                bytes = link.into_owned();
            }
            (name, (kind, bytes))
        })
        .collect()
}

fn names(tar: &[u8]) -> Vec<String> {
    unpacked(tar).into_keys().map(|name| String::from_utf8(name).unwrap()).collect()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn what_is_ignored_stays_and_the_same_files_give_the_same_bytes() {
    let root = folder(&[
        ("main.go", "m"),
        ("a/b.go", "b"),
        ("a/c.txt", "c"),
        ("docs/x.md", "x"),
        (".env", "s3cret"),
    ]);
    let spec = context(root.path(), "docs\n**/*.txt\n.env\n");
    let (sent, tar) = write(&spec).unwrap();
    assert_eq!(names(&tar), ["a", "a/b.go", "main.go"]);
    assert_eq!((sent.entries, sent.bytes), (3, 2));
    std::fs::File::open(root.path().join("main.go")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    assert!(write(&spec).unwrap().1 == tar, "times do not count");
}

#[test]
fn an_exception_brings_back_a_file_and_the_folders_above_it_and_no_more() {
    let root = folder(&[("a/b/c.go", "c"), ("a/b/d.txt", "d"), ("a/e/f.txt", "f"), ("g/h.txt", "h")]);
    let (_, tar) = write(&context(root.path(), "*\n!**/*.go\n")).unwrap();
    assert_eq!(names(&tar), ["a", "a/b", "a/b/c.go"]);
    let mut spec = context(root.path(), "*\n");
    spec.always = vec!["a/b/d.txt".to_owned()];
    assert_eq!(names(&write(&spec).unwrap().1), ["a", "a/b", "a/b/d.txt"]);
}

#[test]
fn a_link_is_sent_as_a_link_and_never_followed() {
    let outside = folder(&[("secret", "CANARY")]);
    let root = folder(&[("main.go", "m")]);
    std::os::unix::fs::symlink(outside.path().join("secret"), root.path().join("file")).unwrap();
    std::os::unix::fs::symlink(outside.path(), root.path().join("folder")).unwrap();
    std::os::unix::fs::symlink("../../etc/passwd", root.path().join("up")).unwrap();
    let (_, tar) = write(&context(root.path(), "")).unwrap();
    let entries = unpacked(&tar);
    assert_eq!(entries[b"up".as_slice()], (tar::EntryType::Symlink, b"../../etc/passwd".to_vec()));
    assert_eq!(entries[b"folder".as_slice()].0, tar::EntryType::Symlink);
    assert_eq!(entries.len(), 4);
    assert!(!tar.windows(6).any(|bytes| bytes == b"CANARY"));
}

struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_file_or_a_folder_that_becomes_a_link_meanwhile_is_not_followed() {
    let outside = folder(&[("x", "CANARY"), ("secret", "CANARY")]);
    let root = folder(&[("a", "good"), ("d/x", "good")]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (a, d, away) = (root.path().join("a"), root.path().join("d"), root.path().join("away"));
            while !done.load(Ordering::Relaxed) {
                std::fs::remove_file(&a).unwrap();
                std::os::unix::fs::symlink(outside.path().join("secret"), &a).unwrap();
                std::fs::rename(&d, &away).unwrap();
                std::os::unix::fs::symlink(outside.path(), &d).unwrap();
                std::fs::remove_file(&d).unwrap();
                std::fs::rename(&away, &d).unwrap();
                std::fs::remove_file(&a).unwrap();
                std::fs::write(&a, "good").unwrap();
            }
        });
        // The other one ends also when this one fails.
        let _ends = Ends(&done);
        let spec = context(root.path(), "");
        let mut whole = 0;
        for _ in 0..1_000 {
            match write(&spec) {
                Ok((_, tar)) => {
                    whole += 1;
                    assert!(!tar.windows(6).any(|bytes| bytes == b"CANARY"));
                }
                Err(ContextError::Changed { .. }) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert!(whole > 0, "the race was won now and then");
    });
}

#[test]
fn pipes_and_sockets_and_devices_stay_out_and_nothing_waits_for_them() {
    let root = folder(&[("main.go", "m")]);
    mknodat(CWD, root.path().join("pipe"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket")).unwrap();
    let mut odd = vec!["pipe", "socket"];
    // Only root can make one.
    let zero = rustix::fs::makedev(1, 5);
    if mknodat(CWD, root.path().join("device"), FileType::CharacterDevice, Mode::RUSR, zero).is_ok() {
        odd.insert(0, "device");
    }
    let (sent, tar) = write(&context(root.path(), "")).unwrap();
    assert_eq!(names(&tar), ["main.go"]);
    assert_eq!(sent.left_out, odd);
}

#[test]
fn a_million_entries_end_the_walk_long_before_the_last() {
    let root = folder(&[]);
    for n in 0..2_000 {
        std::fs::write(root.path().join(n.to_string()), "").unwrap();
    }
    let mut spec = context(root.path(), "*");
    spec.limits.entries = 1_000;
    let error = write(&spec).unwrap_err();
    assert!(matches!(error, ContextError::TooMany { limit: 1_000, .. }), "ignored ones count, too: {error}");
    spec.limits.entries = 2_000;
    assert_eq!(write(&spec).unwrap().0.entries, 0);
}

#[test]
fn a_sparse_file_is_refused_before_it_is_read() {
    let root = folder(&[("main.go", "m")]);
    std::fs::File::create(root.path().join("huge")).unwrap().set_len(10 << 30).unwrap();
    let begun = std::time::Instant::now();
    let error = write(&context(root.path(), "")).unwrap_err();
    assert!(matches!(error, ContextError::TooBig { bytes, .. } if bytes == 10 << 30), "{error}");
    assert!(begun.elapsed().as_secs() < 2);
    write(&context(root.path(), "huge")).unwrap();
}

#[test]
fn any_name_a_file_can_have_arrives() {
    let long = "x".repeat(200);
    let odd = [
        "a\nb".to_owned(),
        "..a".to_owned(),
        "...".to_owned(),
        "a..b".to_owned(),
        "-rf".to_owned(),
        " ".to_owned(),
        "\u{202e}gpj.exe".to_owned(),
        format!("{long}/{long}"),
    ];
    let root = folder(&odd.iter().map(|name| (name.as_str(), "x")).collect::<Vec<_>>());
    let bytes = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    std::fs::write(root.path().join(bytes), "x").unwrap();
    let (sent, tar) = write(&context(root.path(), "")).unwrap();
    let entries = unpacked(&tar);
    for name in &odd {
        assert_eq!(entries[name.as_bytes()].1, b"x", "{name:?}");
    }
    assert!(entries.contains_key(b"\xff\xfe".as_slice()));
    assert_eq!(sent.entries, entries.len() as u64);
}

#[test]
fn folders_in_folders_have_an_end() {
    let root = folder(&[(&format!("{}x", "d/".repeat(150)), "x")]);
    assert!(matches!(write(&context(root.path(), "")), Err(ContextError::TooDeep { .. })));
}

#[test]
fn a_secret_that_goes_along_is_named() {
    let root = folder(&[("main.go", "m"), ("keys/a.pem", "k"), (".env", "e")]);
    let (sent, _) = write(&context(root.path(), "")).unwrap();
    assert_eq!(sent.secrets, [".env", "keys/a.pem"]);
    let ignore = slipway_dockerfile::default_ignore(&[]);
    let (sent, tar) = write(&context(root.path(), &ignore)).unwrap();
    assert_eq!((sent.secrets.len(), names(&tar)), (0, vec!["keys".to_owned(), "main.go".to_owned()]));
}

#[test]
fn our_own_files_take_the_place_of_the_folders() {
    let root = folder(&[("Dockerfile", "theirs"), ("main.go", "m")]);
    let mut spec = context(root.path(), "");
    spec.ours.insert("Dockerfile".to_owned(), b"ours".to_vec());
    let entries = unpacked(&write(&spec).unwrap().1);
    assert_eq!(entries[b"Dockerfile".as_slice()].1, b"ours");
}

#[test]
fn a_stop_ends_it_in_the_middle_of_a_file() {
    struct StopAfter(CancellationToken, usize);
    impl std::io::Write for StopAfter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.1 += bytes.len();
            if self.1 > 100_000 {
                self.0.cancel();
            }
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let root = folder(&[]);
    std::fs::File::create(root.path().join("big")).unwrap().set_len(1 << 30).unwrap();
    let stop = CancellationToken::new();
    let mut out = StopAfter(stop.clone(), 0);
    let error = write_context(&context(root.path(), ""), "", &mut out, &stop).unwrap_err();
    assert!(matches!(error, ContextError::Cancelled) && out.1 < 1 << 20);
}
