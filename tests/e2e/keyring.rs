//! A secret value: kept for the session only, in the system's keyring when asked, and nowhere else.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Keyring, Slipway, TestEngine, Window, wait};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

const CANARY: &str = "postgres://me:canary-5f3a@db.example/x";
const VALUE: &str = "return document.querySelector('[data-testid=env-value]')?.value";

async fn open_the_form(window: &Window) {
    steps::open_picked(window).await;
    window.click("stage-run").await;
    window.shows("env-value").await;
}

/// Waits for the value in its field.
async fn waits_for(window: &Window, wanted: &str) {
    let begin = Instant::now();
    loop {
        let value = window.run(VALUE).await;
        if value.as_str() == Some(wanted) {
            return;
        }
        assert!(begin.elapsed() < SOON, "the value is {value}, not {wanted:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn kept(window: &Window, yes: bool) {
    window.finds(&format!("[data-testid=env-kept][data-kept={yes}]"), SOON).await;
}

async fn fill_in(window: &Window) {
    open_the_form(window).await;
    window.fill("env-value", CANARY).await;
    window.press("\t").await;
    kept(window, false).await;
}

fn holds(keyring: &Keyring, count: usize) {
    wait::until("the keyring holds what it should", SOON, || (keyring.count() == count).then_some(()));
}

/// The files of a data folder that hold a text.
fn files_with(folder: &Path, text: &str) -> String {
    let found = Command::new("grep").args(["-rlaF", text]).arg(folder).output().expect("grep");
    String::from_utf8_lossy(&found.stdout).into_owned()
}

/// Opens a window on the project once more and says what is in the field.
async fn value_after_a_restart(name: &str, opening: &Opening, wanted: &'static str) {
    Window::with(name, opening.clone(), move |window| async move {
        open_the_form(&window).await;
        waits_for(&window, wanted).await;
    })
    .await;
}

#[tokio::test]
async fn a_secret_outlives_the_window_only_in_the_keyring_and_only_when_asked() {
    let keyring = Keyring::start();
    let engine = TestEngine::here();
    let home = keyring.seen_by(Slipway::beside(&engine));
    let app = App::copy(&engine, "two-programs", "keyring");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("keyring-session", opening.clone(), |window| async move {
        fill_in(&window).await;
    })
    .await;
    assert_eq!(keyring.count(), 0, "nobody asked");
    value_after_a_restart("keyring-gone", &opening, "").await;

    let keyring = Arc::new(keyring);
    let keys = keyring.clone();
    Window::with("keyring-keep", opening.clone(), move |window| async move {
        fill_in(&window).await;
        window.click("env-keep").await;
        kept(&window, true).await;
        holds(&keys, 1);
    })
    .await;
    value_after_a_restart("keyring-kept", &opening, CANARY).await;
    assert_eq!(files_with(home.data(), "canary-5f3a"), "", "no file of ours has it");

    Window::with("keyring-out", opening.clone(), move |window| async move {
        open_the_form(&window).await;
        waits_for(&window, CANARY).await;
        window.click("env-keep").await;
        kept(&window, false).await;
        holds(&keyring, 0);
    })
    .await;
    value_after_a_restart("keyring-out-and-gone", &opening, "").await;
}

#[tokio::test]
async fn where_there_is_no_keyring_it_is_said_and_the_value_stays_for_the_session() {
    let engine = TestEngine::here();
    let nowhere = "unix:path=/nonexistent/slipway-test-bus";
    let home = Slipway::beside(&engine).environment("DBUS_SESSION_BUS_ADDRESS", nowhere);
    let app = App::copy(&engine, "two-programs", "no-keyring");
    Window::with("no-keyring", Opening::of(&home).pick(&app.folder), |window| async move {
        open_the_form(&window).await;
        window.fill("env-value", CANARY).await;
        window.press("\t").await;
        window.click("env-keep").await;
        window.reads("The system’s keyring did not take the secret", SOON).await;
        kept(&window, false).await;
        waits_for(&window, CANARY).await;
    })
    .await;
}
