//! Frames in batches. An engine sends a flood line by line: each by itself would cost more to hand over and to write
//! down than to read.

use futures_util::{Stream, StreamExt as _};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Frames that are taken at once.
const MOST: usize = 4_096;
/// So long others are waited for, once there is one. Nobody sees the difference.
const MOMENT: Duration = Duration::from_millis(10);

/// The next item and those that come within a moment of it; none where the stream has ended.
pub(crate) async fn gather<S: Stream + Unpin>(stream: &mut S) -> Vec<S::Item> {
    let Some(first) = stream.next().await else { return Vec::new() };
    let mut items = vec![first];
    let end = sleep_until(Instant::now() + MOMENT);
    tokio::pin!(end);
    while items.len() < MOST {
        tokio::select! {
            biased;
            item = stream.next() => match item {
                Some(item) => items.push(item),
                None => break,
            },
            () = &mut end => break,
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    #[tokio::test]
    async fn what_comes_together_is_taken_together_and_nothing_is_lost() {
        let mut quick = stream::iter(0..10_000);
        let mut sizes = Vec::new();
        for _ in 0..4 {
            sizes.push(gather(&mut quick).await.len());
        }
        assert_eq!(sizes, [4_096, 4_096, 1_808, 0]);
        // What is there is given out although no more comes.
        let mut waits = stream::iter([1, 2, 3]).chain(stream::pending());
        assert_eq!(gather(&mut waits).await, [1, 2, 3]);
    }
}
