//! One container's series taken out of all files, at the user's wish.

use crate::SeriesError;
use crate::history::{History, WaitingLog};
use crate::key::SeriesKey;
use crate::log_file::LogFile;
use crate::segment::{self, Segment};
use std::sync::{Arc, PoisonError};

impl History {
    /// Takes all that is known of a container out of every file, and takes nothing of it any more. When this returns,
    /// no file has a row of it; what a file that is damaged has of it cannot be told, and goes with that file. Every
    /// file that names it is written anew, so this takes as long as some pieces of [`History::maintain`].
    ///
    /// # Errors
    /// [`SeriesError::Full`] or [`SeriesError::Io`] where a file cannot be written anew; a part may be gone then, as
    /// after a kill, and calling this again goes on. [`SeriesError::ReadOnly`] in a reader.
    pub fn forget(&self, key: &SeriesKey) -> Result<(), SeriesError> {
        if self.is_read_only {
            return Err(SeriesError::ReadOnly { path: self.folder.clone() });
        }
        // Nothing is sealed or made coarser meanwhile.
        let _upkeep = self.upkeep.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut state = self.state();
            state.forgotten.insert(key.clone());
            let names_it = |log: &LogFile| log.log.number(key).is_some();
            if state.current.as_ref().is_some_and(names_it)
                && let Some(LogFile { seq, path, log, bytes, .. }) = state.current.take()
            {
                state.waiting.push(Arc::new(WaitingLog { seq, path, log, bytes }));
            }
        }
        // In their order, so that no number is missing between segments for longer than this.
        loop {
            let waiting = {
                let state = self.state();
                let last = state.waiting.iter().rposition(|waiting| waiting.log.number(key).is_some());
                last.and_then(|_| state.waiting.first().cloned())
            };
            let Some(waiting) = waiting else { break };
            self.seal(&waiting)?;
        }
        let named: Vec<Arc<Segment>> = {
            let state = self.state();
            state.segments.iter().filter(|segment| segment.blocks.contains_key(key)).cloned().collect()
        };
        for segment in named {
            let rest = segment::prepare_without(&segment, key)?;
            // Whoever reads sees the file and its index change together.
            let mut state = self.state();
            match rest {
                Some(rest) => {
                    segment::put_in_place(&rest)?;
                    state.segments.retain(|known| known.name != segment.name);
                    state.segments.push(Arc::new(rest));
                    state.segments.sort_unstable_by_key(|segment| segment.name);
                }
                None => {
                    std::fs::remove_file(&segment.path).map_err(SeriesError::io(&segment.path))?;
                    state.segments.retain(|known| known.name != segment.name);
                }
            }
            state.keys.tidy();
        }
        Ok(())
    }
}
