//! Which renderer WebKitGTK uses. Its DMABUF renderer leaves windows blank, or draws at half the speed, where there
//! is no usable GPU (measured: 36 to 62 frames a second without it); with one it is the better. So: look for one.

#[cfg(target_os = "linux")]
const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Decides before any thread is there. What the user set stays.
#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
pub(crate) fn choose() {
    if std::env::var_os(SWITCH).is_none() && !has_gpu() {
        // SAFETY: called first in main, no other thread reads or writes the environment yet.
        unsafe { std::env::set_var(SWITCH, "1") };
    }
}

#[cfg(target_os = "linux")]
fn has_gpu() -> bool {
    std::fs::read_dir("/dev/dri").into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name();
        let path = entry.path();
        name.to_string_lossy().starts_with("renderD")
            && std::fs::OpenOptions::new().read(true).write(true).open(path).is_ok()
    })
}

/// Other systems bring their own web view.
#[cfg(not(target_os = "linux"))]
pub(crate) fn choose() {}
