//! Fetching from a proxy of a test's own, which may lie, stop in the middle or not be there.

use super::unpack::tests::zip_of;
use super::{FetchEvent, GoPlatform, Phase, ProxySettings, ProxySource, Wanted, fetch, test_proxy};
use crate::error::GoError;
use crate::sumdb::{Hash, TestKey, node_hash, record_hash};
use crate::version::GoVersion;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use slipway_model::ToFault;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::sync::CancellationToken;

const NAME: &str = "go1.99.1.linux-amd64";

#[derive(Clone)]
enum Answer {
    Whole(Vec<u8>),
    /// The length of the whole, but only a part, then the connection ends.
    Cut(Vec<u8>),
    /// A part, then nothing more.
    Hangs(Vec<u8>),
    Status(u16),
}

struct Proxy {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
    _stop: tokio_util::sync::DropGuard,
}

async fn serve(answers: BTreeMap<String, Answer>) -> Proxy {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, asked) = (CancellationToken::new(), Arc::new(Mutex::new(Vec::new())));
    let (until, log) = (stop.clone(), asked.clone());
    tokio::spawn(async move {
        let mut open = tokio::task::JoinSet::new();
        while let Some(Ok((mut stream, _))) = until.run_until_cancelled(listener.accept()).await {
            let (answers, log) = (answers.clone(), log.clone());
            open.spawn(async move {
                let mut question = Vec::new();
                while !question.ends_with(b"\r\n\r\n") {
                    question.push(stream.read_u8().await?);
                }
                let question = String::from_utf8_lossy(&question).into_owned();
                let path = question.split(' ').nth(1).unwrap_or_default().to_owned();
                log.lock().unwrap().push(path.clone());
                let (status, length, body, hangs) = match answers.get(&path).cloned() {
                    None => (404, 0, Vec::new(), false),
                    Some(Answer::Status(status)) => (status, 0, Vec::new(), false),
                    Some(Answer::Whole(body)) => (200, body.len(), body, false),
                    Some(Answer::Cut(body)) => (200, body.len(), body[..body.len() / 2].to_vec(), false),
                    Some(Answer::Hangs(body)) => (200, body.len(), body[..body.len() / 2].to_vec(), true),
                };
                let head =
                    format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(&body).await?;
                stream.flush().await?;
                if hangs {
                    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
                }
                stream.shutdown().await
            });
        }
    });
    Proxy { url, asked, _stop: stop.drop_guard() }
}

fn toolchain_zip() -> Vec<u8> {
    let at = |name: &str| format!("golang.org/toolchain@v0.0.1-{NAME}/{name}");
    let big: String = (0..20_000).map(|n| format!("{n} ")).collect();
    zip_of(&[
        (&at("VERSION"), "go1.99.1\ntime 2030-01-01\n"),
        (&at("bin/go"), "#!/bin/sh\necho go\n"),
        (&at("pkg/tool/linux_amd64/compile"), "tool"),
        (&at("src/big.go"), &big),
    ])
}

fn h1(zip: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    names.sort();
    let mut text = String::new();
    for name in names {
        let mut body = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(&name).unwrap(), &mut body).unwrap();
        let hex: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
        text.push_str(&format!("{hex}  {name}\n"));
    }
    format!("h1:{}", STANDARD.encode(Sha256::digest(text)))
}

