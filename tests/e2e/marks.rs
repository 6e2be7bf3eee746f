//! What happened to a container stands on its time axis: health, limits, a new build.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window};

#[tokio::test]
async fn health_limits_and_a_new_build_are_marked() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::template(&engine, "http-server", "marked");
    home.ship(&app.folder, &["--memory", "64m"]).good();
    let shipping = home.clone();
    Window::with("marks", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        window.has_state("engine-state", "ready", SOON).await;
        // Its check asks for a shell, which is not in the image: it fails, and that is what is to be seen.
        let check = ["--health-cmd", "true", "--health-interval", "1s", "--health-retries", "1"];
        let checked = engine.foreign("marks-checked", "idler", &check);
        steps::go(&window, &format!("container/{}", checked.id)).await;
        window.finds("[data-testid=mark-health]", SOON).await;
        says(&window, "unhealthy").await;

        steps::open_container(&window, &app).await;
        window.finds("[data-testid=mark-started]", SOON).await;
        assert_eq!(window.count("[data-testid=mark-limits]").await, 0);
        engine.docker(&["update", "--memory", "96m", "--memory-swap", "96m", &app.name]);
        window.finds("[data-testid=mark-limits]", SOON).await;
        says(&window, "96").await;

        // The program is another one now: what follows in its place says so.
        let source = app.folder.join("main.go");
        let text = std::fs::read_to_string(&source).expect("the template has it");
        std::fs::write(&source, format!("{text}\n// Another build.\nvar anotherBuild = 1\n")).expect("ours");
        let folder = app.folder.clone();
        let shipped =
            tokio::task::spawn_blocking(move || shipping.ship(&folder, &[])).await.expect("it ends");
        // By its id: the list may still show the one that was in its place.
        let id = shipped.good()["container"]["id"].as_str().expect("an id").to_owned();
        steps::go(&window, &format!("container/{id}")).await;
        window.finds("[data-testid=mark-rebuilt]", SOON).await;
    })
    .await;
}

/// The list of marks has this word.
async fn says(window: &Window, word: &str) {
    if window.count("[data-testid=marks-list]").await == 0 {
        window.click("marks-toggle").await;
    }
    window.finds("[data-testid=marks-list]", SOON).await;
    window.reads(word, SOON).await;
}
