//! Every Go file that counts, read and parsed on a few threads.

use crate::fs::read_bounded;
use crate::understand::needs::cgo::CgoFile;
use crate::understand::parse::constraint::Target;
use crate::understand::parse::source::Source;
use crate::understand::parse::{directives, tree};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A bigger file is not read: it is generated data.
const MOST_FILE_BYTES: u64 = 2 << 20;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) files: Vec<Source>,
    /// The folder of each file.
    pub(super) folders: Vec<String>,
    pub(super) cgo: Vec<CgoFile>,
    /// Files that a build constraint leaves out, by folder: a package may consist of nothing else.
    pub(super) left_out: BTreeMap<String, Vec<String>>,
    pub(super) unreadable: Vec<(String, std::io::Error)>,
}

pub(super) fn read_all(root: &Path, folders: &BTreeMap<String, Vec<String>>) -> Read {
    let arch = crate::toolchain::GoPlatform::here().arch;
    let names: Vec<(&String, String)> = folders
        .iter()
        .flat_map(|(folder, names)| names.iter().map(move |name| (folder, name)))
        .filter(|(_, name)| Target { arch: &arch, cgo: false }.takes_name(name))
        .map(|(folder, name)| (folder, if folder == "." { name.clone() } else { format!("{folder}/{name}") }))
        .collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    let next = AtomicUsize::new(0);
    let parts: Vec<Vec<(usize, File)>> = std::thread::scope(|scope| {
        let work: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = Vec::new();
                    // Each takes the next one: files differ much in size.
                    while let Some((at, (_, path))) = {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        names.get(at).map(|name| (at, name))
                    } {
                        done.push((at, read_file(root, path, &arch)));
                    }
                    done
                })
            })
            .collect();
        work.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let mut all: Vec<(usize, File)> = parts.into_iter().flatten().collect();
    all.sort_unstable_by_key(|(at, _)| *at);
    let mut read = Read::default();
    for (at, file) in all {
        let Some((folder, path)) = names.get(at) else { continue };
        let File { source, cgo, left_out, error } = file;
        if let Some(source) = source {
            read.files.push(*source);
            read.folders.push((*folder).clone());
        }
        if let Some(cgo) = cgo {
            read.cgo.push(CgoFile { folder: (*folder).clone(), path: path.clone(), ..*cgo });
        }
        if left_out {
            read.left_out.entry((*folder).clone()).or_default().push(path.clone());
        }
        if let Some(error) = error {
            read.unreadable.push((path.clone(), error));
        }
    }
    read
}

#[derive(Default)]
struct File {
    source: Option<Box<Source>>,
    cgo: Option<Box<CgoFile>>,
    left_out: bool,
    error: Option<std::io::Error>,
}

fn read_file(root: &Path, path: &str, arch: &str) -> File {
    let full = root.join(path);
    // The walk let a symlink through only if it stays inside.
    let full = if full.is_symlink() { full.canonicalize().unwrap_or(full) } else { full };
    let text = match read_bounded(&full, MOST_FILE_BYTES) {
        Ok(Some(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        Ok(None) => return File::default(),
        Err(error) => return File { error: Some(error), ..File::default() },
    };
    let plain = (Target { arch, cgo: false }).takes_header(&text);
    let with_c = (Target { arch, cgo: true }).takes_header(&text);
    if !plain && !with_c {
        return File { left_out: true, ..File::default() };
    }
    let import_c = directives::import_c(&text);
    let Some(source) = tree::read(path, &text).filter(|source| !source.package.is_empty()) else {
        return File::default();
    };
    // Without cgo Go leaves out a file that imports C.
    if plain && import_c.is_none() {
        return File { source: Some(Box::new(source)), ..File::default() };
    }
    let imports = source.imports.iter().filter(|import| import.path != "C");
    let cgo = with_c.then(|| {
        Box::new(CgoFile {
            line: import_c,
            imports: imports.map(|import| (import.path.clone(), import.line)).collect(),
            libraries: if import_c.is_some() { directives::libraries(&text) } else { Default::default() },
            tagged: !plain,
            ..CgoFile::default()
        })
    });
    // Its own facts count all the same: with C it is part of the program.
    File { source: import_c.is_some().then(|| Box::new(source)), cgo, ..File::default() }
}
