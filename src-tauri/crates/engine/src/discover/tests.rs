//! Discovery in made-up surroundings, with sockets that listen, refuse or hang.

use super::*;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }
    fn path(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }
    fn surroundings(&self, variables: &[(&str, &str)]) -> Surroundings {
        Surroundings {
            variables: variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            home: Some(self.folder.path().join("home")),
            root: self.folder.path().join("root"),
            uid: Some(1000),
        }
    }
    fn context(&self, hash: &str, name: &str, host: &str) {
        let meta = format!(r#"{{"Name":"{name}","Endpoints":{{"docker":{{"Host":"{host}"}}}}}}"#);
        fs::write(self.path(&format!("home/.docker/contexts/meta/{hash}/meta.json")), meta).unwrap();
    }
    /// An engine that answers every question, with this id and API.
    fn engine(&self, name: &str, id: &'static str, api: &'static str) {
        let listener = UnixListener::bind(self.path(name)).unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, id, api);
            }
        });
    }
}

fn answer(mut stream: std::os::unix::net::UnixStream, id: &str, api: &str) {
    let mut request = [0; 4096];
    let length = stream.read(&mut request).unwrap_or(0);
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let body = if request.contains("/_ping") {
        "OK".to_owned()
    } else if request.contains("/info") {
        format!(r#"{{"ID":"{id}","NCPU":2}}"#)
    } else {
        format!(r#"{{"Version":"1","ApiVersion":"{api}","Arch":"amd64","Os":"linux"}}"#)
    };
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    drop(stream.write_all(format!("{head}{body}").as_bytes()));
}

fn codes(candidates: &[Candidate]) -> Vec<String> {
    candidates.iter().map(|c| c.fault().map_or_else(|| "ready".to_owned(), |fault| fault.code)).collect()
}

#[tokio::test]
async fn nothing_at_all_is_one_candidate_that_says_so() {
    let place = Place::new();
    let found = discover(&place.surroundings(&[]), None).await;
    assert_eq!(codes(&found), ["engine-not-installed"]);
    fs::write(place.path("root/usr/bin/docker"), "").unwrap();
    let found = discover(&place.surroundings(&[]), None).await;
    assert_eq!(codes(&found), ["engine-not-running"]);
}

#[tokio::test]
async fn engines_come_in_the_order_a_user_means_them_and_once() {
    let place = Place::new();
    place.engine("root/var/run/docker.sock", "one", "1.41");
    place.engine("home/.colima/default/docker.sock", "two", "1.45");
    std::os::unix::fs::symlink(
        place.path("root/var/run/docker.sock"),
        place.path("home/.docker/run/docker.sock"),
    )
    .unwrap();
    place.context("aa", "zeta", "ssh://me@box");
    place.context(
        "bb",
        "alpha",
        &format!("unix://{}", place.path("home/.colima/default/docker.sock").display()),
    );
    fs::write(place.path("home/.docker/config.json"), r#"{"currentContext":"zeta"}"#).unwrap();
    let found = discover(&place.surroundings(&[("DOCKER_HOST", "tcp://10.0.0.1:2375")]), None).await;
    assert_eq!(codes(&found), ["engine-plain-tcp", "engine-not-supported", "ready", "ready"]);
    assert_eq!(found[0].origin, Origin::DockerHost);
    assert_eq!(found[1].origin, Origin::Context { name: "zeta".into() });
    assert_eq!(found[2].origin, Origin::Context { name: "alpha".into() });
    assert_eq!(found[3].origin, Origin::Socket { product: Product::Docker });

    let chosen =
        discover(&place.surroundings(&[("DOCKER_CONTEXT", "alpha")]), Some(&found[3].endpoint_url)).await;
    assert_eq!(chosen[0].origin, Origin::Setting);
    assert_eq!(chosen[1].origin, Origin::Context { name: "alpha".into() });
}

#[tokio::test]
async fn the_same_engine_behind_two_sockets_is_one() {
    let place = Place::new();
    place.engine("root/var/run/docker.sock", "same", "1.41");
    place.engine("home/.docker/desktop/docker.sock", "same", "1.41");
    let found = discover(&place.surroundings(&[]), None).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].origin, Origin::Socket { product: Product::Docker });
}

#[tokio::test]
async fn each_way_of_not_working_is_told_apart() {
    let place = Place::new();
    place.engine("root/var/run/docker.sock", "old", "1.40");
    drop(UnixListener::bind(place.path("home/.rd/docker.sock")).unwrap());
    let _hangs = UnixListener::bind(place.path("home/.orbstack/run/docker.sock")).unwrap();
    let gone = format!("unix://{}", place.path("gone.sock").display());
    let began = std::time::Instant::now();
    let found = discover(&place.surroundings(&[("DOCKER_HOST", &gone)]), Some("docker")).await;
    assert_eq!(
        codes(&found),
        [
            "usage-bad-endpoint",
            "engine-not-running",
            "engine-too-old",
            "engine-no-answer",
            "engine-not-running"
        ]
    );
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_context_with_keys_is_not_supported_yet() {
    let place = Place::new();
    place.context("aa", "far", "tcp://10.0.0.1:2376");
    fs::write(place.path("home/.docker/contexts/tls/aa/docker/ca.pem"), "").unwrap();
    let found = discover(&place.surroundings(&[]), None).await;
    assert_eq!(found[0].state, CandidateState::NotSupported { scheme: "tls".into() });
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn podman_is_started_only_where_no_engine_is_named_or_answers() {
    let place = Place::new();
    let program = place.path("root/usr/bin/podman");
    fs::write(&program, "").unwrap();
    let found = discover(&place.surroundings(&[]), None).await;
    assert_eq!((found[0].startable(), &found[0].origin), (Some(program.as_path()), &Origin::Own));
    assert_eq!((found.len(), found[0].endpoint_url.as_str()), (1, OWN_PODMAN));
    let chosen = discover(&place.surroundings(&[]), Some(OWN_PODMAN)).await;
    assert_eq!(chosen, found, "it can be chosen by its name");
    let gone = "unix:///nonexistent/engine.sock";
    for (variables, preferred) in [(vec![("DOCKER_HOST", gone)], None), (vec![], Some(gone))] {
        let found = discover(&place.surroundings(&variables), preferred).await;
        assert_eq!(codes(&found), ["engine-not-running"], "who names an engine means that one");
    }
    // One that does not answer is listed first: it may be the one that the user wants mended.
    drop(UnixListener::bind(place.path("home/.rd/docker.sock")).unwrap());
    let found = discover(&place.surroundings(&[]), None).await;
    assert_eq!(codes(&found), ["engine-not-running", "ready"]);
    assert!(found[1].startable().is_some() && !found[1].is_ready());
    place.engine("root/var/run/docker.sock", "docker", "1.41");
    let found = discover(&place.surroundings(&[]), None).await;
    assert!(found.iter().all(|candidate| candidate.startable().is_none()), "{found:?}");
}
