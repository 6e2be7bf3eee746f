//! `go.mod`, `go.sum` and `vendor` brought in order by `go` itself, when the user asks for it.

use super::run::process;
use super::{Compile, CompileEvent};
use crate::error::GoError;
use crate::platform;
use std::process::Stdio;
use tokio::process::Command;
use tokio_util::sync::CancellationToken;

/// What is brought in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// `go mod tidy`: what the code imports and no more.
    Tidy,
    /// `go mod vendor`: the vendor folder as go.mod has it.
    Vendor,
}

/// Runs it in the module's folder. When it is stopped or fails, `go` has written nothing of what it changes.
pub async fn mend(
    compile: &Compile,
    what: Mend,
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(CompileEvent) + Send),
) -> Result<(), GoError> {
    if stop.is_cancelled() {
        return Err(GoError::Cancelled);
    }
    let mut command = Command::new(&compile.go);
    command
        .args(["mod", if what == Mend::Tidy { "tidy" } else { "vendor" }])
        .current_dir(&compile.folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    compile.environment(&mut command);
    platform::own_group(&mut command);
    process(command, compile, stop, sink).await
}
