//! What containers use and how they end, in the real window: live, afterwards, when they are gone, beside one another.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, wait};
use std::time::Duration;

#[tokio::test]
async fn one_that_waits_for_its_limit_says_so() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::template(&engine, "cpu-burner", "waits");
    home.ship(&app.folder, &["--cpus", "0.3"]).good();
    let with_limit = engine.clone();
    Window::with("waits", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        let row = format!("[data-testid=container-row][data-name='{}']", app.name);
        window.finds(&format!("{row} [data-testid=near-chip]"), SOON).await;
        steps::open_container(&window, &app).await;
        steps::charts_show_figures(&window).await;
        // The sentence with the number that would do: more than it has, and no more than the machine.
        window.finds("[data-testid=advice]", SOON).await;
        let advice = window.run("return document.querySelector('[data-testid=advice]').innerText").await;
        let advice = advice.as_str().expect("text").to_owned();
        assert!(advice.contains("0.30") && advice.contains("would do"), "{advice}");
        for chart in ["cpu", "memory", "network", "disk", "processes"] {
            window.finds(&format!("[data-testid=chart-{chart}]"), SOON).await;
        }
        window.finds("[data-testid=mark-started]", SOON).await;
        // The same as numbers.
        window.click("charts-table").await;
        window.finds("[data-testid=chart-table] td", SOON).await;
        // One press sets the limit that would do, another ships with it.
        let before = with_limit.inspect(&app.name, "{{.HostConfig.NanoCpus}}");
        assert_eq!(before, "300000000");
        window.click("advice-set").await;
        window.finds("[data-testid=advice-ship]", SOON).await;
        window.click("advice-ship").await;
        wait::until("the next container has another limit", Duration::from_secs(150), || {
            let now =
                with_limit.try_docker(&["inspect", "-f", "{{.HostConfig.NanoCpus}}", &app.name]).ok()?;
            now.trim().parse::<u64>().ok().filter(|now| *now > 300_000_000)
        });
    })
    .await;
}

/// Out of memory with its mark and evidence; still there when the container is removed and Slipway started again, and
/// beside the run after it.
#[tokio::test]
async fn a_run_is_kept_beyond_its_container_and_laid_beside_the_next() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::template(&engine, "memory-hog", "fills");
    let name = app.name.clone();
    let gone = {
        let (engine, app_folder) = (engine.clone(), app.folder.clone());
        let shipping = Slipway::beside(&engine);
        Window::with("fills", Opening::of(&home), move |window| async move {
            steps::go(&window, "containers").await;
            window.has_state("engine-state", "ready", SOON).await;
            let finished = tokio::task::spawn_blocking(move || {
                shipping.ship(&app_folder, &["--memory", "64m", "--name", "fills-one"])
            });
            finished.await.expect("it ends").good();
            let row = "[data-testid=container-row][data-name='fills-one']";
            window.finds(&format!("{row}[data-state=exited]"), Duration::from_secs(40)).await;
            window.click_on(&format!("{row} a")).await;
            window.finds("[data-testid=verdict][data-code=ended-out-of-memory]", SOON).await;
            window.finds("[data-testid=verdict-evidence] [data-code=evidence-oom]", SOON).await;
            window.finds("[data-testid=verdict-evidence] [data-code=evidence-memory]", SOON).await;
            window.click("marks-toggle").await;
            window.finds("[data-testid=marks-list]", SOON).await;
            let marks =
                window.run("return document.querySelector('[data-testid=marks-list]').innerText").await;
            assert!(marks.as_str().is_some_and(|text| text.to_lowercase().contains("memory")), "{marks}");
            let id = engine.inspect("fills-one", "{{.Id}}");
            engine.docker(&["rm", "-f", "fills-one"]);
            id
        })
        .await
    };
    // Another start: the container is gone, its recording is not.
    let again = App::template(&engine, "memory-hog", "fills");
    home.ship(&again.folder, &["--env", "HOG_MAX_MB=24"]).good();
    let next = again.name.clone();
    let files = home.data().join("data/history");
    Window::with("kept", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        window.click("gone-toggle").await;
        window.reads("fills-one", SOON).await;
        window.run(&format!("location.hash = '#/containers/{next}'")).await;
        steps::go(&window, "containers").await;
        let row = format!("[data-testid=container-row][data-name='{next}']");
        window.finds(&row, SOON).await;
        window.click_on(&format!("{row} a")).await;
        steps::charts_show_figures(&window).await;
        window.click("compare-open").await;
        window.finds("[data-testid=compare-row]", SOON).await;
        window.click_on("[data-testid=compare-row]").await;
        window.click_if_there("compare-done").await;
        window.finds("[data-testid=compared]", SOON).await;
        window.reads("fills-one", SOON).await;
        // At the user's wish nothing of it is kept any more.
        steps::go(&window, &format!("container/{gone}")).await;
        window.finds("[data-testid=gone-facts]", SOON).await;
        window.click("recording-forget").await;
        window.click("forget-ok").await;
        window.lacks(&format!("[data-testid=gone-row][data-id='{gone}']")).await;
        steps::go(&window, &format!("container/{gone}")).await;
        window.reads("Back to all containers", SOON).await;
        assert_eq!(window.count("[data-testid=recording-forget]").await, 0);
        forgotten_in(&files, &gone);
    })
    .await;
    drop(name);
}

