//! A segment: sealed blocks one after the other in a file that only grows, and is deleted whole.

use super::KeepError;
use super::block::{Block, Found, HEAD_BYTES, Head, text_of};
use slipway_model::bytes::Damaged;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A segment that has grown to this is followed by another.
pub(crate) const SEGMENT_BYTES: u64 = 8 << 20;

/// Where a sealed block lies.
#[derive(Debug, Clone)]
pub(crate) struct BlockRef {
    pub(crate) path: Arc<Path>,
    pub(crate) offset: u64,
    pub(crate) head: Head,
}

/// Why a block could not be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// Its file was deleted meanwhile: there was no more room for it.
    Gone,
    /// It is damaged, or its file cannot be read.
    Damaged,
}

impl From<Damaged> for ReadError {
    fn from(_: Damaged) -> Self {
        Self::Damaged
    }
}

impl BlockRef {
    pub(crate) fn read(&self) -> Result<Block, ReadError> {
        Ok(Block::decode(&self.head, &self.parts()?)?)
    }

    /// Its text alone.
    pub(crate) fn text(&self) -> Result<String, ReadError> {
        Ok(text_of(&self.head, &self.parts()?)?)
    }

    fn parts(&self) -> Result<Vec<u8>, ReadError> {
        let read = || {
            let mut file = File::open(&self.path)?;
            file.seek(SeekFrom::Start(self.offset + HEAD_BYTES as u64))?;
            let mut parts = vec![0; self.head.parts_bytes()];
            file.read_exact(&mut parts)?;
            Ok(parts)
        };
        read().map_err(|error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::Gone,
            _ => ReadError::Damaged,
        })
    }
}

/// What lies in a segment.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) path: Arc<Path>,
    pub(crate) blocks: Vec<BlockRef>,
    /// Up to the end of its last whole block.
    pub(crate) whole_bytes: u64,
    /// Bytes behind that, which are no block of this version.
    pub(crate) torn_bytes: u64,
    /// What follows was written by a newer Slipway.
    pub(crate) newer: bool,
}

impl Segment {
    /// Reads the heads of a segment.
    pub(crate) fn read(path: PathBuf) -> Result<Self, KeepError> {
        let mut file = File::open(&path).map_err(KeepError::io(&path))?;
        let length = file.metadata().map_err(KeepError::io(&path))?.len();
        let path: Arc<Path> = path.into();
        let mut segment =
            Self { path: path.clone(), blocks: Vec::new(), whole_bytes: 0, torn_bytes: 0, newer: false };
        let mut bytes = [0; HEAD_BYTES];
        let mut next_seq = 0;
        while segment.whole_bytes + HEAD_BYTES as u64 <= length {
            let offset = segment.whole_bytes;
            let read = file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(&mut bytes));
            read.map_err(KeepError::io(&*path))?;
            let head = match Head::read(&bytes) {
                Found::Head(head) => head,
                Found::Newer => {
                    segment.newer = true;
                    break;
                }
                Found::Damage => break,
            };
            let end = offset + (HEAD_BYTES + head.parts_bytes()) as u64;
            if end > length || head.first_seq < next_seq {
                break;
            }
            next_seq = head.next_seq();
            segment.whole_bytes = end;
            segment.blocks.push(BlockRef { path: path.clone(), offset, head });
        }
        segment.torn_bytes = length - segment.whole_bytes;
        Ok(segment)
    }
}

/// Appends a block to a file whose whole blocks end at `offset`, and waits until it is on disk. What lay behind is
/// cut off: it was never finished.
pub(crate) fn append(path: &Arc<Path>, offset: u64, block: &Block) -> Result<(BlockRef, u64), KeepError> {
    let (head, bytes) = block.encode();
    let write = || {
        let mut file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.set_len(offset)?;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(&bytes)?;
        file.sync_data()
    };
    write().map_err(KeepError::io(&**path))?;
    Ok((BlockRef { path: path.clone(), offset, head }, offset + bytes.len() as u64))
}
