//! Windows: the same by path. There is no opening below a folder that is held open, so a link is refused before and
//! after the file is opened, and a file whose size is another one then is not sent.

use super::Kind;
use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// An entry that was looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) size: u64,
    pub(super) is_executable: bool,
}

#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn root(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned() })
    }

    /// The names in it, at most one more than `most`.
    pub(super) fn names(&self, most: u64) -> io::Result<Vec<OsString>> {
        let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(1);
        std::fs::read_dir(&self.path)?.take(most).map(|entry| Ok(entry?.file_name())).collect()
    }

    pub(super) fn look(&self, name: &OsString) -> io::Result<Found> {
        Ok(found(&self.path.join(name).symlink_metadata()?))
    }

    /// A folder in it, if it still is one.
    pub(super) fn folder(&self, name: &OsString, _looked: &Found) -> io::Result<Option<Self>> {
        let path = self.path.join(name);
        Ok((found(&path.symlink_metadata()?).kind == Kind::Folder).then_some(Self { path }))
    }

    /// A file in it, if it still is what was looked at.
    pub(super) fn file(&self, name: &OsString, looked: &Found) -> io::Result<Option<File>> {
        let path = self.path.join(name);
        let file = File::open(&path)?;
        let (now, opened) = (found(&path.symlink_metadata()?), found(&file.metadata()?));
        let same = now.kind == Kind::File && opened.kind == Kind::File && opened.size >= looked.size;
        Ok(same.then_some(file))
    }

    /// Where a link points, as it says.
    pub(super) fn link(&self, name: &OsString) -> io::Result<Option<PathBuf>> {
        std::fs::read_link(self.path.join(name)).map(Some)
    }
}

fn found(about: &Metadata) -> Found {
    let kind = match about.file_type() {
        kind if kind.is_symlink() => Kind::Link,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_file() => Kind::File,
        _ => Kind::Other,
    };
    // Nothing here says which files are programs: all may be.
    Found { kind, size: about.len(), is_executable: true }
}
