//! Whether a published port answers, and in which language.
//!
//! An engine's proxy accepts a connection with nobody behind it and closes it at once, so an open connection alone
//! proves nothing: what counts is an HTTP status, a TLS record, or a connection that stays open.

use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

/// How long a connection must stay open to count as answered.
const STAYS: Duration = Duration::from_secs(1);
/// After this long it is worth asking again in HTTP: the program may have begun to listen between two questions.
const LOOK_AGAIN: Duration = Duration::from_millis(150);
/// How often it is asked.
const EVERY: Duration = Duration::from_millis(50);
/// How much of an answer is read.
const ENOUGH: usize = 512;

/// What a port answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeResult {
    /// HTTP, with this status.
    Http {
        /// The status.
        status: u16,
    },
    /// TLS.
    Tls,
    /// Someone holds the connection or said something else.
    Tcp,
    /// Nobody.
    Silent,
}

/// Asks until there is an answer, the deadline passes or the program does not run any more.
pub async fn probe(host_port: u16, deadline: Instant, still_running: impl Fn() -> bool) -> ProbeResult {
    while Instant::now() < deadline && still_running() {
        match timeout(deadline.duration_since(Instant::now()), probe_once(host_port)).await {
            Ok(ProbeResult::Silent) => sleep(EVERY).await,
            Ok(answer) => return answer,
            Err(_) => break,
        }
    }
    ProbeResult::Silent
}

/// Asks once; at most a few seconds, a few milliseconds where nobody is there.
pub async fn probe_once(host_port: u16) -> ProbeResult {
    if let Some(answer) = in_words(host_port).await {
        return answer;
    }
    // Neither HTTP nor TLS, or nobody: say nothing, and see whether the connection is held.
    let Some(mut quiet) = connect(host_port).await else { return ProbeResult::Silent };
    let began = Instant::now();
    match hear(&mut quiet, LOOK_AGAIN).await {
        Heard::Closed => return ProbeResult::Silent,
        Heard::Said(_) => return ProbeResult::Tcp,
        Heard::Nothing => {}
    }
    if let Some(answer) = in_words(host_port).await {
        return answer;
    }
    match hear(&mut quiet, STAYS.saturating_sub(began.elapsed())).await {
        Heard::Closed => ProbeResult::Silent,
        Heard::Said(_) | Heard::Nothing => ProbeResult::Tcp,
    }
}

/// In HTTP, then in TLS.
async fn in_words(port: u16) -> Option<ProbeResult> {
    let request = format!(
        "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nUser-Agent: slipway\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    );
    let mut connection = connect(port).await?;
    let sent = connection.write_all(request.as_bytes()).await;
    match if sent.is_ok() { hear(&mut connection, STAYS).await } else { Heard::Closed } {
        Heard::Said(bytes) => match http_status(&bytes) {
            // A TLS server may say in plain words that it wants TLS.
            Some(400) if speaks_tls(port).await => Some(ProbeResult::Tls),
            Some(status) => Some(ProbeResult::Http { status }),
            None if is_tls(&bytes) => Some(ProbeResult::Tls),
            None => Some(ProbeResult::Tcp),
        },
        Heard::Nothing if speaks_tls(port).await => Some(ProbeResult::Tls),
        Heard::Nothing => Some(ProbeResult::Tcp),
        Heard::Closed => speaks_tls(port).await.then_some(ProbeResult::Tls),
    }
}

async fn speaks_tls(port: u16) -> bool {
    let Some(mut connection) = connect(port).await else { return false };
    if connection.write_all(&client_hello()).await.is_err() {
        return false;
    }
    matches!(hear(&mut connection, STAYS).await, Heard::Said(bytes) if is_tls(&bytes))
}

async fn connect(port: u16) -> Option<TcpStream> {
    timeout(STAYS, TcpStream::connect((Ipv4Addr::LOCALHOST, port))).await.ok()?.ok()
}

enum Heard {
    Said(Vec<u8>),
    Nothing,
    Closed,
}

/// Waits for the first bytes; enough of them for a status line.
async fn hear(connection: &mut TcpStream, bound: Duration) -> Heard {
    let mut bytes = Vec::new();
    let listening = async {
        let mut buffer = [0; ENOUGH];
        while bytes.len() < ENOUGH
            && (bytes.is_empty() || (bytes.starts_with(b"HTTP") && http_status(&bytes).is_none()))
        {
            match connection.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(length) => bytes.extend_from_slice(buffer.get(..length).unwrap_or_default()),
            }
        }
    };
    let in_time = timeout(bound, listening).await.is_ok();
    match (bytes.is_empty(), in_time) {
        (false, _) => Heard::Said(bytes),
        (true, true) => Heard::Closed,
        (true, false) => Heard::Nothing,
    }
}

