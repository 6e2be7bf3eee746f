//! What the page shows: the fleet as it scrolls, a container's charts as they move.

use crate::frames::frames;
use slipway_tests::window::SOON;
use slipway_tests::{Window, tree};
use std::time::{Duration, Instant};

/// Where things are on the page, in one place.
const ROW: &str = "[data-testid=container-row]";
const CHARTS: &str = "[data-testid=charts]";
const CHART: &str = "[data-testid=charts] [data-testid^=chart-] canvas";
/// Opens a chart that is closed.
const OPEN: &str = "[data-testid^=chart-][data-testid$=-open]";
const FLEET: &str = "#/containers";
const SETTINGS: &str = "#/settings";

/// Until a page is as it stays.
const SETTLE: Duration = Duration::from_secs(5);
const IDLE_WINDOWS: usize = 5;
const CHART_WINDOWS: usize = 7;
const WINDOW: Duration = Duration::from_secs(6);

async fn go(window: &Window, hash: &str) {
    window.run(&format!("location.hash = {hash:?}")).await;
}

/// Milliseconds from frame to frame where nothing moves: what the web view's own clock of this machine gives.
pub(crate) async fn still(window: &Window) -> Vec<f64> {
    go(window, SETTINGS).await;
    window.lacks(ROW).await;
    tokio::time::sleep(SETTLE).await;
    let seen = frames(window, None).await;
    told("still", &seen.ms);
    seen.ms
}

/// Prints how many frames took how long.
fn told(what: &str, frames: &[f64]) {
    let mut by_ms = std::collections::BTreeMap::new();
    for frame in frames {
        *by_ms.entry(frame.round() as i64).or_insert(0) += 1;
    }
    println!("  {what}: {} frames in 5 s, ms and how many: {by_ms:?}", frames.len());
}

/// Milliseconds from frame to frame, while the fleet is scrolled up and down by hand's speed.
pub(crate) async fn scroll(window: &Window, containers: usize) -> Vec<f64> {
    go(window, FLEET).await;
    window.finds(ROW, SOON).await;
    tokio::time::sleep(SETTLE).await;
    // About 40 pixels a frame go through 300 rows in five seconds.
    let seen = frames(window, Some((ROW, 40))).await;
    let height = seen.height;
    assert!(height > containers as f64 * 20.0, "all containers are in the table: {height} pixels");
    let rows = window.count(ROW).await;
    assert!(rows > 5, "rows are drawn where it stops: {rows}");
    told("scrolled", &seen.ms);
    seen.ms
}

/// Processor time in percent of a core with every chart of a container on screen, less what another page uses.
pub(crate) async fn charts(window: &Window, id: &str) -> Vec<f64> {
    go(window, SETTINGS).await;
    window.lacks(ROW).await;
    tokio::time::sleep(SETTLE).await;
    let mut idle = cpu(window, IDLE_WINDOWS).await;
    idle.sort_by(f64::total_cmp);
    let idle = idle[IDLE_WINDOWS / 2];

    go(window, &format!("#/container/{id}")).await;
    window.finds(CHARTS, SOON).await;
    // By the page itself: the driver says of a button that it scrolled to that it cannot be clicked.
    window.run(&format!("document.querySelectorAll({OPEN:?}).forEach((button) => button.click())")).await;
    window.lacks(OPEN).await;
    window.finds(CHART, SOON).await;
    let on_screen = window.count(CHART).await;
    tokio::time::sleep(SETTLE).await;
    let busy = cpu(window, CHART_WINDOWS).await;
    println!("  {on_screen} charts: {busy:.1?} % of a core, another page {idle:.1} %");
    busy.into_iter().map(|percent| (percent - idle).max(0.0)).collect()
}

/// Of the window's process and all that it started, the web view's among them.
async fn cpu(window: &Window, windows: usize) -> Vec<f64> {
    let family = tree::below(window.process());
    let used = || family.iter().map(|pid| tree::cpu_ms(*pid)).sum::<f64>();
    let mut percent = Vec::new();
    for _ in 0..windows {
        let (before, begun) = (used(), Instant::now());
        tokio::time::sleep(WINDOW).await;
        percent.push((used() - before) / begun.elapsed().as_secs_f64() / 10.0);
    }
    percent
}
