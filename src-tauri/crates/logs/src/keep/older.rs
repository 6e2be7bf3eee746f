//! Lines that were written before the first that is kept: read oldest first, put in front all at once. Until it is known
//! how many there are, their numbers begin at 0; then the heads of their blocks are written anew.

use super::KeepError;
use super::block::{Block, HEAD_BYTES, Head};
use super::folder;
use super::record::Record;
use super::segment::{self, BlockRef, SEGMENT_BYTES};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Older lines on their way. Dropped, they are gone.
#[derive(Debug)]
pub(crate) struct Older {
    folder: PathBuf,
    /// More than this is not kept of a container: the oldest go.
    cap_bytes: u64,
    files: VecDeque<Unfinished>,
    block: Block,
}

#[derive(Debug)]
struct Unfinished {
    path: Arc<Path>,
    blocks: Vec<BlockRef>,
    bytes: u64,
}

impl Older {
    pub(crate) fn new(folder: PathBuf, cap_bytes: u64) -> Self {
        Self { folder, cap_bytes, files: VecDeque::new(), block: Block::new(0) }
    }

    pub(crate) fn push(&mut self, record: &Record) -> Result<(), KeepError> {
        self.block.push(record);
        if self.block.is_full() { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), KeepError> {
        let next = Block::new(self.block.next_seq());
        let block = std::mem::replace(&mut self.block, next);
        if block.len() == 0 {
            return Ok(());
        }
        if self.files.back().is_none_or(|file| file.bytes >= SEGMENT_BYTES) {
            std::fs::create_dir_all(&self.folder).map_err(KeepError::io(&self.folder))?;
            let path = folder::segment_path(&self.folder, block.first_seq).with_extension("tmp").into();
            self.files.push_back(Unfinished { path, blocks: Vec::new(), bytes: 0 });
        }
        if let Some(file) = self.files.back_mut() {
            let (sealed, end) = segment::append(&file.path, file.bytes, &block)?;
            file.blocks.push(sealed);
            file.bytes = end;
        }
        while self.files.iter().map(|file| file.bytes).sum::<u64>() > self.cap_bytes && self.files.len() > 1 {
            self.files.pop_front();
        }
        Ok(())
    }

    /// Ends the reading: its blocks, numbered so that the last line is the one before `before_seq`, and their bytes.
    pub(crate) fn finish(mut self, before_seq: u64) -> Result<(Vec<BlockRef>, u64), KeepError> {
        self.write()?;
        let (mut refs, mut bytes) = (VecDeque::new(), 0);
        let end = self.block.first_seq;
        // The newest first: whatever is cut off then lies behind all that is there.
        while let Some(mut file) = self.files.pop_back() {
            for block in &mut file.blocks {
                // Before the first number there is nothing: such a log would be longer than any disk.
                block.head.first_seq = (before_seq + block.head.first_seq).saturating_sub(end);
            }
            let first = file.blocks.first().map_or(before_seq, |block| block.head.first_seq);
            let path = folder::segment_path(&self.folder, first);
            write_heads(&file).map_err(KeepError::io(&*file.path))?;
            std::fs::rename(&file.path, &path).map_err(KeepError::io(&path))?;
            let path: Arc<Path> = path.into();
            for mut block in std::mem::take(&mut file.blocks).into_iter().rev() {
                block.path = path.clone();
                refs.push_front(block);
            }
            bytes += file.bytes;
        }
        Ok((refs.into(), bytes))
    }
}

fn write_heads(file: &Unfinished) -> std::io::Result<()> {
    let mut out = File::options().write(true).open(&file.path)?;
    for block in &file.blocks {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        Head::put(&block.head, &mut head);
        out.seek(SeekFrom::Start(block.offset))?;
        out.write_all(&head)?;
    }
    out.sync_data()
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Nothing where it has its name by now.
        folder::remove(&self.path.to_path_buf());
    }
}
