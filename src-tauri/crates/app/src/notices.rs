//! What has to be said once: a damaged file put aside, a cut-off ship undone.

use slipway_model::Fault;
use std::sync::{Mutex, PoisonError};

/// Notices waiting to be shown. At most 32 are kept, the newest.
#[derive(Debug, Default)]
pub struct Notices(Mutex<Vec<Fault>>);

impl Notices {
    pub(crate) fn add(&self, fault: Fault) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() == 32 {
            waiting.remove(0);
        }
        waiting.push(fault);
    }

    /// What has not been shown yet; it counts as shown from now on.
    pub fn take(&self) -> Vec<Fault> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
