//! The newest Docker that Debian has, on this kernel, with the image store that its script has chosen.

use crate::core_path;
use crate::values::{self, Source};
use slipway_tests::{App, Slipway, TestEngine, wait};

/// The engine of this run, which keeps its images as it was told to.
fn engine() -> TestEngine {
    let engine = TestEngine::here();
    let store = std::env::var("SLIPWAY_ENGINE_STORE").expect("run `make test-engines`");
    let driver = engine.docker(&["info", "--format", "{{json .DriverStatus}}"]);
    assert_eq!(driver.contains("io.containerd.snapshotter"), store == "containerd", "{store}: {driver}");
    engine
}

#[test]
fn a_template_ships_and_ships_again() {
    core_path::ships_and_ships_again(&engine(), core_path::TIMES, &core_path::it_is_here);
}

#[test]
fn a_dockerfile_is_built_and_its_size_is_what_its_files_take() {
    let engine = engine();
    let (app, _) = App::server(&engine, "sid-file");
    let shipped = Slipway::warm(&engine).ship(&app.folder, &["--way", "dockerfile"]);
    let result = shipped.good();
    assert_eq!(result["way"], "dockerfile");
    assert_eq!(wait::http_get(result["url"].as_str().unwrap()).as_deref(), Some("version one"));
    core_path::size_is_what_is_said(&engine, result);
}

#[test]
fn a_hog_runs_out_of_memory() {
    core_path::runs_out_of_memory(&engine());
}

#[test]
fn cpu_throttling_and_memory_are_the_kernels() {
    let engine = engine();
    let burner = values::Burner::ship(&engine);
    burner.agrees(None, Source::Files, true, |name| values::ten_seconds(&burner.slipway, name));
}
