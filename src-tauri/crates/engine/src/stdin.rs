//! What is written to a program's standard input.

use crate::connection::CHANGE_BOUND;
use crate::error::About;
use crate::{Engine, EngineError};
use bollard::query_parameters as query;
use slipway_model::ContainerId;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;

/// How long a program that does not read may keep the bytes waiting: the pipe to it holds 64 kB.
const WRITE_BOUND: Duration = Duration::from_secs(5);

impl Engine {
    /// Writes to the standard input of a running container that was made with it open. The input stays open.
    ///
    /// # Errors
    /// Where there is no such container, it does not run, or the program reads nothing for too long.
    pub async fn write_stdin(&self, id: &ContainerId, bytes: &[u8]) -> Result<(), EngineError> {
        let options = query::AttachContainerOptions { stdin: true, stream: true, ..Default::default() };
        let request = self.docker().attach_container(id.as_str(), Some(options));
        let mut attached = self.ask(CHANGE_BOUND, About::Container(id.as_str()), request).await?;
        let writing = async {
            attached.input.write_all(bytes).await?;
            attached.input.flush().await?;
            attached.input.shutdown().await
        };
        match tokio::time::timeout(WRITE_BOUND, writing).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(EngineError::Unreadable { detail: error.to_string() }),
            Err(_) => Err(EngineError::InputNotRead { name: id.to_string() }),
        }
    }
}
