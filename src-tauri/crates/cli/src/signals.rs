//! Ctrl-C and a polite kill end what runs in order.

use tokio_util::sync::CancellationToken;

/// Cancels `stop` at the first of them. The task ends with it, or is aborted by who holds it.
pub(crate) fn cancel_on_signal(stop: CancellationToken) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        terminated().await;
        stop.cancel();
    })
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut term) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn terminated() {
    drop(tokio::signal::ctrl_c().await);
}
