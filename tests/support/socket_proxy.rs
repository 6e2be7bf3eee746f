//! A proxy before the engine's socket that breaks as networks and daemons break.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

/// What the proxy does with what passes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Hands everything on.
    None,
    /// Closes what is open and accepts nothing: the engine has gone.
    Cut,
    /// Keeps everything open and hands nothing on: a half-open link.
    Stall,
    /// Hands everything on, this much later.
    Delay(Duration),
    /// Closes a connection once it has carried this many bytes towards the engine.
    CutAfter(u64),
}

/// A socket that stands before the engine's.
#[derive(Debug)]
pub struct SocketProxy {
    path: PathBuf,
    fault: watch::Sender<Fault>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl SocketProxy {
    /// Before the engine that listens on `target`.
    pub fn before(target: &Path) -> Self {
        let folder =
            tempfile::Builder::new().prefix("sw").tempdir().expect("a short path for a socket").keep();
        let path = folder.join("engine.sock");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime for the proxy");
        let (fault, seen) = watch::channel(Fault::None);
        let _inside = runtime.enter();
        let listener = UnixListener::bind(&path).expect("a socket in a new folder");
        runtime.spawn(accept(listener, Arc::from(target), seen));
        Self { path, fault, runtime: Some(runtime) }
    }

    /// Its URL, to be used as the engine's.
    pub fn url(&self) -> String {
        format!("unix://{}", self.path.display())
    }

    /// From now on it breaks like this.
    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }
}

impl Drop for SocketProxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        self.path.parent().map(std::fs::remove_dir_all);
    }
}

async fn accept(listener: UnixListener, target: Arc<Path>, fault: watch::Receiver<Fault>) {
    while let Ok((client, _)) = listener.accept().await {
        if *fault.borrow() != Fault::Cut {
            tokio::spawn(pass(client, Arc::clone(&target), fault.clone()));
        }
    }
}

async fn pass(client: UnixStream, target: Arc<Path>, fault: watch::Receiver<Fault>) {
    let Ok(engine) = UnixStream::connect(target).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_engine, to_engine) = engine.into_split();
    let up = copy(from_client, to_engine, fault.clone(), true);
    let down = copy(from_engine, to_client, fault.clone(), false);
    let cut = async {
        let mut fault = fault;
        fault.wait_for(|fault| *fault == Fault::Cut).await.ok();
    };
    // A half-closed connection is normal (attach, load): only a broken one ends both ways.
    let both = async { tokio::try_join!(up, down) };
    tokio::select! {
        _ = both => {}
        () = cut => {}
    }
}

async fn copy(
    mut from: tokio::net::unix::OwnedReadHalf,
    mut to: tokio::net::unix::OwnedWriteHalf,
    mut fault: watch::Receiver<Fault>,
    upwards: bool,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut carried = 0;
    loop {
        let count = from.read(&mut buffer).await?;
        if count == 0 {
            return to.shutdown().await;
        }
        carried += count as u64;
        let now = *fault.borrow();
        match now {
            Fault::None | Fault::Cut => {}
            Fault::Stall => {
                fault.wait_for(|fault| *fault != Fault::Stall).await.ok();
            }
            Fault::Delay(time) => tokio::time::sleep(time).await,
            Fault::CutAfter(limit) => {
                if upwards && carried > limit {
                    return Err(std::io::ErrorKind::ConnectionReset.into());
                }
            }
        }
        to.write_all(buffer.get(..count).unwrap_or_default()).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};

    /// Says everything back.
    fn echo() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("echo.sock");
        let listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                std::thread::spawn(move || {
                    let mut buffer = [0; 100];
                    while let Ok(count @ 1..) = stream.read(&mut buffer) {
                        stream.write_all(&buffer[..count]).ok();
                    }
                });
            }
        });
        (folder, path)
    }

    fn connect(proxy: &SocketProxy) -> std::os::unix::net::UnixStream {
        let stream = std::os::unix::net::UnixStream::connect(&proxy.path).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(400))).unwrap();
        stream
    }

    #[test]
    fn what_is_sound_passes_what_is_stalled_waits_and_what_is_cut_ends() {
        let (_folder, target) = echo();
        let proxy = SocketProxy::before(&target);
        let mut stream = connect(&proxy);
        let mut buffer = [0; 2];
        stream.write_all(b"hi").unwrap();
        stream.read_exact(&mut buffer).unwrap();
        assert_eq!(&buffer, b"hi");

        proxy.set(Fault::Stall);
        stream.write_all(b"ho").unwrap();
        let late = stream.read_exact(&mut buffer).unwrap_err();
        assert!(
            matches!(late.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
            "{late}"
        );
        proxy.set(Fault::None);
        stream.read_exact(&mut buffer).unwrap();
        assert_eq!(&buffer, b"ho");

        proxy.set(Fault::Cut);
        assert_eq!(stream.read(&mut buffer).unwrap(), 0);
        assert_eq!(connect(&proxy).read(&mut buffer).unwrap_or(0), 0);
    }
}
