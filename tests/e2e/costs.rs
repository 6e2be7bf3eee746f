//! What containers cost, measured in the real window.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};
use std::time::Duration;

/// Some containers on a busy machine, started and removed.
const MEASURED: Duration = Duration::from_secs(90);

#[tokio::test]
async fn one_more_container_costs_time_and_memory_and_nothing_is_left() {
    let engine = TestEngine::here();
    let home = Slipway::bare(&engine);
    let image = engine.image_of_app("idler");
    let beside = engine.foreign("costs-e2e-beside", "idler", &[]);
    let left = {
        let engine = engine.clone();
        move || engine.lines(&["ps", "-aq", "--filter", "label=slipway.costs"])
    };
    Window::with("costs", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        window.click("costs-link").await;
        window.finds("[data-testid=costs-image-row]", SOON).await;
        window.choose("costs-image", &image).await;
        window.choose("costs-count", "6").await;
        window.click("costs-start").await;
        window.finds("[data-testid=costs-time-said]", MEASURED).await;
        // What is under way is found again.
        window.run("location.reload()").await;
        window.finds("[data-testid=costs-time-said]", MEASURED).await;
        window.reads("6 containers were started and are removed again", MEASURED).await;
        assert!(left().is_empty());
        let said = window.text("costs-time-said").await;
        assert!(said.contains("6 containers took"), "{said}");
        assert!(window.text("costs-memory-said").await.contains("One more adds"));
        assert!(window.text("costs-disk-said").await.contains("the containers add 0"));
        assert!(window.text("command-text").await.starts_with("docker run -d --name slipway-costs-1 -m 64m"));
        window.click("costs-view-table").await;
        assert_eq!(window.count("[data-testid=costs-table] tbody tr").await, 6);

        // Another one, stopped in the middle.
        window.choose("costs-count", "40").await;
        window.choose("costs-memory-limit", &(16 << 20).to_string()).await;
        window.click("costs-start").await;
        window.finds("[data-testid=costs-table] tbody tr:nth-child(2)", MEASURED).await;
        window.click("costs-stop").await;
        window.reads("Stopped. Nothing of it is left.", MEASURED).await;
        assert!(left().is_empty());
        // They are nobody's to look up later.
        steps::go(&window, "containers").await;
        window.finds("[data-testid=container-row]", SOON).await;
        window.reads_no_more("slipway-costs").await;
    })
    .await;
    assert!(engine.has(&beside.id), "what is not its own is not touched");
}