/// A proxy with one toolchain, and a checksum database of 300 records in which it is number 258.
fn honest(key: &TestKey) -> BTreeMap<String, Answer> {
    let zip = toolchain_zip();
    let record = format!(
        "golang.org/toolchain v0.0.1-{NAME} {}\ngolang.org/toolchain v0.0.1-{NAME}/go.mod h1:x\n",
        h1(&zip)
    );
    let leaves: Vec<Hash> = (0_u32..300)
        .map(|n| if n == 258 { record_hash(record.as_bytes()) } else { record_hash(&n.to_le_bytes()) })
        .collect();
    let flat = |hashes: &[Hash]| Answer::Whole(hashes.concat());
    let head = |hashes: &[Hash]| whole(hashes);
    let root = node_hash(&head(&leaves[..256]), &head(&leaves[256..]));
    let tree = key.sign(&format!("go.sum database tree\n300\n{}\n", STANDARD.encode(root)));
    let db = "/sumdb/sum.test";
    let list = "v0.0.1-go1.99rc1.linux-amd64\nv0.0.1-go1.99.0.linux-amd64\nv0.0.1-go1.99.1.linux-amd64\n";
    BTreeMap::from([
        ("/golang.org/toolchain/@v/list".to_owned(), Answer::Whole(list.into())),
        (format!("/golang.org/toolchain/@v/v0.0.1-{NAME}.zip"), Answer::Whole(zip)),
        (format!("{db}/supported"), Answer::Whole(Vec::new())),
        (
            format!("{db}/lookup/golang.org/toolchain@v0.0.1-{NAME}"),
            Answer::Whole(format!("258\n{record}\n{tree}").into_bytes()),
        ),
        (format!("{db}/tile/8/0/000"), flat(&leaves[..256])),
        (format!("{db}/tile/8/0/001.p/44"), flat(&leaves[256..])),
        (format!("{db}/tile/8/1/000.p/1"), flat(&[head(&leaves[..256])])),
    ])
}

fn whole(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        many => {
            let (left, right) = many.split_at(1 << (many.len() - 1).ilog2());
            node_hash(&whole(left), &whole(right))
        }
    }
}

fn key() -> TestKey {
    TestKey::new("sum.test", 7)
}

fn settings(goproxy: &str) -> ProxySettings {
    ProxySettings { goproxy: goproxy.to_owned(), source: ProxySource::Setting, gosumdb: key().verifier() }
}

fn platform() -> GoPlatform {
    GoPlatform { os: "linux".to_owned(), arch: "amd64".to_owned() }
}

async fn try_fetch(goproxy: &str, into: &Path) -> Result<std::path::PathBuf, GoError> {
    fetch(
        Wanted::of(Some("1.99"), None),
        &platform(),
        &settings(goproxy),
        into,
        &CancellationToken::new(),
        &mut |_| {},
    )
    .await
}

/// What a fetch may leave: its lock.
fn left_behind(folder: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.ends_with(".lock")).collect()
}

#[tokio::test]
async fn the_newest_patch_is_fetched_verified_and_kept() {
    let proxy = serve(honest(&key())).await;
    let folder = tempfile::tempdir().unwrap();
    let mut events = Vec::new();
    let stop = CancellationToken::new();
    let goroot = fetch(
        Wanted::of(Some("1.99"), None),
        &platform(),
        &settings(&proxy.url),
        folder.path(),
        &stop,
        &mut |event: FetchEvent| events.push(event),
    )
    .await
    .unwrap();
    assert_eq!(goroot, folder.path().join(NAME));
    assert!(crate::platform::is_executable(&goroot.join("bin/go")));
    assert_eq!(super::version_of(&goroot), Some(GoVersion::release(1, 99, 1)));
    assert_eq!(left_behind(folder.path()), [NAME]);
    let mut phases: Vec<Phase> = events.iter().map(|event| event.phase).collect();
    phases.dedup();
    assert_eq!(phases, [Phase::Asking, Phase::Downloading, Phase::Verifying, Phase::Unpacking]);
    let asked = proxy.asked.lock().unwrap().len();
    try_fetch(&proxy.url, folder.path()).await.unwrap();
    assert_eq!(proxy.asked.lock().unwrap().len(), asked + 1, "a kept one is only looked up in the list");
}

