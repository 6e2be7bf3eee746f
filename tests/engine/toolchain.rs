//! A machine without Go: the toolchain comes from the module proxy, verified, or it is said why not.

use slipway_tests::module_proxy::{Lie, ModuleProxy};
use slipway_tests::{App, Slipway, TestEngine};
use std::path::Path;

fn without_go(engine: &TestEngine, proxy: &ModuleProxy) -> Slipway {
    Slipway::bare(engine).without_go().environment("GOPROXY", &proxy.goproxy())
}

/// The bytes of all the files below a folder.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => size(&entry.path()),
            Ok(kind) if kind.is_file() => entry.metadata().map_or(0, |metadata| metadata.len()),
            _ => 0,
        })
        .sum()
}

/// One machine without Go, from a cut over a lie to a good end: a toolchain is 70 MB, so it is fetched few times.
#[test]
fn a_toolchain_is_fetched_verified_and_kept_and_nothing_of_a_bad_one_stays() {
    let engine = TestEngine::here();
    let proxy = ModuleProxy::start();
    let slipway = without_go(&engine, &proxy);
    let app = App::template(&engine, "env-printer", "fetched");

    proxy.set(Lie::Missing);
    let shipped = slipway.ship(&app.folder, &[]);
    let status = shipped.status;
    assert_eq!(shipped.result()["ok"], false);
    assert!(status == 4 || status == 1, "a proxy without toolchains is the network's fault: {shipped:#?}");

    let empty = size(slipway.data());
    proxy.set(Lie::CutAfter(5_000_000));
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.bad(4);
    assert!(result["error"]["code"].as_str().unwrap().starts_with("network-"), "{result:#}");
    assert!(size(slipway.data()) < empty + 3_000_000, "what was half fetched is gone");

    proxy.set(Lie::Flip(9_000_000));
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.result();
    assert_eq!(result["ok"], false, "one changed byte is not run: {result:#}");
    assert_ne!(shipped.status, 0);
    assert!(size(slipway.data()) < empty + 3_000_000, "and not kept");
    assert_eq!(app.containers(), Vec::<String>::new());

    proxy.set(Lie::None);
    let mut ship = slipway.start_ship(&app.folder, &[]);
    assert!(ship.wait_for_stage("toolchain"));
    ship.finish().good();
    assert!(size(slipway.data()) > 100_000_000, "the toolchain is kept");
    let asked = proxy.archives();

    let shipped = slipway.ship(&app.folder, &[]);
    shipped.good();
    assert_eq!(proxy.archives(), asked, "and used again");
    slipway_tests::paths::remove_all(slipway.data());
}

#[test]
fn a_stalled_fetch_can_be_cancelled_and_leaves_nothing() {
    let engine = TestEngine::here();
    let proxy = ModuleProxy::start();
    let slipway = without_go(&engine, &proxy);
    let app = App::template(&engine, "env-printer", "stalled");
    proxy.set(Lie::StallAfter(3_000_000));
    let mut ship = slipway.start_ship(&app.folder, &[]);
    assert!(ship.wait_for_stage("toolchain"));
    slipway_tests::wait::until("the archive is asked for", std::time::Duration::from_secs(60), || {
        (proxy.archives() > 0).then_some(())
    });
    std::thread::sleep(std::time::Duration::from_secs(1));
    ship.interrupt();
    let begin = std::time::Instant::now();
    let shipped = ship.finish();
    assert!(begin.elapsed().as_secs() < 5, "at once");
    shipped.bad(130);
    assert!(size(slipway.data()) < 6_000_000, "{}", size(slipway.data()));
}

#[test]
fn a_proxy_that_nobody_runs_is_the_networks_fault() {
    let engine = TestEngine::here();
    let nobody = format!("http://127.0.0.1:{}", slipway_tests::ports::free());
    let slipway = Slipway::bare(&engine).without_go().environment("GOPROXY", &nobody);
    let app = App::template(&engine, "env-printer", "nobody");
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.bad(4);
    assert!(result["error"]["code"].as_str().unwrap().starts_with("network-"), "{result:#}");
    assert!(!result["error"]["title"].as_str().unwrap().is_empty());
}
