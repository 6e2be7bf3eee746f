//! Milliseconds from frame to frame, by the page's own clock.

use serde_json::Value;
use slipway_tests::Window;

const MS: u64 = 5_000;

/// What a page gave in five seconds.
pub(crate) struct Frames {
    pub(crate) ms: Vec<f64>,
    /// Pixels that could be scrolled through.
    pub(crate) height: f64,
}

/// Frames while what holds an element scrolls up and down, `step` pixels a frame; or while nothing moves.
pub(crate) async fn frames(window: &Window, scrolled: Option<(&str, u64)>) -> Frames {
    const SCRIPT: &str = "
        const [inner, step, ms, done] = arguments;
        const scrolls = (box) =>
            box.scrollHeight > box.clientHeight + 50 && /auto|scroll/.test(getComputedStyle(box).overflowY);
        let box = inner && document.querySelector(inner);
        while (box && !scrolls(box)) box = box.parentElement;
        const frames = [];
        let begun, last, by = step;
        const draw = (now) => {
            begun ??= now;
            if (last !== undefined) frames.push(now - last);
            last = now;
            if (box) {
                if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) by = -step;
                if (box.scrollTop <= 0) by = step;
                box.scrollTop += by;
            }
            if (now - begun < ms) requestAnimationFrame(draw);
            else done({ frames, height: box?.scrollHeight ?? 0 });
        };
        requestAnimationFrame(draw);";
    let (inner, step) = scrolled.map_or((Value::Null, 0), |(inner, step)| (inner.into(), step));
    let words = vec![inner, step.into(), MS.into()];
    let seen = window.client().execute_async(SCRIPT, words).await.expect("frames");
    Frames {
        ms: seen["frames"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect(),
        height: seen["height"].as_f64().unwrap_or_default(),
    }
}