#[tokio::test]
async fn a_tampered_zip_is_refused_and_nothing_of_it_stays() {
    let mut answers = honest(&key());
    let at = format!("golang.org/toolchain@v0.0.1-{NAME}/");
    let evil = zip_of(&[(&format!("{at}VERSION"), "go1.99.1\n"), (&format!("{at}bin/go"), "evil")]);
    answers.insert(format!("/golang.org/toolchain/@v/v0.0.1-{NAME}.zip"), Answer::Whole(evil));
    let proxy = serve(answers).await;
    let folder = tempfile::tempdir().unwrap();
    let error = try_fetch(&proxy.url, folder.path()).await.unwrap_err();
    assert!(matches!(error.cause(), GoError::HashMismatch { .. }), "{error:?}");
    let fault = error.to_fault();
    assert_eq!((fault.code.as_str(), fault.area().exit_status()), ("machine-toolchain-hash-mismatch", 5));
    assert_eq!(fault.params.get("stage"), Some(&"verifying".into()));
    assert_eq!(left_behind(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_database_that_lies_is_not_believed() {
    let lookup = format!("/sumdb/sum.test/lookup/golang.org/toolchain@v0.0.1-{NAME}");
    let text = |answers: &BTreeMap<String, Answer>| match answers.get(&lookup) {
        Some(Answer::Whole(bytes)) => String::from_utf8(bytes.clone()).unwrap(),
        _ => unreachable!(),
    };
    let honest_text = text(&honest(&key()));
    let other_key = text(&honest(&TestKey::new("sum.test", 8)));
    let hash = honest_text.split("h1:").nth(1).unwrap()[..44].to_owned();
    let evil_hash = STANDARD.encode([0_u8; 32]);
    for (answer, code) in [
        (other_key, "machine-sumdb-bad-signature"),
        (honest_text.replace("\n300\n", "\n301\n"), "machine-sumdb-bad-signature"),
        (honest_text.replacen(&hash, &evil_hash, 1), "machine-sumdb-not-proven"),
        (honest_text.replacen("258", "257", 1), "machine-sumdb-not-proven"),
        (honest_text.replacen("258", "300", 1), "machine-sumdb-not-proven"),
        ("nonsense".to_owned(), "machine-sumdb-not-proven"),
        (String::new(), "machine-sumdb-not-proven"),
    ] {
        let mut answers = honest(&key());
        answers.insert(lookup.clone(), Answer::Whole(answer.clone().into_bytes()));
        let proxy = serve(answers).await;
        let folder = tempfile::tempdir().unwrap();
        let error = try_fetch(&proxy.url, folder.path()).await.unwrap_err();
        assert_eq!(error.to_fault().code, code, "{answer}");
        assert!(
            !proxy.asked.lock().unwrap().iter().any(|path| path.ends_with(".zip")),
            "nothing was downloaded"
        );
    }
    let mut answers = honest(&key());
    answers.insert("/sumdb/sum.test/tile/8/0/001.p/44".to_owned(), Answer::Whole(vec![0; 44 * 32]));
    let proxy = serve(answers).await;
    let error = try_fetch(&proxy.url, tempfile::tempdir().unwrap().path()).await.unwrap_err();
    assert_eq!(error.to_fault().code, "machine-sumdb-not-proven");
}

#[tokio::test]
async fn a_cut_download_leaves_nothing_and_the_next_try_succeeds() {
    let zip = format!("/golang.org/toolchain/@v/v0.0.1-{NAME}.zip");
    let mut answers = honest(&key());
    answers.insert(zip, Answer::Cut(toolchain_zip()));
    let proxy = serve(answers).await;
    let folder = tempfile::tempdir().unwrap();
    let error = try_fetch(&proxy.url, folder.path()).await.unwrap_err();
    assert_eq!(error.to_fault().code, "network-proxy-no-answer");
    assert_eq!(left_behind(folder.path()), Vec::<String>::new());
    // What a process that was killed left behind is taken away, too.
    std::fs::create_dir_all(folder.path().join(format!(".{NAME}.part-1-0/root"))).unwrap();
    std::fs::create_dir_all(folder.path().join(NAME).join("bin")).unwrap();
    let proxy = serve(honest(&key())).await;
    try_fetch(&proxy.url, folder.path()).await.unwrap();
    assert_eq!(left_behind(folder.path()), [NAME]);
}

#[tokio::test]
async fn a_stop_in_the_middle_ends_it_at_once() {
    let zip = format!("/golang.org/toolchain/@v/v0.0.1-{NAME}.zip");
    let mut answers = honest(&key());
    answers.insert(zip, Answer::Hangs(toolchain_zip()));
    let proxy = serve(answers).await;
    let folder = tempfile::tempdir().unwrap();
    let stop = CancellationToken::new();
    let started = std::time::Instant::now();
    let (wanted, from, platform) = (GoVersion::release(1, 99, 1), settings(&proxy.url), platform());
    let later = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(left_behind(folder.path()).len(), 1, "it is in the middle");
        stop.cancel();
    };
    let mut deaf = |_| {};
    let (outcome, ()) = tokio::join!(fetch(wanted, &platform, &from, folder.path(), &stop, &mut deaf), later);
    assert!(matches!(outcome, Err(GoError::Cancelled)), "{outcome:?}");
    assert!(started.elapsed() < std::time::Duration::from_secs(5));
    assert_eq!(left_behind(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn two_at_once_download_once() {
    let proxy = serve(honest(&key())).await;
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = tokio::join!(try_fetch(&proxy.url, folder.path()), try_fetch(&proxy.url, folder.path()));
    assert_eq!(one.unwrap(), two.unwrap());
    let zips = proxy.asked.lock().unwrap().iter().filter(|path| path.ends_with(".zip")).count();
    assert_eq!(zips, 1);
}

#[tokio::test]
async fn the_list_of_proxies_is_walked_as_go_does() {
    let good = serve(honest(&key())).await;
    let empty = serve(BTreeMap::new()).await;
    let down = "http://127.0.0.1:1";
    let refusing: BTreeMap<_, _> =
        honest(&key()).into_keys().map(|path| (path, Answer::Status(403))).collect();
    let refusing = serve(refusing).await;
    for (list, code) in [
        (format!("{},{}", empty.url, good.url), None),
        (format!("{}|{}", refusing.url, good.url), None),
        (format!("{down}|{}", good.url), None),
        (format!("{},{}", refusing.url, good.url), Some("network-proxy-refused")),
        (format!("{down},{}", good.url), Some("network-proxy-no-answer")),
        ("off".to_owned(), Some("network-goproxy-off")),
        (format!("{},off", empty.url), Some("network-toolchain-not-there")),
        (empty.url.clone(), Some("network-toolchain-not-there")),
        ("bogus".to_owned(), Some("network-goproxy-invalid")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let outcome = try_fetch(&list, folder.path()).await;
        assert_eq!(
            outcome.as_ref().err().map(|error| error.to_fault().code),
            code.map(str::to_owned),
            "{list}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_proxy_of_files_serves_as_well_and_gosumdb_off_is_refused_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("proxy");
    for (path, answer) in honest(&key()) {
        let Answer::Whole(bytes) = answer else { continue };
        let file = files.join(path.trim_start_matches('/'));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    let list = format!("file://{}", files.display());
    let kept = folder.path().join("kept");
    try_fetch(&list, &kept).await.unwrap();

    let proxy = serve(honest(&key())).await;
    let off = ProxySettings { gosumdb: "off".to_owned(), ..settings(&proxy.url) };
    let stop = CancellationToken::new();
    let other = folder.path().join("other");
    let wanted = GoVersion::release(1, 99, 1);
    let error = fetch(wanted, &platform(), &off, &other, &stop, &mut |_| {}).await.unwrap_err();
    assert_eq!(error.to_fault().code, "machine-sumdb-off");
    let off = ProxySettings { gosumdb: "off".to_owned(), ..settings(&list) };
    fetch(wanted, &platform(), &off, &other, &stop, &mut |_| {}).await.unwrap();
}

#[tokio::test]
async fn a_password_never_reaches_an_error() {
    let list = "http://me:s3cret@127.0.0.1:1";
    let folder = tempfile::tempdir().unwrap();
    let error = try_fetch(list, folder.path()).await.unwrap_err();
    let text = format!("{error} {error:?} {:?}", error.to_fault());
    assert!(!text.contains("s3cret") && text.contains("127.0.0.1:1"), "{text}");
    let test = test_proxy(list, &CancellationToken::new()).await;
    assert!(!format!("{test:?}").contains("s3cret") && test.fault.is_some());
}

#[tokio::test]
async fn a_test_says_what_a_proxy_has() {
    let proxy = serve(honest(&key())).await;
    let test = test_proxy(&proxy.url, &CancellationToken::new()).await;
    assert!(test.answers_ms.is_some() && !test.has_sumdb, "{test:?}");
    assert_eq!(test.has_toolchains, GoPlatform::here() == platform());
    let empty = serve(BTreeMap::new()).await;
    let test = test_proxy(&empty.url, &CancellationToken::new()).await;
    assert_eq!(test.fault.map(|fault| fault.code), Some("network-proxy-no-toolchains".to_owned()));
}
