//! An engine that is not there, goes and comes back: said, and nothing on the screen is wrong after it.

use crate::steps;
use slipway_tests::socket_proxy::{Fault, SocketProxy};
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn an_engine_that_goes_and_comes_back_leaves_no_ghosts() {
    let engine = TestEngine::here();
    let proxy = SocketProxy::before(engine.socket());
    let home = Slipway::beside(&engine).environment("DOCKER_HOST", &proxy.url());
    let _stays = engine.foreign("e2e-stays", "foreign", &[]);
    let goes = engine.foreign("e2e-goes", "foreign", &[]);
    Window::with("lost", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        window.finds("[data-name='e2e-stays'][data-state=running]", SOON).await;
        window.finds("[data-name='e2e-goes'][data-state=running]", SOON).await;
        proxy.set(Fault::Cut);
        window.has_state("engine-state", "lost", SOON).await;
        drop(goes);
        proxy.set(Fault::None);
        window.has_state("engine-state", "ready", SOON).await;
        window.lacks("[data-testid=container-row][data-name='e2e-goes']").await;
        assert_eq!(window.count("[data-testid=container-row][data-name='e2e-stays']").await, 1);
        // A link that only hangs is found out, too.
        proxy.set(Fault::Stall);
        window.has_state("engine-state", "lost", Duration::from_secs(60)).await;
        proxy.set(Fault::None);
        window.has_state("engine-state", "ready", Duration::from_secs(60)).await;
    })
    .await;
}

#[tokio::test]
async fn no_engine_is_said_on_the_first_screen_and_the_window_works() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine).environment("DOCKER_HOST", "unix:///nonexistent/slipway/engine.sock");
    Window::with("none", Opening::of(&home), move |window| async move {
        let begin = std::time::Instant::now();
        loop {
            // A machine may have another engine, which is then found: also an answer.
            let state = window.attribute("engine-state", "data-state").await;
            if matches!(state.as_deref(), Some("none" | "ready")) {
                break;
            }
            assert!(begin.elapsed() < SOON, "{state:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        window.click("nav-welcome").await;
        window.shows("engine-banner").await;
        window.click("nav-settings").await;
        window.shows("settings-language-en").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_recorded_is_read_while_the_engine_cannot_be_asked() {
    let engine = TestEngine::here();
    let proxy = Arc::new(SocketProxy::before(engine.socket()));
    let home = Slipway::beside(&engine).environment("DOCKER_HOST", &proxy.url());
    let image = engine.image_of_app("counter");
    let counter = engine.foreign_of("e2e-recorded", &image, &[], &["2000", "1", "1", "600"]);
    let page = format!("container/{}", counter.id);
    let (of_proxy, of_page) = (proxy.clone(), page.clone());
    Window::with("recorded", Opening::of(&home), move |window| async move {
        steps::go(&window, &of_page).await;
        window.reads("line 1999", SOON).await;
        steps::charts_show_figures(&window).await;
        // Another page, so that this one is asked for anew.
        steps::go(&window, "containers").await;
        of_proxy.set(Fault::Cut);
        window.has_state("engine-state", "lost", SOON).await;
        steps::go(&window, &of_page).await;
        window.shows("gone-facts").await;
        window.reads("line 1999", SOON).await;
        window.shows("charts").await;
        of_proxy.set(Fault::None);
        window.shows("facts").await;
        assert_eq!(window.count("[data-testid=gone-facts]").await, 0);
    })
    .await;
    // And by a Slipway that never saw the engine: one that hangs, for an engine that is not there may have another
    // beside it.
    proxy.set(Fault::Stall);
    Window::with("recorded-again", Opening::of(&home), move |window| async move {
        window.has_state("engine-state", "none", SOON * 2).await;
        steps::go(&window, "containers").await;
        window.click_on("[data-testid=gone-row] a").await;
        window.shows("gone-facts").await;
        window.reads("line 1999", SOON).await;
        window.fill("log-filter", "line 123").await;
        window.reads("11 of 2,000 lines", SOON).await;
        assert_eq!(window.count("[data-testid=recording-forget]").await, 0);
        proxy.set(Fault::None);
        window.shows("facts").await;
    })
    .await;
    drop(counter);
}
