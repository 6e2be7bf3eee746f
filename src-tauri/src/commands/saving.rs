//! A file where the user wants it, by the system's own dialog.

use crate::wire::Fault;
use base64::Engine as _;
use slipway_app::export::cannot_write;
use slipway_model::Fault as Said;
use tauri_plugin_dialog::DialogExt as _;

/// More than a picture of a window can have.
const MOST_PICTURE_BYTES: usize = 64 << 20;
/// How a PNG begins (RFC 2083, 3.1).
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Asks for a place; none where the user changed their mind. The page has no say in where.
pub(super) async fn place(window: &tauri::WebviewWindow, name: &str) -> Option<std::path::PathBuf> {
    if let Some(folder) = crate::testing::save_folder() {
        return Some(std::path::Path::new(&folder).join(name));
    }
    let (sender, receiver) = tokio::sync::oneshot::channel();
    window.dialog().file().set_parent(window).set_file_name(name).save_file(move |path| {
        // The page that asked may be gone.
        let _ = sender.send(path);
    });
    receiver.await.ok().flatten().and_then(|path| path.into_path().ok())
}

/// Asks for a place and writes; the path, or none where the user changed their mind.
pub(super) async fn saved(
    window: &tauri::WebviewWindow,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Option<String>, Fault> {
    let Some(path) = place(window, name).await else { return Ok(None) };
    let shown = path.to_string_lossy().into_owned();
    match tokio::fs::write(&path, bytes).await {
        Ok(()) => Ok(Some(shown)),
        Err(error) => Err(cannot_write(&path, &error).into()),
    }
}

/// The bytes of a picture that the page drew; nothing but a PNG is taken.
pub(super) fn png(base64: &str) -> Result<Vec<u8>, Fault> {
    let refused = || Fault::from(Said::new("machine-internal").detail("not a PNG"));
    if base64.len() > MOST_PICTURE_BYTES {
        return Err(refused());
    }
    let bytes = base64::engine::general_purpose::STANDARD.decode(base64).map_err(|_| refused())?;
    if bytes.starts_with(PNG) { Ok(bytes) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_picture_is_a_picture() {
        assert!(png("iVBORw0KGgo=").is_ok_and(|bytes| bytes == PNG));
        for text in ["", "IyEvYmluL3No", "no base64!"] {
            assert!(png(text).is_err(), "{text}");
        }
    }
}