/// No file of the history has the container's id, which lies in them as bytes.
fn forgotten_in(folder: &std::path::Path, id: &str) {
    let digits: Vec<u8> =
        id.bytes().map(|digit| char::from(digit).to_digit(16).expect("an id") as u8).collect();
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    // Where it was the only one of a file, the next second of the others begins another.
    let files = wait::until("others are recorded", SOON, || {
        let files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        Some(files.collect::<Vec<_>>()).filter(|files| !files.is_empty())
    });
    for file in files {
        let content = std::fs::read(&file).unwrap_or_default();
        let named = content.windows(bytes.len()).any(|window| window == bytes);
        assert!(!named, "{} still has it", file.display());
    }
}

#[tokio::test]
async fn what_is_shown_is_saved_as_files() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::template(&engine, "worker", "saved");
    home.ship(&app.folder, &[]).good();
    let folder = slipway_tests::paths::fresh("saved-files");
    std::fs::create_dir_all(&folder).expect("a folder");
    let place = folder.to_str().expect("our own names are text").to_owned();
    Window::with(
        "saved",
        Opening::of(&home).environment("SLIPWAY_TEST_SAVE", &place),
        move |window| async move {
            steps::open_container(&window, &app).await;
            steps::charts_show_figures(&window).await;
            // The first figure is shown before there is a row of columns to save.
            tokio::time::sleep(Duration::from_secs(3)).await;
            for kind in ["csv", "json", "png"] {
                window.click("export-open").await;
                window.click(&format!("export-{kind}")).await;
                let file = wait::until(&format!("a file of {kind}"), SOON, || {
                    let files = std::fs::read_dir(&folder).ok()?;
                    files
                        .filter_map(|file| Some(file.ok()?.path()))
                        .find(|path| path.extension().is_some_and(|end| end == kind))
                });
                tokio::time::sleep(Duration::from_millis(300)).await;
                let bytes = std::fs::read(&file).expect("it is there");
                match kind {
                    "csv" => {
                        let text = String::from_utf8(bytes).expect("text");
                        assert!(
                            text.starts_with("time_ms,time_utc,container_id,container_name,cpu_min"),
                            "{text}"
                        );
                        assert!(text.lines().count() > 2 && text.contains(&app.name), "{text}");
                    }
                    "json" => {
                        let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
                        assert_eq!(value["slipway_export"], 1);
                        assert_eq!(value["containers"][0]["name"], app.name.as_str());
                    }
                    _ => assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 5_000, "a picture"),
                }
            }
        },
    )
    .await;
}

#[tokio::test]
async fn three_hundred_rows_scroll() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let _one = engine.foreign("e2e-row-000", "foreign", &[]);
    let image = engine.inspect("e2e-row-000", "{{.Image}}");
    let names: Vec<String> = (1..300).map(|n| format!("e2e-row-{n:03}")).collect();
    std::thread::scope(|threads| {
        for part in names.chunks(75) {
            let (engine, image) = (&engine, &image);
            threads.spawn(move || {
                for name in part {
                    engine.docker(&["create", "--label", "slipway.test=1", "--name", name, image]);
                }
            });
        }
    });
    let (ask, all) = (engine.clone(), names.clone());
    Window::with("rows", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        window.finds("[data-testid=container-row][data-name='e2e-row-000']", SOON).await;
        let drawn = window.count("[data-testid=container-row]").await;
        assert!(drawn < 120, "only what is seen is drawn, not {drawn}");
        window
            .run(
                "for (const one of document.querySelectorAll('*'))
                     if (one.scrollHeight > 5000 && getComputedStyle(one).overflowY !== 'visible') one.scrollTop = 1e6",
            )
            .await;
        window.finds("[data-testid=container-row][data-name='e2e-row-299']", SOON).await;
        // Filtered and chosen all together.
        window.fill("fleet-filter", "row-29").await;
        window.lacks("[data-testid=container-row][data-name='e2e-row-000']").await;
        window.click("fleet-select-all").await;
        window.finds("[data-testid=bulk-bar]", SOON).await;
        window.click("bulk-remove").await;
        window.finds("[data-testid=bulk-names]", SOON).await;
        window.click("bulk-ok").await;
        window.lacks("[data-testid=container-row][data-name='e2e-row-290']").await;
        assert!(!ask.has("e2e-row-299") && ask.has("e2e-row-289"), "those that were chosen, and no others");
        drop(all);
    })
    .await;
    let left: Vec<&str> = names.iter().map(String::as_str).filter(|name| engine.has(name)).collect();
    for part in left.chunks(50) {
        let mut words = vec!["rm", "-f"];
        words.extend(part);
        engine.docker(&words);
    }
}
