//! The list of lines in the real window, as it scrolls.

use serde_json::Value;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};
use std::time::Duration;

const SCROLLS: usize = 3;
const MS: u64 = 5_000;

/// Milliseconds from frame to frame: of a list that stands still, and of one that scrolls a row and a half a frame.
pub(crate) fn measure(engine: &TestEngine) -> (Vec<f64>, Vec<f64>) {
    const SCRIPT: &str = "
        const [step, ms, done] = arguments;
        const box = document.querySelector('[data-testid=log-view]');
        const frames = [];
        let begun, last, by = -step;
        const draw = (now) => {
            begun ??= now;
            if (last !== undefined) frames.push(now - last);
            last = now;
            if (step > 0 && box.scrollTop + box.clientHeight >= box.scrollHeight - 200) by = -step;
            if (step > 0 && box.scrollTop <= 0) by = step;
            box.scrollTop += by;
            if (now - begun < ms) requestAnimationFrame(draw);
            else done(frames);
        };
        requestAnimationFrame(draw);";
    let image = engine.image_of_app("counter");
    let home = Slipway::bare(engine);
    let one = engine.foreign_of("bench-scroll", &image, &[], &["50000", "0"]);
    engine.docker(&["wait", &one.id]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(Window::with("bench-logs", Opening::of(&home), move |window| async move {
        window.run(&format!("location.hash = '#/container/{}'", one.id)).await;
        window.reads("line 49998", SOON).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        let (mut still, mut frames) = (Vec::new(), Vec::new());
        for _ in 0..SCROLLS {
            for (step, into) in [(0, &mut still), (30, &mut frames)] {
                let words = vec![Value::from(step), Value::from(MS)];
                let seen = window.client().execute_async(SCRIPT, words).await.expect("it scrolls");
                into.extend(seen.as_array().into_iter().flatten().filter_map(Value::as_f64));
            }
        }
        (still, frames)
    }))
}
