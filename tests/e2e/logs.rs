//! What a container writes: found in all of it, and there when the container is gone.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};

#[tokio::test]
async fn a_line_is_found_in_all_of_it_also_when_the_container_is_gone() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let image = engine.image_of_app("counter");
    Window::with("logs", Opening::of(&home), move |window| async move {
        // More lines than the page holds, a part of them before anybody looks.
        let counter = engine.foreign_of("e2e-counter", &image, &[], &["30000", "1"]);
        let id = counter.id.clone();
        steps::go(&window, &format!("container/{id}")).await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.reads("line 29999", SOON * 4).await;
        window.fill("log-filter", "LINE 77").await;
        window.reads("111 of 30,000 lines", SOON).await;
        assert!(window.text("log-view").await.contains("line 7799"));
        window.click("log-match-case").await;
        window.reads("0 of 30,000 lines", SOON).await;
        window.click("log-regex").await;
        window.fill("log-filter", "^line 1234.$").await;
        window.reads("10 of 30,000 lines", SOON).await;
        window.fill("log-filter", "(").await;
        window.reads("This is no regular expression", SOON).await;
        window.fill("log-filter", "").await;
        window.reads("line 29999", SOON).await;

        engine.docker(&["rm", "-f", "e2e-counter"]);
        window.shows("gone-facts").await;
        window.reads("line 29999", SOON).await;
        window.run("location.reload()").await;
        window.shows("gone-facts").await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.fill("log-filter", "line 12345").await;
        window.reads("1 of 30,000 lines", SOON).await;
    })
    .await;
}
