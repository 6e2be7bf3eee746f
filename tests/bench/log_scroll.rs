//! The list of lines in the real window, as it scrolls.

use crate::frames::frames;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};
use std::time::Duration;

const SCROLLS: usize = 3;
const LIST: &str = "[data-testid=log-view]";

/// Milliseconds from frame to frame: of a list that stands still, and of one that scrolls a row and a half a frame.
pub(crate) fn measure(engine: &TestEngine) -> (Vec<f64>, Vec<f64>) {
    let image = engine.image_of_app("counter");
    let home = Slipway::bare(engine);
    let one = engine.foreign_of("bench-scroll", &image, &[], &["50000", "0"]);
    engine.docker(&["wait", &one.id]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(Window::with("bench-logs", Opening::of(&home), move |window| async move {
        window.run(&format!("location.hash = '#/container/{}'", one.id)).await;
        window.reads("line 49998", SOON).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        let (mut still, mut scrolled) = (Vec::new(), Vec::new());
        for _ in 0..SCROLLS {
            still.extend(frames(&window, None).await.ms);
            let seen = frames(&window, Some((LIST, 30))).await;
            assert!(seen.height > 100_000.0, "the whole list is there: {} pixels", seen.height);
            scrolled.extend(seen.ms);
        }
        (still, scrolled)
    }))
}
