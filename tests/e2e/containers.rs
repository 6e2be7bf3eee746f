//! The list of containers is the truth, soon; what they write is shown as text.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window};
use std::time::{Duration, Instant};

fn row(name: &str) -> String {
    format!("[data-testid=container-row][data-name='{name}']")
}

#[tokio::test]
async fn the_list_follows_what_others_do() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    engine.image_of_app("foreign");
    Window::with("list", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        window.has_state("engine-state", "ready", SOON).await;
        let foreign = engine.foreign("e2e-foreign", "foreign", &[]);
        let begin = Instant::now();
        window.finds(&format!("{}[data-state=running]", row("e2e-foreign")), SOON).await;
        let seen = begin.elapsed();
        assert!(seen < Duration::from_secs(3), "a new container is seen after {seen:?}");
        engine.docker(&["pause", "e2e-foreign"]);
        window.finds(&format!("{}[data-state=paused]", row("e2e-foreign")), SOON).await;
        engine.docker(&["unpause", "e2e-foreign"]);
        engine.docker(&["kill", "e2e-foreign"]);
        window.finds(&format!("{}[data-state=exited]", row("e2e-foreign")), SOON).await;
        assert_eq!(window.count(&row("e2e-foreign")).await, 1, "once");
        drop(foreign);
        window.lacks(&row("e2e-foreign")).await;
    })
    .await;
}

#[tokio::test]
async fn hostile_lines_are_text_and_nothing_else() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::copy(&engine, "chatter", "chatter");
    let shipped = home.ship(&app.folder, &[]);
    shipped.good();
    Window::with("hostile", Opening::of(&home), move |window| async move {
        steps::open_container(&window, &app).await;
        window.shows("log-view").await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.reads("line 1", SOON).await;
        // Following: newer lines come by themselves.
        let last = |text: &str| {
            text.rsplit("line ").next().and_then(|rest| rest.split_whitespace().next()?.parse::<u32>().ok())
        };
        let before = last(&window.text("log-view").await).unwrap_or_default();
        let begin = Instant::now();
        while last(&window.text("log-view").await).unwrap_or_default() <= before {
            assert!(begin.elapsed() < SOON, "the log is followed");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        window.run("document.querySelector('[data-testid=log-view]').scrollTop = 0").await;
        let canary = window.run("return String(window.__slipway_canary)").await;
        assert_eq!(canary, "undefined", "no line was run");
        let images = window.count("[data-testid=log-view] img, [data-testid=log-view] script").await;
        assert_eq!(images, 0, "no line became an element");
        let text = window.text("log-view").await;
        for bad in ['\u{1b}', '\u{202e}', '\u{7}', '\0'] {
            assert!(!text.contains(bad), "{bad:?} is shown");
        }
    })
    .await;
}

#[tokio::test]
async fn a_foreign_container_is_removed_only_after_a_yes() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let _foreign = engine.foreign("e2e-confirm", "foreign", &[]);
    Window::with("confirm", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        let menu = format!("{} [data-testid=row-menu]", row("e2e-confirm"));
        window.finds(&row("e2e-confirm"), SOON).await;
        window.click_on(&menu).await;
        window.click("action-remove").await;
        window.click("confirm-cancel").await;
        window.lacks("[data-testid=confirm-ok]").await;
        assert!(engine.has("e2e-confirm"), "no is no");
        window.click_on(&menu).await;
        window.click("action-remove").await;
        window.click("confirm-ok").await;
        window.lacks(&row("e2e-confirm")).await;
        assert!(!engine.has("e2e-confirm"));
    })
    .await;
}
