//! Where Podman has no service of its own: it lives in a virtual machine there, which `podman machine` starts.

use crate::connection::Engine;
use crate::{Endpoint, EngineError};
use std::path::Path;

/// A service that cannot be here.
#[derive(Debug)]
pub struct PodmanService {
    engine: Engine,
}

impl PodmanService {
    /// Says that there is none.
    pub async fn start(_program: &Path, folder: &Path) -> Result<Self, EngineError> {
        let endpoint = Endpoint::own_podman(folder).url().to_owned();
        Err(EngineError::NotRunning { endpoint })
    }

    /// The connection to it.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Nothing is kept.
    pub async fn keep(&mut self) {}

    /// Nothing is ended.
    pub async fn end(self) {}
}
