//! Who may know whom: a room knows rooms to its right, never one to its left or of its own step.

use crate::sources::below;
use serde_json::Value;
use slipway_tests::paths;
use std::collections::BTreeMap;
use std::process::Command;

/// The rooms by step, from what knows most to what knows nothing (ARCHITECTURE, "Directions").
const STEPS: &[&[&str]] = &[
    &["slipway-tests"],
    &["slipway-desktop", "slipway-cli"],
    &["slipway-app"],
    &["slipway-build", "slipway-monitor", "slipway-logs"],
    &["slipway-containers"],
    &["slipway-dockerfile", "slipway-image"],
    &["slipway-engine", "slipway-go"],
    &["slipway-series", "slipway-store", "slipway-diagnose", "slipway-messages"],
    &["slipway-model"],
];

/// A dependency that only one room may have: the start of its name, and the room.
const OWNED: &[(&str, &str)] = &[("bollard", "slipway-engine"), ("tauri", "slipway-desktop")];

/// A room that only some may know, though it is to their right.
const ONLY_FOR: &[(&str, &[&str])] = &[
    ("slipway-messages", &["slipway-cli", "slipway-desktop"]),
    ("slipway-diagnose", &["slipway-app", "slipway-cli", "slipway-desktop"]),
];

/// Every package of the workspace with what it is made from; development dependencies are not part of it.
fn packages() -> BTreeMap<String, Vec<String>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(paths::root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let dependencies = |package: &Value| {
        let all = package["dependencies"].as_array().into_iter().flatten();
        all.filter(|dependency| dependency["kind"] != "dev")
            .map(|dependency| text(&dependency["name"]))
            .collect()
    };
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages.iter().map(|package| (text(&package["name"]), dependencies(package))).collect()
}

fn step(package: &str) -> usize {
    let step = STEPS.iter().position(|rooms| rooms.contains(&package));
    step.unwrap_or_else(|| {
        panic!("{package} has no place among the rooms: give it one in tests/check/directions.rs")
    })
}

#[test]
fn a_room_knows_only_rooms_to_its_right() {
    for (package, dependencies) in packages() {
        for other in dependencies.iter().filter(|name| name.starts_with("slipway-")) {
            assert!(step(&package) < step(other), "{package} must not know {other}");
            if let Some((_, may)) = ONLY_FOR.iter().find(|(room, _)| room == other) {
                assert!(may.contains(&package.as_str()), "{package} must not know {other}: only {may:?} may");
            }
        }
    }
}

#[test]
fn only_the_engine_room_speaks_bollard_and_only_the_window_tauri() {
    for (package, dependencies) in packages() {
        for (start, owner) in OWNED {
            let has = dependencies.iter().any(|name| name == start || name.starts_with(&format!("{start}-")));
            assert!(!has || package == *owner, "{package} depends on {start}: only {owner} may");
        }
    }
}

#[test]
fn only_the_ipc_folder_of_the_ui_imports_tauri() {
    for source in below("ui/src", &[".ts", ".svelte"]) {
        let inside = source.path.starts_with("ui/src/ipc/");
        assert!(inside || !source.text.contains("@tauri-apps"), "{} imports @tauri-apps", source.path);
    }
}

#[test]
fn no_component_writes_html_from_text() {
    for source in below("ui/src", &[".ts", ".svelte"]) {
        for sink in ["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"] {
            let read_only = source.path.ends_with(".test.ts");
            assert!(read_only || !source.text.contains(sink), "{} uses {sink}", source.path);
        }
    }
}
