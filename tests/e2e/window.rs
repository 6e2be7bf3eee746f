//! The window itself: sizes, what its pages may not do, what it leaves behind.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};

#[tokio::test]
async fn no_screen_scrolls_sideways_in_either_size() {
    let engine = TestEngine::here();
    for (width, height) in [(1280, 800), (1024, 640)] {
        let home = Slipway::beside(&engine);
        let _foreign = engine.foreign(
            "e2e-a-container-with-quite-a-long-name-that-has-to-be-cut-somewhere",
            "foreign",
            &[],
        );
        Window::with(
            &format!("size-{width}"),
            Opening::of(&home).size(width, height),
            move |window| async move {
                for hash in ["welcome", "containers", "settings"] {
                    steps::go(&window, hash).await;
                    window.shows(&format!("nav-{hash}")).await;
                    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                    let over =
                        window.run("return document.documentElement.scrollWidth - window.innerWidth").await;
                    assert!(
                        over.as_f64().unwrap_or(1.0) <= 0.0,
                        "{hash} at {width}×{height} is {over} pixels too wide"
                    );
                }
            },
        )
        .await;
    }
}

#[tokio::test]
async fn the_page_cannot_do_more_than_its_contract() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    Window::with("contract", Opening::of(&home), move |window| async move {
        // An inline script and an image from elsewhere: the content security policy refuses both.
        let ran = window
            .run(
                "const s = document.createElement('script'); s.textContent = 'window.__inline = 1'; \
                 document.body.append(s); return String(window.__inline)",
            )
            .await;
        assert_eq!(ran, "undefined", "an inline script ran");
        let refused = window
            .client()
            .execute_async(
                "const done = arguments[arguments.length - 1]; \
                 Promise.all(['plugin:shell|execute', 'plugin:fs|read_file', 'plugin:http|fetch'].map((name) => \
                   window.__TAURI_INTERNALS__.invoke(name, {}).then(() => name, () => null))) \
                 .then((all) => done(all.filter(Boolean)))",
                Vec::new(),
            )
            .await
            .unwrap();
        assert_eq!(refused, serde_json::json!([]), "these were carried out");
        // An address that is not on loopback is not opened, whatever the page asks.
        let opened = window
            .client()
            .execute_async(
                "const done = arguments[arguments.length - 1]; \
                 window.__TAURI_INTERNALS__.invoke('open_url', { url: 'file:///etc/passwd' }).then(() => done('opened'), () => done('refused'))",
                Vec::new(),
            )
            .await
            .unwrap();
        assert_eq!(opened, "refused");
        window.has_state("engine-state", "ready", SOON).await;
    })
    .await;
}
