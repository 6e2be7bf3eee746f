//! A toolchain's zip: its hash as Go makes it, and its files.

use super::dirhash::DirHash;
use crate::error::GoError;
use crate::platform;
use ring::digest;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use tokio_util::sync::CancellationToken;
use zip::ZipArchive;
use zip::result::ZipError;

/// More than any toolchain needs; a zip that would become bigger is no toolchain.
const MOST_BYTES: u64 = 2 << 30;
const MOST_FILES: usize = 100_000;

type Archive = ZipArchive<BufReader<File>>;

/// A zip whose names have all been looked at.
pub(crate) struct Toolchain {
    path: PathBuf,
    /// Every file with its index, in the order of the names, which is that of the hash.
    files: Vec<(String, usize)>,
    bytes: u64,
    prefix: String,
}

/// Hears the bytes so far, from several threads.
pub(crate) type Progress<'a> = &'a (dyn Fn(u64) + Sync);

impl Toolchain {
    /// Opens a zip whose every name must start with `prefix` and stay below it.
    pub(crate) fn open(path: &Path, prefix: &str) -> Result<Self, GoError> {
        Self::read(path, prefix, false)
    }

    /// The same for a zip that holds other things beside, which are left where they are.
    pub(crate) fn open_part(path: &Path, prefix: &str) -> Result<Self, GoError> {
        Self::read(path, prefix, true)
    }

    fn read(path: &Path, prefix: &str, only_part: bool) -> Result<Self, GoError> {
        let mut archive = open(path)?;
        let mut files = BTreeMap::new();
        let mut bytes = 0_u64;
        if archive.len() > MOST_FILES {
            return Err(GoError::UnsafeZip { name: format!("{} files", archive.len()) });
        }
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|error| damaged(path, error))?;
            let name = entry.name().to_owned();
            if only_part && !name.starts_with(prefix) {
                continue;
            }
            bytes = bytes.saturating_add(entry.size());
            let below = name.strip_prefix(prefix).unwrap_or_default();
            let plain = Path::new(below).components().all(|part| matches!(part, Component::Normal(_)));
            let odd = below.is_empty() || below.contains(['\\', '\n', '\0', ':']) || below.contains("//");
            if odd || !plain || entry.is_symlink() || entry.is_dir() || bytes > MOST_BYTES {
                return Err(GoError::UnsafeZip { name });
            }
            if files.insert(name.clone(), index).is_some() {
                return Err(GoError::UnsafeZip { name });
            }
        }
        let files = files.into_iter().collect();
        Ok(Self { path: path.to_owned(), files, bytes, prefix: prefix.to_owned() })
    }

    /// The uncompressed size.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The `h1:` hash over all files.
    pub(crate) fn hash(&self, stop: &CancellationToken, progress: Progress<'_>) -> Result<String, GoError> {
        let mut digests = self.each(stop, progress, |entry| {
            let mut digest = digest::Context::new(&digest::SHA256);
            entry.read(&mut |chunk| {
                digest.update(chunk);
                Ok(())
            })?;
            Ok(digest.finish())
        })?;
        digests.sort_by_key(|(position, _)| *position);
        let mut hash = DirHash::default();
        for ((name, _), (_, digest)) in self.files.iter().zip(&digests) {
            hash.add(name, digest.as_ref());
        }
        Ok(hash.finish())
    }

    /// Writes all files into a folder that exists, and sets the exec bits that a zip of Go's does not carry.
    pub(crate) fn unpack(
        &self,
        into: &Path,
        stop: &CancellationToken,
        progress: Progress<'_>,
    ) -> Result<(), GoError> {
        let folders: BTreeSet<&str> =
            self.files.iter().filter_map(|(name, _)| Some(self.below(name).rsplit_once('/')?.0)).collect();
        for folder in folders {
            let folder = into.join(folder);
            std::fs::create_dir_all(&folder).map_err(GoError::io(&folder))?;
        }
        self.each(stop, progress, |entry| {
            let below = self.below(entry.name);
            let path = into.join(below);
            let mut file = File::create_new(&path).map_err(GoError::io(&path))?;
            entry.read(&mut |chunk| file.write_all(chunk).map_err(GoError::io(&path)))?;
            drop(file);
            if is_program(below) {
                platform::set_executable(&path).map_err(GoError::io(&path))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn below<'n>(&self, name: &'n str) -> &'n str {
        name.strip_prefix(&self.prefix).unwrap_or(name)
    }

    /// Does something with every file, on a few threads; the results with the file's position, in any order.
    fn each<T: Send>(
        &self,
        stop: &CancellationToken,
        progress: Progress<'_>,
        work: impl Fn(Entry<'_>) -> Result<T, GoError> + Sync,
    ) -> Result<Vec<(usize, T)>, GoError> {
        let (next, done, failed) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicBool::new(false));
        let worker = || -> Result<Vec<(usize, T)>, GoError> {
            let (mut archive, mut buffer, mut results) = (open(&self.path)?, vec![0; 1 << 16], Vec::new());
            while let Some((position, (name, index))) = {
                let position = next.fetch_add(1, Ordering::Relaxed);
                self.files.get(position).map(|file| (position, file))
            } {
                if failed.load(Ordering::Relaxed) {
                    break;
                }
                let (archive, buffer) = (&mut archive, buffer.as_mut_slice());
                let entry = Entry { archive, buffer, name, index: *index, stop, progress, done: &done };
                let result = work(entry).inspect_err(|_| failed.store(true, Ordering::Relaxed));
                results.push((position, result?));
            }
            Ok(results)
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        std::thread::scope(|scope| {
            let work: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
            let mut all = Vec::with_capacity(self.files.len());
            for thread in work {
                all.extend(thread.join().unwrap_or(Err(GoError::Cancelled))?);
            }
            Ok(all)
        })
    }
}

/// One file of the zip, about to be read.
struct Entry<'a> {
    archive: &'a mut Archive,
    buffer: &'a mut [u8],
    name: &'a str,
    index: usize,
    stop: &'a CancellationToken,
    progress: Progress<'a>,
    done: &'a AtomicU64,
}

impl Entry<'_> {
    fn read(self, take: &mut dyn FnMut(&[u8]) -> Result<(), GoError>) -> Result<(), GoError> {
        let damaged = || GoError::UnsafeZip { name: self.name.to_owned() };
        let mut entry = self.archive.by_index(self.index).map_err(|_| damaged())?;
        // The size in the directory was counted against the bound: more than that is not read.
        let mut left = entry.size();
        loop {
            if self.stop.is_cancelled() {
                return Err(GoError::Cancelled);
            }
            let n = entry.read(self.buffer).map_err(|_| damaged())?;
            if n == 0 {
                return Ok(());
            }
            left = left.checked_sub(n as u64).ok_or_else(damaged)?;
            take(self.buffer.get(..n).unwrap_or_default())?;
            (self.progress)(self.done.fetch_add(n as u64, Ordering::Relaxed) + n as u64);
        }
    }
}

