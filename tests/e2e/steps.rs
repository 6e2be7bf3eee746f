//! What several journeys have in common.

use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::SOON;
use slipway_tests::{App, Window};

/// The stages that the project page shows.
pub(crate) const STAGES: [&str; 4] = ["stage-code", "stage-build", "stage-run", "stage-watch"];

/// From the first screen to a project's page, by the folder dialog.
pub(crate) async fn open_picked(window: &Window) {
    window.click("nav-welcome").await;
    window.click("open-folder").await;
    window.shows("ship-button").await;
}

/// Presses Ship it and waits until it is over and the program runs and answers.
pub(crate) async fn ship(window: &Window) {
    window.click("ship-button").await;
    // The result of the ship before is gone as soon as this one runs.
    window.has_state("ship-button", "running", SOON).await;
    window.has_state("ship-button", "idle", PATIENCE).await;
    window.has_state("ship-result", "good", SOON).await;
    window.has_state("stage-run", "live", SOON).await;
}

/// The address that the project page shows.
pub(crate) async fn address(window: &Window) -> String {
    let element = window.shows("project-url").await;
    if let Ok(Some(url)) = element.attr("href").await
        && url.starts_with("http")
    {
        return url;
    }
    let text = element.text().await.unwrap_or_default();
    let at = text.find("http://").unwrap_or_else(|| panic!("project-url shows an address: {text:?}"));
    text.get(at..).unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned()
}

/// Goes to a screen by its address.
pub(crate) async fn go(window: &Window, hash: &str) {
    window.run(&format!("location.hash = '#/{hash}'")).await;
}

/// The page of the app's container.
pub(crate) async fn open_container(window: &Window, app: &App) {
    go(window, "containers").await;
    let row = format!("[data-testid=container-row][data-name='{}']", app.name);
    window.finds(&row, SOON).await;
    window.click_on(&format!("{row} a")).await;
}

/// Waits until the charts of a container's page say how much it uses now.
pub(crate) async fn charts_show_figures(window: &Window) {
    window.shows("charts").await;
    let figure = |text: &str| text.chars().any(|letter| letter.is_ascii_digit());
    for testid in ["chart-cpu-now", "chart-memory-now"] {
        let begin = std::time::Instant::now();
        while !figure(&window.text(testid).await) {
            assert!(begin.elapsed() < SOON, "{testid} shows a figure");
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }
}
