//! Against the real module proxy and the machine's Go. Not part of a plain `cargo test`: `cargo test -p slipway-go
//! --test real -- --ignored --nocapture`.

use slipway_go::compile::{Compile, run};
use slipway_go::toolchain::{
    FetchEvent, Found, GoPlatform, HostGo, Phase, ProxySettings, Wanted, choose, fetch, go_command,
    test_proxy,
};
use slipway_model::ToFault as _;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

#[tokio::test]
#[ignore = "fetches 60 MB"]
async fn a_toolchain_is_fetched_cut_fetched_again_and_compiles_alone() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("toolchains");
    let (proxy, platform) = (ProxySettings::of_this_machine(None), GoPlatform::here());
    println!("{:?}", test_proxy(&proxy.goproxy, &CancellationToken::new()).await);
    let wanted = Wanted::of(Some("1.25"), None);

    // Cut in the middle of the download, of the verifying and of the unpacking.
    for phase in [Phase::Downloading, Phase::Verifying, Phase::Unpacking] {
        let stop = CancellationToken::new();
        let mut cut = |event: FetchEvent| {
            if event.phase == phase && event.total_bytes.is_some_and(|total| event.received_bytes > total / 3)
            {
                stop.cancel();
            }
        };
        let error = fetch(wanted, &platform, &proxy, &kept, &stop, &mut cut).await.unwrap_err();
        let names: Vec<_> =
            std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        println!("cut while {phase:?}: {} and left {names:?}", error.to_fault().code);
        assert!(error.to_fault().is_cancelled() && names.len() == 1);
    }

    let started = Instant::now();
    let stop = CancellationToken::new();
    let mut last = None;
    let mut say = |event: FetchEvent| {
        if last != Some(event.phase) {
            println!("{:>6} ms {:?} {:?}", started.elapsed().as_millis(), event.phase, event.total_bytes);
            last = Some(event.phase);
        }
    };
    let goroot = fetch(wanted, &platform, &proxy, &kept, &stop, &mut say).await.unwrap();
    println!("{} in {:?}", goroot.display(), started.elapsed());

    let found = choose(wanted, &kept, &HostGo::none()).await;
    assert!(matches!(&found, Found::Kept { goroot: kept, .. } if *kept == goroot), "{found:?}");
    let project = folder.path().join("hello");
    slipway_go::template::write("env-printer", &project, "example.com/hello").unwrap();
    let compile = Compile {
        go: go_command(&goroot),
        goroot: Some(goroot),
        folder: project,
        package: ".".to_owned(),
        out: folder.path().join("hello.bin"),
        goarch: platform.arch,
        gocache: Some(folder.path().join("gocache")),
        gomodcache: Some(folder.path().join("gomodcache")),
        goproxy: None,
        cgo: None,
    };
    for round in ["cold", "warm"] {
        let compiled = run(&compile, &stop, &mut |_| {}).await.unwrap();
        println!(
            "{round}: {} ms, {} bytes",
            compiled.took_ms,
            std::fs::metadata(&compile.out).unwrap().len()
        );
    }
    let output = std::process::Command::new(&compile.out).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("Hello, World!\n"));

    // A stop in the middle of a cold compilation.
    let cold = Compile {
        gocache: Some(folder.path().join("gocache2")),
        out: folder.path().join("x.bin"),
        ..compile
    };
    let stop = CancellationToken::new();
    let later = async {
        tokio::time::sleep(Duration::from_millis(1500)).await;
        stop.cancel();
        Instant::now()
    };
    let mut deaf = |_| {};
    let (outcome, stopped) = tokio::join!(run(&cold, &stop, &mut deaf), later);
    println!(
        "stopped in {:?}: {:?}",
        stopped.elapsed(),
        outcome.as_ref().map_err(|error| error.to_fault().code)
    );
    assert!(outcome.unwrap_err().to_fault().is_cancelled() && !cold.out.exists());
}

#[test]
#[ignore = "needs a Go tree: SLIPWAY_TREE=/usr/local/go/src/net"]
fn a_big_tree_is_understood_quickly() {
    let folder = std::env::var("SLIPWAY_TREE").unwrap();
    let started = Instant::now();
    let found = slipway_go::understand(std::path::Path::new(&folder));
    println!(
        "{} files, {} packages, {} programs in {:?}",
        found.files,
        found.packages,
        found.programs.len(),
        started.elapsed()
    );
    for program in &found.programs {
        println!("  {} {} {}", program.folder, program.kind.code(), program.because.code());
    }
    println!("{:#?}\n{:?} {:?}", found.ports, found.chosen, found.tie);
}
