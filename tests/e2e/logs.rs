//! What a container writes: found in all of it, and there when the container is gone.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window, paths};
use std::path::PathBuf;
use std::process::Command;

/// What a command of ours prints to both streams, as somebody runs it who copied it.
fn in_a_shell(command: &str, variables: Vec<(String, String)>) -> String {
    let programs = paths::program("slipway");
    let path = std::env::join_paths(
        programs
            .parent()
            .map(PathBuf::from)
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let shell = Command::new("bash")
        .args(["-c", command])
        .env_remove("DOCKER_CONTEXT")
        .envs(variables)
        .env("PATH", path.expect("folders"))
        .output()
        .expect("bash runs");
    [shell.stdout, shell.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat()
}

#[tokio::test]
async fn a_line_is_found_in_all_of_it_also_when_the_container_is_gone() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let image = engine.image_of_app("counter");
    let opening = Opening::of(&home);
    Window::with("logs", opening, move |window| async move {
        // More lines than the page holds, a part of them before anybody looks.
        let counter = engine.foreign_of("e2e-counter", &image, &[], &["30000", "1"]);
        let id = counter.id.clone();
        steps::go(&window, &format!("container/{id}")).await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.reads("line 29999", SOON * 4).await;
        window.fill("log-filter", "LINE 77").await;
        window.reads("111 of 30,000 lines", SOON).await;
        assert!(window.text("log-view").await.contains("line 7799"));
        window.click("log-match-case").await;
        window.reads("0 of 30,000 lines", SOON).await;
        window.click("log-regex").await;
        window.fill("log-filter", "^line 1234.$").await;
        window.reads("10 of 30,000 lines", SOON).await;
        // The command that stands below finds the same.
        window.finds("[data-testid=action-start]", SOON).await;
        let command = window.text("command-text").await;
        assert!(command.starts_with("slipway logs --grep="), "{command}");
        let (shell, variables) = (command.clone(), home.variables());
        let found =
            tokio::task::spawn_blocking(move || in_a_shell(&shell, variables)).await.expect("it ends");
        assert_eq!(found.lines().count(), 10, "{command}: {found}");
        window.fill("log-filter", "(").await;
        window.reads("This is no regular expression", SOON).await;
        window.fill("log-filter", "").await;
        window.reads("line 29999", SOON).await;
        // To a line by its number, far from here, and back.
        window.fill("log-go", "1,235").await;
        window.press("\u{E007}").await;
        window.finds("[data-testid=log-line].at", SOON).await;
        let at = "return document.querySelector('[data-testid=log-line].at').innerText";
        let at = window.run(at).await;
        assert!(at.as_str().is_some_and(|at| at.trim().ends_with("line 1234")), "{at}");
        window.click("log-error-after").await;
        window.has_text("log-error-place", "none", SOON).await;
        window.click("log-to-end").await;
        window.reads("line 29999", SOON).await;

        engine.docker(&["rm", "-f", "e2e-counter"]);
        window.shows("gone-facts").await;
        window.reads("line 29999", SOON).await;
        window.run("location.reload()").await;
        window.shows("gone-facts").await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.fill("log-filter", "line 12345").await;
        window.reads("1 of 30,000 lines", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_line_says_of_itself_is_seen_and_asked_for() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let image = engine.image_of_app("speaker");
    let folder = slipway_tests::paths::fresh("saved-lines");
    std::fs::create_dir_all(&folder).expect("a folder");
    let place = folder.to_str().expect("our own names are text").to_owned();
    let opening = Opening::of(&home).environment("SLIPWAY_TEST_SAVE", &place);
    Window::with("speaker", opening, move |window| async move {
        let speaker = engine.foreign_of("e2e-speaker", &image, &[], &[]);
        steps::go(&window, &format!("container/{}", speaker.id)).await;
        window.reads("after it", SOON).await;
        // Levels, fields and the place of the panic in the user's own code; what is hostile is text.
        window.reads("price <b>service</b> slow", SOON).await;
        assert_eq!(window.count("[data-testid=log-view] b").await, 0);
        for level in ["debug", "info", "warn", "error", "fatal"] {
            assert!(window.count(&format!("[data-level={level}]")).await > 0, "{level}");
        }
        window.reads("cart/cart.go:118", SOON).await;
        assert!(window.text("log-fold").await.contains('9'));
        assert!(!window.text("log-view").await.contains("goroutine 7"));
        window.click("log-fold").await;
        window.reads("goroutine 7", SOON).await;
        window.click("log-fold").await;
        window.reads_no_more("goroutine 7").await;
        assert!(window.count("[data-testid=log-line] .bold").await > 0, "colours");

        // A level, a field by a press on it, and taking it back.
        window.choose("log-level", "error").await;
        window.reads("3 of 17 lines", SOON).await;
        window.choose("log-level", "").await;
        window.click_on("[data-testid=log-field][title^='order']").await;
        window.reads("2 of 17 lines", SOON).await;
        window.click("log-field-chip").await;
        window.reads_no_more("2 of 17 lines").await;

        // A filter is saved under a name and found again.
        window.fill("log-filter", "price").await;
        window.reads("4 of 17 lines", SOON).await;
        window.click("log-saved").await;
        window.fill("log-saved-name", "prices").await;
        window.click("log-saved-save").await;
        window.fill("log-filter", "").await;
        window.reads_no_more("4 of 17 lines").await;
        window.click("log-saved").await;
        window.click("log-saved-pick").await;
        window.reads("4 of 17 lines", SOON).await;

        // Marked and stepped through, where all lines stay.
        window.fill("log-filter", "latency_ms").await;
        window.reads("4 of 17 lines", SOON).await;
        window.click("log-only").await;
        window.reads("listening", SOON).await;
        window.click("log-before").await;
        window.reads("of 4", SOON).await;
        assert_eq!(window.count("[data-testid=log-line].at").await, 1);
        window.shows("log-map").await;
        window.click("log-note").await;
        window.reads("Noted on the time axis", SOON).await;
        window.finds("[data-testid=mark-note]", SOON).await;
        window.fill("log-filter", "").await;

        // From error to error, a panic among them, by button and by key.
        window.click_if_there("log-to-end").await;
        window.click("log-error-before").await;
        window.has_text("log-error-place", "3 of 3", SOON).await;
        window.click("log-error-before").await;
        window.has_text("log-error-place", "2 of 3", SOON).await;
        window.run("document.querySelector('[data-testid=log-view]').focus()").await;
        window.press("\u{E038}").await;
        window.has_text("log-error-place", "3 of 3", SOON).await;
        window.finds("[data-testid=log-line].at[data-level=fatal]", SOON).await;
        window.press("\u{E038}").await;
        window.has_text("log-error-place", "none after", SOON).await;

        // What the server was asked for, by path.
        window.click("log-requests-show").await;
        window.shows("log-request").await;
        let requests = window.text("log-requests").await;
        assert!(requests.contains("GET /report") && requests.contains('1'), "{requests}");
        window.click("log-request").await;
        window.reads("1 of 17 lines", SOON).await;
        window.fill("log-filter", "").await;
        window.reads_no_more("1 of 17 lines").await;
        window.click("log-requests-show").await;

        // Fields in columns of their own, and back.
        window.click("log-columns").await;
        window.click_on("label:has([data-testid=log-column][data-key=latency_ms])").await;
        window.finds("[data-testid=log-column-head] button", SOON).await;
        let cells = "return [...document.querySelectorAll('[data-testid=log-cell]')]
            .filter((cell) => cell.textContent !== '').map((cell) => Math.round(cell.getBoundingClientRect().left))";
        let lefts = window.run(cells).await;
        let lefts: Vec<_> = lefts.as_array().expect("a list").iter().collect();
        assert!(lefts.len() >= 2 && lefts.iter().all(|left| *left == lefts[0]), "{lefts:?}");
        window.click("log-columns").await;
        window.click_on("[data-testid=log-column-head] button").await;
        window.lacks("[data-testid=log-column-head]").await;

        // Wrapped rows lie below each other, also where they take more than one line.
        window.run("document.querySelector('[data-testid=log-view]').style.right = '45%'").await;
        window.click("log-wrap").await;
        let rows = "const rows = [...document.querySelectorAll('[data-testid=log-line]')]
            .map((row) => [parseFloat(row.style.top), row.offsetHeight]).sort((a, b) => a[0] - b[0]);
            return [rows.filter(([, height]) => height > 20).length,
                rows.filter(([top, height], at) => at > 0 && rows[at - 1][0] + rows[at - 1][1] !== top).length]";
        wait_rows(&window, rows).await;
        window.click("log-wrap").await;
        window.run("document.querySelector('[data-testid=log-view]').style.right = ''").await;

        // As they were written, and their times.
        window.click("log-raw").await;
        window.reads("\"latency_ms\":812", SOON).await;
        window.choose("log-clock", "delta").await;
        window.reads("+0 ms", SOON).await;
        let lines = window.attribute("log-rate", "data-lines").await;
        assert!(lines.is_some_and(|lines| lines.parse::<u32>().is_ok_and(|lines| lines >= 17)));

        window.choose("log-chart", "latency_ms").await;
        window.finds("[data-testid=log-numbers][data-most='2000']", SOON).await;

        window.click("log-export").await;
        window.click("log-export-json").await;
        window.reads(".jsonl", SOON).await;
        let file =
            std::fs::read_dir(&folder).expect("a folder").next().expect("a file").expect("a file").path();
        let lines = std::fs::read_to_string(file).expect("text");
        let lines: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines.len(), 17, "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line["level"] == "error").count(), 2);
    })
    .await;
}

/// Until some rows are tall and none lies over another.
async fn wait_rows(window: &Window, rows: &str) {
    for _ in 0..50 {
        let found = window.run(rows).await;
        if found[0].as_u64() > Some(0) && found[1] == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("wrapped rows: {}", window.run(rows).await);
}

#[tokio::test]
async fn the_log_goes_to_a_moment_of_the_charts_and_outlives_a_restart() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let image = engine.image_of_app("counter");
    let counter = engine.foreign_of("e2e-moment", &image, &[], &["3000", "1"]);
    let id = counter.id.clone();
    let page = format!("container/{id}");
    let (opening, here) = (Opening::of(&home), page.clone());
    Window::with("moment", opening, move |window| async move {
        steps::go(&window, &here).await;
        window.reads("line 2999", SOON).await;
        assert_eq!(window.attribute("log-view", "data-following").await.as_deref(), Some("true"));
        // Why it ended stands above the charts, and moves them down when it comes.
        window.shows("verdict").await;
        // Minutes ago there was nothing yet: its first lines are the nearest.
        window.click("charts-layer").await;
        window.reads("line 0\n", SOON).await;
        assert_eq!(window.attribute("log-view", "data-following").await.as_deref(), Some("false"));
        window.click("log-to-end").await;
        window.reads("line 2999", SOON).await;
        // One range: a stretch of the log's own chart is that of all, and the log can be held to it.
        let newest = "const lane = document.querySelector('[data-testid=log-rate] button');
            const box = lane.getBoundingClientRect();
            const at = (type, x) => lane.dispatchEvent(new PointerEvent(type,
                { bubbles: true, button: 0, pointerId: 1, clientX: box.left + x * box.width, clientY: box.top + 4 }));
            at('pointerdown', 0.05); at('pointermove', 0.3); at('pointerup', 0.3)";
        window.run(newest).await;
        window.finds("[data-testid=log-live]", SOON).await;
        window.click("log-range").await;
        window.reads("0 of 3,000 lines", SOON).await;
        window.click("log-live").await;
        window.reads("3,000 of 3,000 lines", SOON).await;
        window.click("log-range").await;
        window.reads_no_more("3,000 of 3,000 lines").await;
        window.reads("line 2999", SOON).await;
        // A time that is none is said; one that is goes there.
        window.fill("log-go", "noon").await;
        window.press("\u{E007}").await;
        window.reads("A time such as", SOON).await;
        window.fill("log-go", "00:00:00").await;
        window.press("\u{E007}").await;
        window.reads("line 0\n", SOON).await;
    })
    .await;
    drop(counter);
    Window::with("moment-again", Opening::of(&home), move |window| async move {
        steps::go(&window, &page).await;
        window.shows("gone-facts").await;
        window.reads("line 2999", SOON).await;
        window.fill("log-filter", "line 1234").await;
        window.reads("1 of 3,000 lines", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn a_log_that_was_chosen_is_kept_while_nobody_reads_it() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let image = engine.image_of_app("counter");
    Window::with("chosen", Opening::of(&home), move |window| async move {
        let counter = engine.foreign_of("e2e-chosen", &image, &[], &["2200", "10"]);
        let page = format!("container/{}", counter.id);
        steps::go(&window, &page).await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.click_on("[data-testid=log-keep] [role=switch]").await;
        window.finds("[data-testid=log-keep] [aria-checked=true]", SOON).await;
        // Longer than a log is followed that nobody reads.
        steps::go(&window, "settings").await;
        let (own, id) = (engine.clone(), counter.id.clone());
        tokio::task::spawn_blocking(move || own.docker(&["wait", &id])).await.expect("it ends");
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        engine.docker(&["rm", "-f", &counter.id]);
        steps::go(&window, &page).await;
        window.shows("gone-facts").await;
        window.reads("line 2199", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn several_containers_are_one_log_by_time() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let image = engine.image_of_app("counter");
    Window::with("several", Opening::of(&home), move |window| async move {
        let one = engine.foreign_of("e2e-several-a", &image, &[], &["400", "5"]);
        let two = engine.foreign_of("e2e-several-b", &image, &[], &["300", "7"]);
        steps::go(&window, &format!("logs/{}", [&one.id[..], &two.id].join("%2B"))).await;
        window.reads("700 lines", SOON).await;
        let falls = "return [...document.querySelectorAll('[data-testid=log-line]')]
            .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
            .map((line) => +line.dataset.ms).filter((ms, at, all) => at > 0 && ms < all[at - 1]).length";
        assert_eq!(window.run(falls).await, 0);
        let names = "return new Set([...document.querySelectorAll('[data-testid=log-row-source]')]
            .map((mark) => mark.title)).size";
        window.click("log-regex").await;
        window.fill("log-filter", "line .00$").await;
        window.reads("5 of 700 lines", SOON).await;
        assert_eq!((window.run(names).await, window.run(falls).await), (2.into(), 0.into()));
        // Only one of them.
        window.click_on("[data-testid=log-source]").await;
        window.reads("3 of 700 lines", SOON).await;
        assert_eq!(window.run(names).await, 1);
        window.fill("log-filter", "").await;
        window.reads("400 of 700 lines", SOON).await;
        // One that is gone stays in it.
        engine.docker(&["rm", "-f", "e2e-several-a"]);
        window.click_on("[data-testid=log-source][aria-pressed=true]").await;
        window.reads("700 lines", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_chosen_across_pages_is_copied_whole() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let image = engine.image_of_app("counter");
    Window::with("chosen-lines", Opening::of(&home), move |window| async move {
        let counter = engine.foreign_of("e2e-chosen-lines", &image, &[], &["1900", "0"]);
        steps::go(&window, &format!("container/{}", counter.id)).await;
        window.reads("1,900 lines", SOON).await;
        window.click("log-follow").await;
        let list = "const list = document.querySelector('[data-testid=log-view]');
            const rows = () => [...list.querySelectorAll('[data-testid=log-line]')]
                .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top));";
        window.run(&format!("{list} list.scrollTop = 2000")).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let begin = format!(
            "{list} const row = rows()[20]; row.scrollIntoView({{ block: 'nearest' }});
            const text = row.querySelector('[data-text]');
            getSelection().setBaseAndExtent(text, 0, text, 1); return text.textContent"
        );
        let first = window.run(&begin).await;
        // More than a thousand rows further: that row is drawn only because it is chosen.
        window.run(&format!("{list} list.scrollTop += 24000")).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let end = format!(
            "{list} const all = rows(); const text = all[all.length - 5].querySelector('[data-text]');
            getSelection().extend(text, text.childNodes.length); return text.textContent"
        );
        let last = window.run(&end).await;
        let copy = format!(
            "{list} let copied = null;
            const event = new Event('copy', {{ bubbles: true, cancelable: true }});
            Object.defineProperty(event, 'clipboardData', {{ value: {{ setData: (_, text) => (copied = text) }} }});
            list.dispatchEvent(event); return copied"
        );
        let copied = window.run(&copy).await;
        let lines: Vec<&str> = copied.as_str().expect("a text").lines().collect();
        assert!(lines.len() > 1_000, "{} lines", lines.len());
        assert_eq!(
            (lines.first(), lines.last()),
            (Some(&first.as_str().unwrap()), Some(&last.as_str().unwrap()))
        );
        let mut numbers: Vec<u32> =
            lines.iter().map(|line| line.trim_start_matches("line ").parse().expect("a number")).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), lines.len(), "each once");
    })
    .await;
}