fn http_status(bytes: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(bytes.get(..bytes.len().min(64))?).into_owned();
    let rest = line.strip_prefix("HTTP/1.")?.get(1..)?.strip_prefix(' ')?;
    let digits = rest.get(..3)?;
    let ends = rest.get(3..).is_some_and(|after| after.is_empty() || after.starts_with([' ', '\r', '\n']));
    (ends && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// A TLS record: handshake or alert, version 3.x.
fn is_tls(bytes: &[u8]) -> bool {
    matches!(bytes, [0x15 | 0x16, 3, 0..=4, ..])
}

/// A ClientHello for TLS 1.2 and 1.3 to `localhost`, good enough to be answered by any server, if only with an alert.
fn client_hello() -> Vec<u8> {
    fn sized(bytes: &[u8]) -> Vec<u8> {
        let mut out = (bytes.len() as u16).to_be_bytes().to_vec();
        out.extend_from_slice(bytes);
        out
    }
    fn extension(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut out = kind.to_be_bytes().to_vec();
        out.extend(sized(body));
        out
    }
    let mut name = vec![0];
    name.extend(sized(b"localhost"));
    let mut extensions = extension(0, &sized(&name)); // server name
    extensions.extend(extension(10, &sized(&[0, 29, 0, 23, 0, 24]))); // groups: x25519, P-256, P-384
    extensions.extend(extension(11, &[1, 0])); // uncompressed points
    let signatures = [4, 3, 8, 4, 4, 1, 5, 3, 8, 5, 5, 1, 8, 7, 8, 6, 6, 1];
    extensions.extend(extension(13, &sized(&signatures)));
    extensions.extend(extension(43, &[4, 3, 4, 3, 3])); // versions 1.3, 1.2
    extensions.extend(extension(51, &sized(&[]))); // no key yet: a 1.3 server asks for one

    let mut body = vec![3, 3];
    body.extend([0x5a; 32]); // "random"
    body.push(0); // no session
    let ciphers =
        [0x13, 1, 0x13, 2, 0x13, 3, 0xc0, 0x2b, 0xc0, 0x2f, 0xc0, 0x2c, 0xc0, 0x30, 0, 0x9c, 0, 0x2f];
    body.extend(sized(&ciphers));
    body.extend([1, 0]); // no compression
    body.extend(sized(&extensions));

    let mut handshake = vec![1, 0]; // ClientHello; its length has three bytes
    handshake.extend(sized(&body));
    let mut record = vec![0x16, 3, 1];
    record.extend(sized(&handshake));
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// A server that reads what comes and does `reply` to the connection.
    async fn server<F>(reply: impl Fn(TcpStream, Vec<u8>) -> F + Send + 'static) -> u16
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut buffer = vec![0; 2048];
                let length = timeout(Duration::from_millis(300), connection.read(&mut buffer)).await;
                buffer.truncate(length.map_or(0, Result::unwrap_or_default));
                tokio::spawn(reply(connection, buffer));
            }
        });
        port
    }

    #[tokio::test]
    async fn any_http_status_is_an_answer() {
        let port = server(async |mut c: TcpStream, _| {
            c.write_all(b"HTTP/1.1 50").await.unwrap();
            sleep(Duration::from_millis(20)).await;
            c.write_all(b"0 Oh\r\n\r\n").await.unwrap();
        })
        .await;
        assert_eq!(probe_once(port).await, ProbeResult::Http { status: 500 });
    }

    #[tokio::test]
    async fn a_tls_server_is_known_by_its_record() {
        let port = server(async |mut c: TcpStream, said: Vec<u8>| {
            let answer: &[u8] = if said.first() == Some(&0x16) {
                &[0x16, 3, 3, 0, 1, 2]
            } else {
                b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
            };
            c.write_all(answer).await.unwrap();
        })
        .await;
        assert_eq!(probe_once(port).await, ProbeResult::Tls);
    }

    #[tokio::test]
    async fn a_proxy_with_nobody_behind_is_silent() {
        let port = server(async |c: TcpStream, _| drop(c)).await;
        let began = Instant::now();
        assert_eq!(probe_once(port).await, ProbeResult::Silent);
        assert!(began.elapsed() < Duration::from_millis(900));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let nobody = listener.local_addr().unwrap().port();
        drop(listener);
        assert_eq!(probe_once(nobody).await, ProbeResult::Silent);
    }

    #[tokio::test]
    async fn a_connection_that_is_held_is_an_answer() {
        let port = server(async |c: TcpStream, _| {
            sleep(Duration::from_secs(5)).await;
            drop(c);
        })
        .await;
        assert_eq!(probe_once(port).await, ProbeResult::Tcp);
        // One that hangs up on words it does not know, but waits for its own.
        let picky = server(async |c: TcpStream, said: Vec<u8>| {
            if said.is_empty() {
                sleep(Duration::from_secs(5)).await;
            }
            drop(c);
        })
        .await;
        assert_eq!(probe_once(picky).await, ProbeResult::Tcp);
    }

    #[tokio::test]
    async fn the_question_ends_with_the_program() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let deadline = Instant::now() + Duration::from_secs(30);
        assert_eq!(probe(port, deadline, || false).await, ProbeResult::Silent);
        assert!(Instant::now() < deadline);
    }

    #[test]
    fn a_hello_says_its_own_length() {
        let hello = client_hello();
        assert_eq!(usize::from(u16::from_be_bytes([hello[3], hello[4]])), hello.len() - 5);
        assert_eq!(usize::from(u16::from_be_bytes([hello[7], hello[8]])), hello.len() - 9);
    }
}
