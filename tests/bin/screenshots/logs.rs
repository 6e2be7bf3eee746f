//! Pictures of the log: found, filtered, marked, in columns, of several containers.

use crate::album::{Album, Look, Step};
use crate::stage::Stage;
use slipway_tests::Window;
use slipway_tests::window::SOON;
use std::sync::Arc;
use std::time::Duration;

const LIST: &str = "[data-testid=log-view]";
const LINES: Step<'_> = Step::Until("[data-testid=log-line]", SOON);
const SEEN: Step<'_> = Step::Into(LIST);

pub(crate) async fn logs(window: &Window, album: &Album, look: Look, stage: &Arc<Stage>) {
    let speaking = Arc::clone(stage);
    if tokio::task::spawn_blocking(move || speaking.speak()).await.is_err() {
        album.misses("log", "the speaker does not start again");
    }
    let take = async |name: &str, address: &str, steps: &[Step<'_>]| {
        let mut all = vec![LINES];
        all.extend_from_slice(steps);
        all.push(SEEN);
        album.take(window, look, name, address, &all).await;
    };
    let (chatter, speaker) = (&*stage.chatter, &*stage.speaker);
    let paused = [Step::Press("[data-testid=log-follow]"), Step::Pause(Duration::from_secs(1))];
    take("log-filtered", chatter, &[Step::Write("log-filter", "stderr")]).await;
    take("log-paused", chatter, &paused).await;
    take("log-no-match", chatter, &[Step::Write("log-filter", "nothing says this")]).await;

    take("log-levels", speaker, &[]).await;
    take("log-panic", speaker, &[Step::Press("[data-testid=log-fold]")]).await;
    let marked = [
        Step::Write("log-filter", "latency_ms"),
        Step::Press("[data-testid=log-only]"),
        Step::Press("[data-testid=log-before]"),
        Step::Pause(Duration::from_millis(300)),
    ];
    take("log-map", speaker, &marked).await;
    take("log-numbers", speaker, &[Step::Choose("log-chart", "latency_ms")]).await;
    let columns = [
        Step::Press("[data-testid=log-columns]"),
        Step::Press("[data-testid=log-column][data-key=latency_ms]"),
        Step::Press("[data-testid=log-columns]"),
    ];
    take("log-columns", speaker, &columns).await;
    take("log-requests", speaker, &[Step::Press("[data-testid=log-requests-show]")]).await;
    let wrap = [Step::Press("[data-testid=log-raw]"), Step::Press("[data-testid=log-wrap]")];
    take("log-wrap", speaker, &wrap).await;
    take("log-saved", speaker, &[Step::Press("[data-testid=log-saved]")]).await;
    take("log-raw", speaker, &[Step::Press("[data-testid=log-raw]")]).await;
    take("log-several", &stage.several, &[]).await;
}
