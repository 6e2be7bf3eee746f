//! Unix: process groups and exec bits.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The name of the Go command.
pub(crate) const GO: &str = "go";

/// The command becomes the leader of a process group of its own.
pub(crate) fn own_group(command: &mut tokio::process::Command) {
    command.process_group(0);
}

/// Ends every process of the group that `leader` leads. The leader must not have been waited for yet: its number
/// could then belong to somebody else.
pub(crate) fn end_group(leader: u32) {
    if let Some(group) = group(leader)
        && let Err(error) = rustix::process::kill_process_group(group, rustix::process::Signal::KILL)
    {
        tracing::debug!(leader, %error, "the process group is gone already");
    }
}

/// Whether no process of the group is left.
pub(crate) fn group_is_gone(leader: u32) -> bool {
    group(leader).is_none_or(|group| rustix::process::test_kill_process_group(group).is_err())
}

fn group(leader: u32) -> Option<rustix::process::Pid> {
    i32::try_from(leader).ok().and_then(rustix::process::Pid::from_raw)
}

/// Sets the exec bits.
pub(crate) fn set_executable(path: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

/// Whether somebody may execute this file.
pub(crate) fn is_executable(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}