fn open(path: &Path) -> Result<Archive, GoError> {
    let file = File::open(path).map_err(GoError::io(path))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(path, error))
}

fn damaged(path: &Path, error: ZipError) -> GoError {
    match error {
        ZipError::Io(source) => GoError::Io { path: path.to_owned(), source },
        other => GoError::UnsafeZip { name: other.to_string() },
    }
}

/// `bin/*` and `pkg/tool/*/*`.
fn is_program(below: &str) -> bool {
    let parts: Vec<_> = below.split('/').collect();
    matches!(parts.as_slice(), ["bin", _] | ["pkg", "tool", _, _])
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// The folder has to live as long as the zip is read.
    fn opened(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Toolchain, GoError>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        std::fs::write(&path, zip_of(files)).unwrap();
        let toolchain = Toolchain::open(&path, "m@v/");
        (folder, toolchain)
    }

    #[test]
    fn a_name_that_leaves_the_folder_is_refused() {
        for name in
            ["m@v/../x", "/etc/passwd", "m@v//x", "other/x", "m@v/a/../../x", "m@v/", "m@v/a\\b", "m@v/c:x"]
        {
            assert!(matches!(opened(&[(name, "x")]).1, Err(GoError::UnsafeZip { .. })), "{name}");
        }
        assert!(opened(&[("m@v/bin/go", "x"), ("m@v/..x", "y")]).1.is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn programs_become_executable_and_nothing_else() {
        let (_zip_folder, zip) =
            opened(&[("m@v/bin/go", "g"), ("m@v/pkg/tool/linux_amd64/link", "l"), ("m@v/src/a.go", "a")]);
        let zip = zip.unwrap();
        let folder = tempfile::tempdir().unwrap();
        zip.unpack(folder.path(), &CancellationToken::new(), &|_| {}).unwrap();
        for (name, executable) in [("bin/go", true), ("pkg/tool/linux_amd64/link", true), ("src/a.go", false)]
        {
            assert_eq!(platform::is_executable(&folder.path().join(name)), executable, "{name}");
        }
    }
}
