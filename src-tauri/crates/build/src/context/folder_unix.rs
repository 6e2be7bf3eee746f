//! Unix: a folder held open, and everything in it reached from there, by one name at a time and never through a link.

use super::Kind;
use rustix::fs::{self, AtFlags, FileType, Mode, OFlags};
use std::ffi::{CString, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

/// An entry that was looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) size: u64,
    pub(super) is_executable: bool,
    is: (u64, u64),
}

#[derive(Debug)]
pub(super) struct Folder {
    fd: OwnedFd,
}

const NO_FOLLOW: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC);

impl Folder {
    pub(super) fn root(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self { fd: fs::open(path, flags, Mode::empty())? })
    }

    /// The names in it, at most one more than `most`.
    pub(super) fn names(&self, most: u64) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&self.fd)? {
            let name = entry?.file_name().to_bytes().to_vec();
            if name != b"." && name != b".." {
                names.push(OsString::from_vec(name));
            }
            if names.len() as u64 > most {
                break;
            }
        }
        Ok(names)
    }

    pub(super) fn look(&self, name: &OsString) -> io::Result<Found> {
        Ok(found(&fs::statat(&self.fd, one(name)?, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// A folder in it, if it still is what was looked at.
    pub(super) fn folder(&self, name: &OsString, looked: &Found) -> io::Result<Option<Self>> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | NO_FOLLOW;
        let fd = match fs::openat(&self.fd, one(name)?, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(error) if is_swapped(error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(same(&fd, looked)?.then_some(Self { fd }))
    }

    /// A file in it, if it still is what was looked at. A pipe that took its place does not hold us up.
    pub(super) fn file(&self, name: &OsString, looked: &Found) -> io::Result<Option<File>> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | NO_FOLLOW;
        let fd = match fs::openat(&self.fd, one(name)?, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(error) if is_swapped(error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(same(&fd, looked)?.then(|| File::from(fd)))
    }

    /// Where a link points, as it says, if it still is one.
    pub(super) fn link(&self, name: &OsString) -> io::Result<Option<PathBuf>> {
        let target: CString = match fs::readlinkat(&self.fd, one(name)?, Vec::new()) {
            Ok(target) => target,
            Err(error) if error == rustix::io::Errno::INVAL || is_swapped(error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(Some(PathBuf::from(OsString::from_vec(target.into_bytes()))))
    }
}

fn found(stat: &fs::Stat) -> Found {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::Directory => Kind::Folder,
        FileType::RegularFile => Kind::File,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    };
    Found {
        kind,
        size: u64::try_from(stat.st_size).unwrap_or(0),
        is_executable: stat.st_mode & 0o111 != 0,
        #[allow(clippy::unnecessary_cast, reason = "the widths differ between systems")]
        is: (stat.st_dev as u64, stat.st_ino as u64),
    }
}

fn same(fd: &OwnedFd, looked: &Found) -> io::Result<bool> {
    let now = found(&fs::fstat(fd)?);
    Ok(now.kind == looked.kind && now.is == looked.is)
}

/// Something else has the name now.
fn is_swapped(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    matches!(error, Errno::LOOP | Errno::NOTDIR | Errno::NOENT | Errno::NXIO | Errno::MLINK)
}

/// A name is one part of a path and nothing else.
fn one(name: &OsString) -> io::Result<&OsString> {
    let bytes = name.as_bytes();
    if bytes.is_empty() || bytes == b".." || bytes == b"." || bytes.contains(&b'/') {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok(name)
}
