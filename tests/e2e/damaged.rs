//! The window on a database that is damaged or of a newer Slipway: put aside and said, or refused; nothing is lost.

use crate::steps;
use slipway_store::rusqlite::Connection;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, display, paths, wait};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The files beside the database that were put aside, those that only belong to one left out.
fn put_aside(home: &Slipway) -> Vec<PathBuf> {
    let folder = home.database().parent().unwrap().to_owned();
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    names
        .filter(|path| {
            path.to_string_lossy().contains(".damaged-") && path.extension().is_some_and(|e| e == "sqlite")
        })
        .collect()
}

#[tokio::test]
async fn a_damaged_database_is_put_aside_and_said_and_the_window_works() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "aside");
    let id = home.ship(&app.folder, &[]).good()["container"]["id"].as_str().unwrap().to_owned();
    let whole = std::fs::read(home.database()).unwrap();
    let garbage = b"<script>this was a database</script> ".repeat(1000);
    for (round, bytes) in [garbage.as_slice(), &whole[..whole.len() / 2]].into_iter().enumerate() {
        std::fs::write(home.database(), bytes).unwrap();
        // What a window that was cut off wrote last would still make it whole.
        for suffix in ["-wal", "-shm"] {
            std::fs::remove_file(format!("{}{suffix}", home.database().display())).ok();
        }
        let before = put_aside(&home).len();
        let (name, running, id) = (app.name.clone(), engine.clone(), id.clone());
        let files = home.clone();
        let bytes = bytes.to_owned();
        Window::with(&format!("aside-{round}"), Opening::of(&home), move |window| async move {
            let aside: Vec<_> = put_aside(&files);
            assert_eq!(aside.len(), before + 1, "it is put aside once: {aside:?}");
            let kept = aside.iter().any(|file| std::fs::read(file).unwrap() == bytes);
            assert!(kept, "byte for byte");
            window.shows("notice").await;
            let said = window.text("notice").await;
            assert!(said.contains("A damaged database was put aside"), "{said}");
            assert!(aside.iter().any(|file| said.contains(file.to_str().unwrap())), "and where: {said}");
            window.has_state("engine-state", "ready", SOON).await;
            steps::go(&window, "containers").await;
            window.finds(&format!("[data-name='{name}'][data-state=running]"), SOON).await;
            assert_eq!(running.inspect(&name, "{{.Id}}"), id, "what was shipped is not touched");
        })
        .await;
    }
    // The next start has nothing to say, and the new database serves.
    Window::with("aside-after", Opening::of(&home).pick(&app.folder), move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        assert_eq!(window.count("[data-testid=notice]").await, 0, "{}", window.text_of_page().await);
        steps::open_picked(&window).await;
        steps::ship(&window).await;
        assert_eq!(
            engine.inspect(&id, "{{.State.Running}}"),
            "true",
            "it is nobody's by now, and left alone"
        );
        engine.docker(&["rm", "-fv", &id]);
    })
    .await;
}

#[tokio::test]
async fn a_newer_database_ends_the_start_with_a_reason_and_is_left_as_it_is() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::template(&engine, "env-printer", "newerdb");
    home.ship(&app.folder, &[]).good();
    let connection = Connection::open(home.database()).unwrap();
    assert!(connection.execute("UPDATE room_version SET version = version + 1", []).unwrap() > 0);
    connection.close().unwrap();
    let before = std::fs::read(home.database()).unwrap();
    for (language, title) in
        [("C.UTF-8", "Your data was written by a newer Slipway"), ("zh_CN.UTF-8", "更新版本的 Slipway")]
    {
        let started = Command::new(paths::program("slipway-desktop"))
            .env_remove("LANGUAGE")
            .envs(home.variables())
            .envs([("LANG", language), ("LC_ALL", language)])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Nobody reads its terminal here: a box says it too, and it ends with that.
        wait::until("the box is shown", SOON, || display::shows_window(started.id()).then_some(()));
        display::close_window(started.id());
        let output = started.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{said}");
        assert!(said.contains(title), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        assert!(std::fs::read(home.database()).unwrap() == before, "the file is as it was");
        assert_eq!(put_aside(&home), Vec::<PathBuf>::new());
    }
}
