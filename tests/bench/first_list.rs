//! How soon a start shows its list.

use slipway_tests::window::Opening;
use slipway_tests::{Slipway, Window, tree};

/// So many times, in milliseconds. The first start of all makes the database and warms the disk cache.
pub(crate) async fn measure(home: &Slipway, starts: usize) -> Vec<f64> {
    let mut counted = Vec::new();
    for run in 0..=starts {
        let ms = first_list(home).await;
        println!("  {ms:.0} ms{}", if run == 0 { " (not counted)" } else { "" });
        if run > 0 {
            counted.push(ms);
        }
    }
    counted
}

/// From the start of the process to the first row on the screen, in milliseconds, by the page's own clock.
async fn first_list(home: &Slipway) -> f64 {
    // The page may mark the moment itself; else its list is asked for as soon as it stands and looked for every frame.
    const SCRIPT: &str = "
        const done = arguments[arguments.length - 1];
        const look = () => {
            const mark = performance.getEntriesByName('first-list')[0];
            if (mark) return done(performance.timeOrigin + mark.startTime);
            if (document.querySelector('[data-testid=container-row]')) return done(Date.now());
            if (document.querySelector('[data-testid=app-ready]') && location.hash !== '#/containers')
                location.hash = '#/containers';
            requestAnimationFrame(look);
        };
        look();";
    Window::with("bench", Opening::of(home), |window| async move {
        let shown = window.client().execute_async(SCRIPT, Vec::new()).await.expect("the list is shown");
        shown.as_f64().expect("a time") - tree::started_ms(window.process())
    })
    .await
}
