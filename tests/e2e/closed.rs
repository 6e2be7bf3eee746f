//! The last window closed: Slipway goes on, a second start brings it back, and everything is as it is by then. Or it
//! ends, where the setting says so. And no window outlives whoever tested it.

use crate::steps;
use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, paths, tree, wait};
use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A second start of the program, without a folder.
fn start_again(home: &Slipway) -> i32 {
    let begin = Instant::now();
    let status = Command::new(paths::program("slipway-desktop"))
        .env_remove("DOCKER_CONTEXT")
        .envs(home.variables())
        .status()
        .unwrap();
    assert!(begin.elapsed() < Duration::from_secs(10), "it hands over and ends: {:?}", begin.elapsed());
    status.code().unwrap_or(-1)
}

/// Name and state of each container, as the engine says them.
fn by_engine(engine: &TestEngine) -> BTreeMap<String, String> {
    let lines = engine.lines(&["ps", "-a", "--format", "{{.Names}} {{.State}}"]);
    lines
        .iter()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, state)| (name.to_owned(), state.to_owned()))
        .collect()
}

/// The same, as the list shows them.
async fn by_window(window: &Window) -> BTreeMap<String, String> {
    let rows = window
        .run(
            "return [...document.querySelectorAll('[data-testid=container-row]')] \
             .map((row) => [row.dataset.name, row.dataset.state])",
        )
        .await;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    rows.as_array().into_iter().flatten().map(|row| (text(&row[0]), text(&row[1]))).collect()
}

/// Waits until the list shows what the engine says.
async fn list_is_right(window: &Window, engine: &TestEngine) {
    steps::go(window, "containers").await;
    let begin = Instant::now();
    loop {
        let (shown, there) = (by_window(window).await, by_engine(engine));
        if shown == there {
            return;
        }
        assert!(begin.elapsed() < SOON, "the list shows {shown:?}, the engine has {there:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_closed_window_comes_back_with_a_second_start_and_shows_what_is() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "closed");
    let stays = engine.foreign("e2e-closed-stays", "foreign", &[]);
    let goes = engine.foreign("e2e-closed-goes", "foreign", &[]);
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("closed", opening, move |window| async move {
        steps::open_picked(&window).await;
        steps::ship(&window).await;
        let url = steps::address(&window).await;
        let process = window.process();
        list_is_right(&window, &engine).await;
        assert_eq!(window.count("[data-testid=notice]").await, 0, "nothing has to be said yet");

        window.close().await;
        assert!(tree::runs(process, &paths::program("slipway-desktop")), "the program goes on");
        // What happens while nobody looks.
        drop(goes);
        engine.docker(&["pause", &stays.id]);
        let came = engine.foreign("e2e-closed-came", "foreign", &[]);
        assert_eq!(wait::http_get(&url).as_deref(), Some("version one"), "what was shipped serves on");

        assert_eq!(start_again(&home), 0);
        window.comes_back().await;
        assert_eq!(window.process(), process, "it is the same program");
        window.shows("notice").await;
        list_is_right(&window, &engine).await;
        assert_eq!(by_engine(&engine).get("e2e-closed-stays").map(String::as_str), Some("paused"));

        // The project is as it was, and can be shipped.
        window.run("document.querySelector('[data-testid=nav-welcome]').click()").await;
        steps::open_picked(&window).await;
        window.has_state("stage-run", "live", SOON).await;
        assert_eq!(steps::address(&window).await, url);
        app.edit("main.go", "\"one\"", "\"two\"");
        steps::ship(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version two"));
        assert_eq!(app.containers().len(), 1);

        // A second time nothing needs to be said any more, and with a window there none is opened.
        window.close().await;
        assert_eq!(start_again(&home), 0);
        window.comes_back().await;
        window.has_state("engine-state", "ready", SOON).await;
        assert_eq!(window.count("[data-testid=notice]").await, 0, "it was said before");
        assert_eq!(start_again(&home), 0);
        let windows = window.client().windows().await.unwrap();
        assert_eq!(windows.len(), 1, "{windows:?}");
        list_is_right(&window, &engine).await;
        drop((stays, came));
    })
    .await;
}

#[tokio::test]
async fn a_ship_goes_on_without_its_window_and_is_found_again() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "unseen");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("unseen", opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("ship-button").await;
        window.has_state("ship-button", "running", SOON).await;
        window.close().await;
        wait::until("the ship ends without its window", PATIENCE, || {
            app.containers()
                .first()
                .filter(|name| engine.inspect(name, "{{.State.Running}}") == "true")
                .cloned()
        });

        // The next one waits for an answer that never comes: it is still at it when the window is back.
        start_again(&home);
        window.comes_back().await;
        steps::open_picked(&window).await;
        window.has_state("ship-button", "idle", PATIENCE).await;
        window.has_state("ship-result", "good", SOON).await;
        window.has_state("stage-run", "live", SOON).await;
        let url = steps::address(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version one"));
        app.make_deaf();
        window.click("ship-button").await;
        window.has_state("stage-run", "working", PATIENCE).await;
        window.close().await;
        let folder = app.folder.to_str().unwrap();
        let status = Command::new(paths::program("slipway-desktop"))
            .arg(folder)
            .envs(home.variables())
            .status()
            .unwrap();
        assert!(status.success());
        window.comes_back().await;
        window.has_state("ship-button", "running", SOON).await;
        window.click("ship-button").await;
        window.has_state("ship-result", "cancelled", PATIENCE).await;
        wait::until("the old one serves again", SOON, || {
            (wait::http_get(&url).as_deref() == Some("version one")).then_some(())
        });
        assert_eq!(app.containers().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn closing_ends_everything_where_the_setting_says_so() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let again = home.clone();
    Window::with("ends", Opening::of(&home), move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        steps::go(&window, "settings").await;
        let switch = "[role=switch][aria-label='Keep running when the window is closed']";
        window.click_on(switch).await;
        window.finds(&format!("{switch}[aria-checked=false]"), SOON).await;
        let process = window.process();
        window.close().await;
        wait::until("the program ends", SOON, || {
            (!tree::runs(process, &paths::program("slipway-desktop"))).then_some(())
        });
    })
    .await;
    // It has let go of its lock, and of nothing that was set.
    Window::with("ends-again", Opening::of(&again), move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        steps::go(&window, "settings").await;
        window.finds("[role=switch][aria-checked=false]", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn a_window_ends_with_a_test_run_that_is_killed() {
    const MARK: &str = "SLIPWAY_TEST_KILLED";
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let mark = home.data().to_str().unwrap().to_owned();
    // The demo opens its window as the tests do.
    let mut run = Command::new(paths::program("demo"))
        .arg(home.data().join("demo"))
        .envs(home.variables())
        .env(MARK, &mark)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let family = || tree::with_environment(MARK, &mark);
    wait::until("the run has a window", SOON, || {
        let window = |(pid, _): &(u32, String)| tree::runs(*pid, &paths::program("slipway-desktop"));
        family().iter().any(window).then_some(())
    });
    run.kill().unwrap();
    run.wait().unwrap();
    let begin = Instant::now();
    while !family().is_empty() && begin.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let left = family();
    for (pid, _) in &left {
        Command::new("kill").args(["-KILL", &pid.to_string()]).status().ok();
    }
    assert_eq!(left, [], "these outlive the run");
}
