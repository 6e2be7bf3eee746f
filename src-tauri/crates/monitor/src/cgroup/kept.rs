//! A file that is read again and again.

use std::fs::File;
use std::io;
use std::path::Path;

/// What a file of the kernel may at most hold; the rest is not looked at.
const MOST_BYTES: usize = 256 << 10;
/// The kernel gives what one read asks for, or a page where there is more.
const FIRST_BYTES: usize = 4096;

/// A file kept open. The kernel's files give their present content to each read from their beginning; one of a cgroup
/// or of a process that is gone gives an error, also where its name is used again.
#[derive(Debug)]
pub(super) struct Kept(File);

impl Kept {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        File::open(path).map(Self)
    }

    /// The content, in `buffer`.
    pub(super) fn read<'a>(&self, buffer: &'a mut Vec<u8>) -> io::Result<&'a [u8]> {
        if buffer.len() < FIRST_BYTES {
            buffer.resize(FIRST_BYTES, 0);
        }
        let mut filled = self.at(buffer, 0)?;
        // What fits into half a page was whole: another read to see its end would double the cost.
        while filled * 2 > FIRST_BYTES && filled < MOST_BYTES {
            if buffer.len() - filled < FIRST_BYTES {
                buffer.resize(buffer.len() + FIRST_BYTES, 0);
            }
            match self.at(&mut buffer[filled..], filled as u64)? {
                0 => break,
                more => filled += more,
            }
        }
        Ok(&buffer[..filled])
    }

    #[cfg(unix)]
    fn at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, buffer, offset)
    }

    #[cfg(not(unix))]
    fn at(&self, _buffer: &mut [u8], _offset: u64) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_read_whole_and_the_present_content_each_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut buffer = Vec::new();
        std::fs::write(&path, "a".repeat(20_000)).unwrap();
        let kept = Kept::open(&path).unwrap();
        assert_eq!(kept.read(&mut buffer).unwrap().len(), 20_000);
        std::fs::write(&path, "b").unwrap();
        assert_eq!(kept.read(&mut buffer).unwrap(), b"b");
    }
}
