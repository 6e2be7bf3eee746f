//! The walk: each folder in the order of its names, each entry looked at once and sent or left.

use super::Kind;
use super::folder::{Folder, Found};
use super::{Context, ContextError, Sent};
use slipway_dockerfile::{Matched, looks_secret};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tokio_util::sync::CancellationToken;

/// As many names as a person reads.
const NAMED: usize = 20;

/// Writes the context, below a folder of the tar or, with `""`, as its root. It blocks: it belongs on a blocking thread. Times and owners are left out, so that the same
/// files give the same bytes.
pub fn write_context(
    context: &Context,
    below: &str,
    out: &mut dyn Write,
    stop: &CancellationToken,
) -> Result<Sent, ContextError> {
    let root = context.root.canonicalize().map_err(|source| read(&context.root, source))?;
    let folder = Folder::root(&root).map_err(|source| read(&root, source))?;
    let mut tar = tar::Builder::new(out);
    tar.mode(tar::HeaderMode::Deterministic);
    let below = Path::new(below);
    let mut walk = Walk { context, below, tar, stop, sent: Sent::default(), looked: 0 };
    for (path, bytes) in &context.ours {
        let mut header = header(tar::EntryType::Regular, 0o644, bytes.len() as u64, context.owner);
        walk.tar
            .append_data(&mut header, below.join(path), bytes.as_slice())
            .map_err(ContextError::Output)?;
        walk.sent.entries += 1;
    }
    let top =
        Place { path: PathBuf::new(), text: String::new(), matched: Matched::default(), unsaid: Vec::new() };
    walk.folder(&folder, top, 0)?;
    let Walk { mut tar, sent, .. } = walk;
    tar.finish().map_err(ContextError::Output)?;
    tar.get_mut().flush().map_err(ContextError::Output)?;
    Ok(sent)
}

struct Walk<'a, 'o> {
    context: &'a Context,
    below: &'a Path,
    tar: tar::Builder<&'o mut dyn Write>,
    stop: &'a CancellationToken,
    sent: Sent,
    looked: u64,
}

/// A folder on the way.
struct Place {
    path: PathBuf,
    /// The same with `/`, as patterns have it.
    text: String,
    matched: Matched,
    /// Folders above that are ignored and were not sent: they are when something in them is.
    unsaid: Vec<PathBuf>,
}

impl Walk<'_, '_> {
    fn folder(&mut self, folder: &Folder, mut place: Place, depth: u32) -> Result<(), ContextError> {
        let limits = self.context.limits;
        if depth > limits.depth {
            return Err(ContextError::TooDeep { path: place.text });
        }
        let left = limits.entries.saturating_sub(self.looked);
        let here = |source| read(&place.path, source);
        let mut names = folder.names(left).map_err(here)?;
        self.looked += names.len() as u64;
        if self.looked > limits.entries {
            return Err(ContextError::TooMany { limit: limits.entries, folder: place.text });
        }
        names.sort_unstable();
        for name in names {
            if self.stop.is_cancelled() {
                return Err(ContextError::Cancelled);
            }
            let path = place.path.join(&name);
            let part = name.to_string_lossy();
            let text =
                if place.text.is_empty() { part.into_owned() } else { format!("{}/{part}", place.text) };
            let looked = match folder.look(&name) {
                Ok(looked) => looked,
                // Gone since the names were read.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(source) => return Err(read(&path, source)),
            };
            if self.context.ours.contains_key(&text) {
                continue;
            }
            let matched = self.context.ignore.look(&text, &place.matched);
            let wanted = !matched.ignored || self.context.always.contains(&text);
            let entry = Entry { folder, name, path, text, looked };
            if looked.kind == Kind::Folder {
                self.below(&entry, matched, &mut place.unsaid, depth)?;
            } else if wanted {
                self.say(&mut place.unsaid)?;
                self.leaf(&entry)?;
            }
        }
        Ok(())
    }

    fn below(
        &mut self,
        entry: &Entry<'_>,
        matched: Matched,
        unsaid: &mut Vec<PathBuf>,
        depth: u32,
    ) -> Result<(), ContextError> {
        let always = self.context.always.iter().any(|path| path.starts_with(&format!("{}/", entry.text)));
        let needed = always || self.context.ignore.may_be_needed_below(&entry.text);
        if matched.ignored && !needed {
            return Ok(());
        }
        let folder = entry.folder.folder(&entry.name, &entry.looked);
        let Some(folder) = folder.map_err(|source| read(&entry.path, source))? else {
            return Err(ContextError::Changed { path: entry.text.clone() });
        };
        let mut below = unsaid.clone();
        below.push(entry.path.clone());
        if !matched.ignored {
            self.say(&mut below)?;
            unsaid.clear();
        }
        let place = Place { path: entry.path.clone(), text: entry.text.clone(), matched, unsaid: below };
        let before = self.sent.entries;
        self.folder(&folder, place, depth + 1)?;
        // Whoever sent something below sent the folders above it first.
        if self.sent.entries > before {
            unsaid.clear();
        }
        Ok(())
    }

