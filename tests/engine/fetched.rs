//! A Go toolchain from the machine's module proxy, by the room that fetches it: stopped in every phase it leaves
//! nothing; whole it compiles alone. And the biggest source tree that every machine can have, its own, is understood.

use slipway_go::compile::{Compile, run};
use slipway_go::toolchain::{
    FetchEvent, Found, GoPlatform, HostGo, Phase, ProxySettings, Wanted, choose, fetch, go_command,
};
use slipway_model::ToFault as _;
use slipway_tests::module_proxy::ModuleProxy;
use slipway_tests::paths;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Fetches, and stops when a third of a phase is done.
async fn stopped_while(phase: Phase, wanted: Wanted, proxy: &ProxySettings, kept: &Path) {
    let stop = CancellationToken::new();
    let mut at = None;
    let mut cut = |event: FetchEvent| {
        at = Some(event.phase);
        if event.phase == phase && event.total_bytes.is_some_and(|total| event.received_bytes > total / 3) {
            stop.cancel();
        }
    };
    let error = fetch(wanted, &GoPlatform::here(), proxy, kept, &stop, &mut cut).await.unwrap_err();
    assert!(error.to_fault().is_cancelled(), "{phase:?}: {error}");
    assert_eq!(at, Some(phase), "it was stopped in that phase and went no further");
    let left = names(kept);
    assert!(left.iter().all(|name| name.ends_with(".lock")), "{phase:?} leaves {left:?}");
}

/// One test, so that the toolchain is fetched few times.
#[test]
fn a_toolchain_stopped_in_any_phase_leaves_nothing_and_a_whole_one_compiles_alone() {
    let upstream = ModuleProxy::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(stopped_and_whole(&upstream));
}

async fn stopped_and_whole(upstream: &ModuleProxy) {
    let folder = paths::fresh("fetched");
    let kept = folder.join("toolchains");
    let proxy = ProxySettings::of_this_machine(Some(&upstream.goproxy()));
    let wanted = Wanted::of(Some("1.25"), None);
    for phase in [Phase::Downloading, Phase::Verifying, Phase::Unpacking] {
        stopped_while(phase, wanted, &proxy, &kept).await;
    }

    let stop = CancellationToken::new();
    let goroot = fetch(wanted, &GoPlatform::here(), &proxy, &kept, &stop, &mut |_| {}).await.unwrap();
    assert_eq!(upstream.archives(), 4, "each was fetched anew, none twice");
    let found = choose(wanted, &kept, &HostGo::none()).await;
    assert!(matches!(&found, Found::Kept { goroot: kept, .. } if *kept == goroot), "{found:?}");

    let project = folder.join("hello");
    slipway_go::template::write("env-printer", &project, "example.com/hello").unwrap();
    let compile = Compile {
        go: go_command(&goroot),
        goroot: Some(goroot.clone()),
        folder: project,
        package: ".".to_owned(),
        out: folder.join("hello.bin"),
        goarch: GoPlatform::here().arch,
        gocache: Some(folder.join("gocache")),
        gomodcache: Some(folder.join("gomodcache")),
        goproxy: None,
        cgo: None,
    };
    let cold = run(&compile, &stop, &mut |_| {}).await.unwrap();
    let warm = run(&compile, &stop, &mut |_| {}).await.unwrap();
    assert!(warm.took_ms < cold.took_ms, "its cache is its own: {} ms, {} ms", cold.took_ms, warm.took_ms);
    let output = std::process::Command::new(&compile.out).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("Hello, World!\n"), "{output:?}");

    // Thousands of files, and far more than one program.
    let started = Instant::now();
    let tree = slipway_go::understand(&goroot.join("src"));
    let took = started.elapsed();
    assert!(tree.files > 500 && tree.packages > 20, "{} files, {} packages", tree.files, tree.packages);
    // How fast it is, a benchmark says; here it only must not hang, on a machine that does much else.
    assert!(took < Duration::from_secs(120), "{} files in {took:?}", tree.files);
    paths::remove_all(&folder);
}
