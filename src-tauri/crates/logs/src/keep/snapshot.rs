//! What can be read of a log at one moment, for a search or a chart; it does not hold up who writes.

use super::block::Block;
use super::log::FIRST_SEQ;
use super::segment::BlockRef;
use std::sync::Arc;

/// A log as it was at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) sealed: Arc<Vec<BlockRef>>,
    /// What is not on disk as blocks, oldest first.
    pub(crate) unsealed: Vec<Arc<Block>>,
    /// The number of the oldest line, or of the next one where there is none.
    pub(crate) first: u64,
    /// The number that the next line will have.
    pub(crate) next: u64,
}

impl Snapshot {
    /// Of a log that nobody has opened.
    pub(crate) fn none() -> Self {
        Self { sealed: Arc::default(), unsealed: Vec::new(), first: FIRST_SEQ, next: FIRST_SEQ }
    }

    /// The oldest line of all.
    pub(crate) fn first_seq(&self) -> Option<u64> {
        (self.first < self.next).then_some(self.first)
    }

    /// The block with a line; nothing where that is not kept, or cannot be read. Reads files.
    pub(crate) fn block_with(&self, seq: u64) -> Option<Arc<Block>> {
        if let Some(block) =
            self.unsealed.iter().find(|block| block.first_seq <= seq && seq < block.next_seq())
        {
            return Some(block.clone());
        }
        let at = self.sealed.partition_point(|block| block.head.next_seq() <= seq);
        let sealed = self.sealed.get(at).filter(|block| block.head.first_seq <= seq)?;
        sealed.read().ok().map(Arc::new)
    }
}
