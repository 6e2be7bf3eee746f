//! A Go module proxy on loopback that hands on what the real one says, and lies or breaks where a test wants it to.

use futures_util::StreamExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What it does with a toolchain's archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// Hands it on.
    None,
    /// Ends the connection after this many bytes of it.
    CutAfter(u64),
    /// Changes one byte of it at this offset.
    Flip(u64),
    /// Sends this many bytes of it and then nothing, with the connection open.
    StallAfter(u64),
    /// Knows no toolchain.
    Missing,
}

/// The proxy. It stops when it is dropped.
#[derive(Debug)]
pub struct ModuleProxy {
    port: u16,
    lie: watch::Sender<Lie>,
    archives: Arc<AtomicU64>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl ModuleProxy {
    /// Before the proxy that this machine is set to use.
    pub fn start() -> Self {
        let settings = slipway_go::toolchain::ProxySettings::of_this_machine(None).goproxy;
        let upstream = settings
            .split([',', '|'])
            .find(|entry| entry.starts_with("http"))
            .unwrap_or_else(|| panic!("GOPROXY names no proxy to learn from: {settings:?}"))
            .trim_end_matches('/')
            .to_owned();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime for the proxy");
        let listener =
            runtime.block_on(TcpListener::bind(("127.0.0.1", 0))).expect("loopback has a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let (lie, seen) = watch::channel(Lie::None);
        let archives = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&archives);
        runtime.spawn(async move {
            let client = reqwest::Client::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (client, upstream, seen, counted) =
                    (client.clone(), upstream.clone(), seen.clone(), Arc::clone(&counted));
                tokio::spawn(async move { answer(stream, client, upstream, seen, counted).await });
            }
        });
        Self { port, lie, archives, runtime: Some(runtime) }
    }

    /// A `GOPROXY` that has only this proxy.
    pub fn goproxy(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on it lies like this.
    pub fn set(&self, lie: Lie) {
        self.lie.send_replace(lie);
    }

    /// How many times a toolchain's archive was asked for.
    pub fn archives(&self) -> u64 {
        self.archives.load(Ordering::Relaxed)
    }
}

impl Drop for ModuleProxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn answer(
    mut stream: TcpStream,
    client: reqwest::Client,
    upstream: String,
    lie: watch::Receiver<Lie>,
    archives: Arc<AtomicU64>,
) -> Option<()> {
    let (method, path) = request(&mut stream).await?;
    let archive = path.starts_with("/golang.org/toolchain/@v/") && path.ends_with(".zip");
    let lie = if archive { *lie.borrow() } else { Lie::None };
    if archive && method == "GET" {
        archives.fetch_add(1, Ordering::Relaxed);
    }
    if lie == Lie::Missing {
        stream
            .write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .await
            .ok()?;
        return Some(());
    }
    let url = format!("{upstream}{path}");
    let ask = if method == "HEAD" { client.head(url) } else { client.get(url) };
    let Ok(answer) = ask.send().await else {
        stream
            .write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .await
            .ok()?;
        return None;
    };
    let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", answer.status().as_u16());
    for name in ["content-length", "content-type"] {
        if let Some(value) = answer.headers().get(name).and_then(|value| value.to_str().ok()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await.ok()?;
    let mut sent = 0_u64;
    let mut body = answer.bytes_stream();
    while let Some(Ok(chunk)) = body.next().await {
        let mut chunk = chunk.to_vec();
        match lie {
            Lie::CutAfter(limit) if sent >= limit => return None,
            Lie::StallAfter(limit) if sent >= limit => {
                // Until the other side gives up.
                stream.read_u8().await.ok();
                return None;
            }
            Lie::Flip(at) => {
                let index = at.checked_sub(sent).and_then(|index| usize::try_from(index).ok());
                if let Some(byte) = index.and_then(|index| chunk.get_mut(index)) {
                    *byte ^= 1;
                }
            }
            _ => {}
        }
        sent += chunk.len() as u64;
        stream.write_all(&chunk).await.ok()?;
    }
    stream.shutdown().await.ok()
}

/// The method and path of one request; its headers do not matter here.
async fn request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > 16 * 1024 {
            return None;
        }
        head.push(stream.read_u8().await.ok()?);
    }
    let text = String::from_utf8(head).ok()?;
    let mut words = text.split(' ');
    Some((words.next()?.to_owned(), words.next()?.to_owned()))
}
