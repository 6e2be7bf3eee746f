//! The window on Podman: the same journey, the same pages, and its going and coming.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Podman, Slipway, Window, wait};

#[tokio::test]
async fn a_folder_becomes_a_server_on_podman_and_is_watched() {
    let mut podman = Podman::new();
    let engine = podman.serve();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "window");
    let opening = Opening::of(&home).pick(&app.folder);
    let at = engine.clone();
    Window::with("podman", opening, move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        window.reads("Podman 4", SOON).await;
        steps::open_picked(&window).await;
        steps::ship(&window).await;
        let url = steps::address(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version one"), "{url}");

        steps::open_container(&window, &app).await;
        steps::charts_show_figures(&window).await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.reads("version one", SOON).await;

        // What somebody does with Podman's own command is seen.
        at.docker(&["rm", "-fv", &app.name]);
        steps::go(&window, "containers").await;
        window.lacks(&format!("[data-testid=container-row][data-name='{}']", app.name)).await;
    })
    .await;
    drop(podman);
}
