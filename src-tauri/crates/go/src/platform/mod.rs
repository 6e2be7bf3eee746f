//! What differs from platform to platform, one small file each.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::{GO, end_group, group_is_gone, is_executable, own_group, set_executable};
#[cfg(windows)]
pub(crate) use windows::{GO, end_group, group_is_gone, is_executable, own_group, set_executable};