    /// Sends the folders above that were not sent yet.
    fn say(&mut self, folders: &mut Vec<PathBuf>) -> Result<(), ContextError> {
        for path in folders.drain(..) {
            let mut header = header(tar::EntryType::Directory, 0o755, 0, self.context.owner);
            self.tar
                .append_data(&mut header, self.below.join(path), io::empty())
                .map_err(ContextError::Output)?;
            self.sent.entries += 1;
        }
        Ok(())
    }

    fn leaf(&mut self, entry: &Entry<'_>) -> Result<(), ContextError> {
        match entry.looked.kind {
            Kind::File => self.file(entry)?,
            Kind::Link => {
                let target = entry.folder.link(&entry.name).map_err(|source| read(&entry.path, source))?;
                let target = target.ok_or_else(|| ContextError::Changed { path: entry.text.clone() })?;
                let mut header = header(tar::EntryType::Symlink, 0o777, 0, self.context.owner);
                self.tar
                    .append_link(&mut header, self.below.join(&entry.path), target)
                    .map_err(ContextError::Output)?;
            }
            Kind::Folder | Kind::Other => {
                named(&mut self.sent.left_out, &entry.text);
                return Ok(());
            }
        }
        self.sent.entries += 1;
        if looks_secret(&entry.text) {
            named(&mut self.sent.secrets, &entry.text);
        }
        Ok(())
    }

    fn file(&mut self, entry: &Entry<'_>) -> Result<(), ContextError> {
        let (size, limit) = (entry.looked.size, self.context.limits.bytes);
        let changed = || ContextError::Changed { path: entry.text.clone() };
        if self.sent.bytes.saturating_add(size) > limit {
            return Err(ContextError::TooBig { limit, path: entry.text.clone(), bytes: size });
        }
        let file = entry.folder.file(&entry.name, &entry.looked);
        let file = file.map_err(|source| read(&entry.path, source))?.ok_or_else(changed)?;
        let mode = if entry.looked.is_executable { 0o755 } else { 0o644 };
        let mut header = header(tar::EntryType::Regular, mode, size, self.context.owner);
        let mut exact = Exact { file, left: size, stop: self.stop, end: None };
        let appended = self.tar.append_data(&mut header, self.below.join(&entry.path), &mut exact);
        match exact.end {
            None => appended.map_err(ContextError::Output)?,
            Some(End::Stopped) => return Err(ContextError::Cancelled),
            Some(End::Short) => return Err(changed()),
            Some(End::Failed(source)) => return Err(read(&entry.path, source)),
        }
        self.sent.bytes += size;
        Ok(())
    }
}

/// One entry of a folder.
struct Entry<'a> {
    folder: &'a Folder,
    name: OsString,
    path: PathBuf,
    text: String,
    looked: Found,
}

/// A file's first so many bytes, no more and no fewer: what was written to it meanwhile does not count.
struct Exact<'a> {
    file: File,
    left: u64,
    stop: &'a CancellationToken,
    end: Option<End>,
}

/// Why it ended too early.
enum End {
    Stopped,
    Short,
    Failed(io::Error),
}

impl Read for Exact<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.is_cancelled() {
            self.end = Some(End::Stopped);
            return Err(io::Error::other("stopped"));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        match self.file.read(buffer.get_mut(..most).unwrap_or_default()) {
            Ok(0) => {
                self.end = Some(End::Short);
                Err(io::Error::other("shorter than it was"))
            }
            Ok(n) => {
                self.left -= n as u64;
                Ok(n)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let kind = error.kind();
                self.end = Some(End::Failed(error));
                Err(kind.into())
            }
        }
    }
}

fn header(kind: tar::EntryType, mode: u32, size: u64, owner: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_uid(owner);
    header.set_gid(owner);
    header.set_mtime(0);
    header.set_size(size);
    header
}

fn named(names: &mut Vec<String>, name: &str) {
    if names.len() < NAMED {
        names.push(name.to_owned());
    }
}

fn read(path: &Path, source: io::Error) -> ContextError {
    ContextError::Read { path: path.to_owned(), source }
}
