//! Deterministic tar: plain ustar headers with a fixed time and fixed owners, written through, never held.

use crate::ImageError;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const BLOCK: u64 = 512;

/// What an entry holds.
pub(crate) enum Content {
    /// A folder.
    Folder,
    /// A file whose bytes are here.
    Bytes(Cow<'static, [u8]>),
    /// A file on this machine.
    File(OpenFile),
}

/// A file that stays open from its first reading to its last, so that both read the same file.
pub(crate) struct OpenFile {
    path: PathBuf,
    file: RefCell<File>,
    len: u64,
}

impl OpenFile {
    pub(crate) fn open(path: &Path) -> Result<Self, ImageError> {
        let read = |source| ImageError::Read { path: path.to_owned(), source };
        let file = File::open(path).map_err(read)?;
        let meta = file.metadata().map_err(read)?;
        if !meta.is_file() {
            return Err(read(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
        }
        Ok(Self { path: path.to_owned(), file: RefCell::new(file), len: meta.len() })
    }

    /// The first bytes, at most `n`.
    pub(crate) fn head(&self, n: u64) -> Result<Vec<u8>, ImageError> {
        let mut head = Vec::new();
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(0))
            .and_then(|_| (&mut *file).take(n).read_to_end(&mut head))
            .map_err(|source| ImageError::Read { path: self.path.clone(), source })?;
        Ok(head)
    }

    pub(crate) fn copy(&self, out: &mut dyn Write) -> Result<(), ImageError> {
        let read = |source| ImageError::Read { path: self.path.clone(), source };
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(0)).map_err(read)?;
        let mut buffer = vec![0; 64 * 1024];
        let mut left = self.len;
        while left > 0 {
            let want = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let got = match file.read(&mut buffer[..want]) {
                Ok(0) => return Err(ImageError::Changed { path: self.path.clone() }),
                Ok(got) => got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(read(error)),
            };
            out.write_all(&buffer[..got]).map_err(ImageError::Output)?;
            left -= got as u64;
        }
        Ok(())
    }
}

/// One entry of a layer.
pub(crate) struct Entry {
    /// Relative, without a leading or trailing slash.
    pub(crate) path: String,
    pub(crate) mode: u32,
    /// User and group.
    pub(crate) owner: u64,
    pub(crate) content: Content,
}

impl Entry {
    pub(crate) fn folder(path: &str, mode: u32, owner: u64) -> Self {
        Self { path: path.to_owned(), mode, owner, content: Content::Folder }
    }

    pub(crate) fn bytes(path: &str, mode: u32, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self { path: path.to_owned(), mode, owner: 0, content: Content::Bytes(bytes.into()) }
    }

    pub(crate) fn file(path: &str, mode: u32, file: OpenFile) -> Self {
        Self { path: path.to_owned(), mode, owner: 0, content: Content::File(file) }
    }

    fn len(&self) -> u64 {
        match &self.content {
            Content::Folder => 0,
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::File(file) => file.len,
        }
    }
}

/// A tar's digest and size, known before its bytes are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measured {
    /// Hexadecimal, without `sha256:`.
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

impl Measured {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { sha256: hex(&Sha256::digest(bytes)), bytes: bytes.len() as u64 }
    }
}

/// A layer's whole tar.
pub(crate) fn write_tar(entries: &[Entry], out: &mut dyn Write) -> Result<(), ImageError> {
    for entry in entries {
        write_header(out, entry)?;
        match &entry.content {
            Content::Folder => {}
            Content::Bytes(bytes) => out.write_all(bytes).map_err(ImageError::Output)?,
            Content::File(file) => file.copy(out)?,
        }
        pad(out, entry.len())?;
    }
    end(out)
}

/// The header of one file of the archive; its `size` bytes and [`pad`] follow.
pub(crate) fn write_file_header(out: &mut dyn Write, path: &str, size: u64) -> Result<(), ImageError> {
    header(out, path, tar::EntryType::Regular, 0o644, 0, size)
}

/// The zeroes after `size` bytes of content.
pub(crate) fn pad(out: &mut dyn Write, size: u64) -> Result<(), ImageError> {
    let over = size % BLOCK;
    if over > 0 {
        let zeroes = [0; BLOCK as usize];
        out.write_all(&zeroes[..(BLOCK - over) as usize]).map_err(ImageError::Output)?;
    }
    Ok(())
}

/// The two empty blocks that end a tar.
pub(crate) fn end(out: &mut dyn Write) -> Result<(), ImageError> {
    out.write_all(&[0; 2 * BLOCK as usize]).map_err(ImageError::Output)
}

fn write_header(out: &mut dyn Write, entry: &Entry) -> Result<(), ImageError> {
    match entry.content {
        Content::Folder => {
            header(out, &format!("{}/", entry.path), tar::EntryType::Directory, entry.mode, entry.owner, 0)
        }
        _ => header(out, &entry.path, tar::EntryType::Regular, entry.mode, entry.owner, entry.len()),
    }
}

fn header(
    out: &mut dyn Write,
    path: &str,
    kind: tar::EntryType,
    mode: u32,
    owner: u64,
    size: u64,
) -> Result<(), ImageError> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path).map_err(|_| ImageError::BadPath { path: path.to_owned() })?;
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_uid(owner);
    header.set_gid(owner);
    header.set_mtime(0);
    header.set_size(size);
    header.set_cksum();
    out.write_all(header.as_bytes()).map_err(ImageError::Output)
}

/// Counts and hashes what passes through.
pub(crate) struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    pub(crate) fn measured(self) -> Measured {
        Measured { sha256: hex(&self.hash.finalize()), bytes: self.bytes }
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]])
        .map(char::from)
        .collect()
}
