//! The only ways in for tests of the real window, each by an environment variable, none of them in a capability: what
//! WebDriver cannot press (a native dialog), cannot set (a first size) or must find again (a label).

/// The folder that the folder dialog would have returned.
pub(crate) fn picked_folder() -> Option<String> {
    std::env::var("SLIPWAY_TEST_PICK").ok().filter(|folder| !folder.is_empty())
}

/// The folder that files are saved in without a dialog.
pub(crate) fn save_folder() -> Option<String> {
    std::env::var("SLIPWAY_TEST_SAVE").ok().filter(|folder| !folder.is_empty())
}

/// The window's first size, as `1280x800`.
pub(crate) fn window_size() -> Option<(f64, f64)> {
    let text = std::env::var("SLIPWAY_TEST_SIZE").ok()?;
    let (width, height) = text.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// Labels on every container shipped by this process, as `K=V,K=V`.
pub(crate) fn container_labels() -> Vec<(String, String)> {
    std::env::var("SLIPWAY_TEST_LABELS")
        .unwrap_or_default()
        .split(',')
        .filter_map(|label| label.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
