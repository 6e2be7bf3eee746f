//! Windows: process trees. A program is executable by its name.

use std::path::Path;

/// The name of the Go command.
pub(crate) const GO: &str = "go.exe";

const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// The command becomes the leader of a process group of its own, without a console window.
pub(crate) fn own_group(command: &mut tokio::process::Command) {
    command.creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
}

/// Ends the process and every process it started.
pub(crate) fn end_group(leader: u32) {
    let ended = std::process::Command::new("taskkill")
        .args(["/T", "/F", "/PID", &leader.to_string()])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    if let Err(error) = ended {
        tracing::warn!(leader, %error, "taskkill cannot be started");
    }
}

/// `taskkill` waits for the processes it ends.
pub(crate) fn group_is_gone(_leader: u32) -> bool {
    true
}

/// Nothing to set.
pub(crate) fn set_executable(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Whether it is a file at all.
pub(crate) fn is_executable(path: &Path) -> bool {
    path.is_file()
}
