//! Everything that somebody else can write and the window shows, as hostile as the engine lets it through: names,
//! images, labels, variables, commands and lines. All of it is text, none of it is run, and nothing breaks by it.

use crate::steps;
use serde_json::Value;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Sets the mark that [`nothing_ran`] looks for, in every way that markup can.
const MARKUP: [&str; 5] = [
    "<script>document.documentElement.dataset.ran=1</script>",
    "<img src=x onerror=\"document.documentElement.dataset.ran=1\">",
    "\"><svg onload=document.documentElement.dataset.ran=1><b data-ran=1>",
    "javascript:document.documentElement.dataset.ran=1",
    "{@html '<b data-ran=1>'} {{constructor.constructor('return 1')()}}",
];
const CONTROLS: &str =
    "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}txt.exe\u{202c} \u{2066}one\nanother\ttab\r\u{2028}end";

/// What an engine takes as a name, though a program written without care does not: what every object of a page has,
/// what looks like a flag, a path or a number, and the longest.
fn names() -> Vec<String> {
    let mut names: Vec<String> =
        ["constructor", "toString", "hasOwnProperty", "valueOf", "00", "null", "undefined", "NaN", "e--rm"]
            .map(str::to_owned)
            .to_vec();
    names.extend(["a..", "a._-", "False", "1e309"].map(str::to_owned));
    names.push(format!("e2e-{}", "x".repeat(240)));
    names
}

/// Nothing of it became a part of the page, and none of it ran.
async fn nothing_ran(window: &Window, at: &str) {
    let ran = window.run("return document.documentElement.dataset.ran ?? null").await;
    assert_eq!(ran, Value::Null, "something was run on {at}");
    let parts =
        window.count("[data-ran]:not(html), [onerror], [onload], iframe, object, embed, body img").await;
    assert_eq!(parts, 0, "something became a part of {at}");
    assert_eq!(window.run("return document.title").await, "Slipway", "on {at}");
    let over = window.run("return document.documentElement.scrollWidth - window.innerWidth").await;
    assert!(over.as_f64().is_some_and(|over| over <= 0.0), "{at} is {over} pixels too wide");
}

/// The text of every element that matches.
async fn texts(window: &Window, selector: &str) -> Vec<String> {
    let script =
        format!("return [...document.querySelectorAll({selector:?})].map((one) => one.textContent.trim())");
    serde_json::from_value(window.run(&script).await).unwrap_or_default()
}

#[tokio::test]
async fn hostile_names_are_names() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let names = names();
    let hostile: Vec<_> = names.iter().map(|name| engine.foreign(name, "foreign", &[])).collect();
    Window::with("hostile-names", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        for name in &names {
            let row = format!("[data-testid=container-row][data-name={name:?}]");
            // Only the rows in sight are drawn.
            window.fill("fleet-filter", name).await;
            window.finds(&format!("{row}[data-state=running]"), SOON).await;
            assert_eq!(texts(&window, &format!("{row} .name a")).await, [name.as_str()]);
        }
        window.fill("fleet-filter", "no container is called so").await;
        window.lacks("[data-testid=container-row]").await;
        nothing_ran(&window, "the list").await;
        let longest = names.last().unwrap();
        window.fill("fleet-filter", longest).await;
        window.click_on("[data-testid=container-row] a").await;
        window.shows("log-view").await;
        assert_eq!(texts(&window, "h1").await, [longest.as_str()]);
        nothing_ran(&window, "the page of the longest").await;
        drop(hostile);
    })
    .await;
}

#[tokio::test]
async fn hostile_labels_variables_commands_and_images_are_text() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    // The longest that is allowed, out of all that is.
    let image = format!("slipway-test/a__b.c---d/constructor:__proto__.-{}", "y".repeat(110));
    engine.docker(&["tag", &engine.image_of_app("foreign"), &image]);
    let mut options: Vec<String> = Vec::new();
    for (at, text) in MARKUP.iter().chain([&CONTROLS]).enumerate() {
        // The command refuses white space in a label's name.
        let name = text.replace([' ', '\n', '\t', '\r', '\u{2028}', '='], "/");
        options.extend(["--label".to_owned(), format!("{name}{at}={text}")]);
        options.extend(["--env".to_owned(), format!("HOSTILE{at}={text}")]);
    }
    for text in ["com.docker.compose.project=<b data-ran=1>", "__proto__=1", "long=", "constructor="] {
        let long = if text == "long=" { "z".repeat(60_000) } else { String::new() };
        options.extend(["--label".to_owned(), format!("{text}{long}")]);
    }
    options.extend(["--env".to_owned(), "<b data-ran=1>=name".to_owned()]);
    options.extend(["--env".to_owned(), format!("LONG={}", "z".repeat(60_000))]);
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let hostile = engine.foreign_of("e2e-hostile", &image, &options, &[&MARKUP[..], &[CONTROLS]].concat());
    let inside = engine.clone();
    let tag = image.clone();
    Window::with("hostile-labels", Opening::of(&home), move |window| async move {
        let json = |template: &str| inside.inspect("e2e-hostile", template);
        let labels: BTreeMap<String, String> =
            serde_json::from_str(&json("{{json .Config.Labels}}")).unwrap();
        let variables: Vec<String> = serde_json::from_str(&json("{{json .Config.Env}}")).unwrap();
        steps::go(&window, "containers").await;
        let row = "[data-testid=container-row][data-name=e2e-hostile]";
        window.finds(&format!("{row}[data-state=running]"), SOON).await;
        assert_eq!(texts(&window, &format!("{row} .image")).await, [tag.as_str()]);
        // The question before it is removed names the compose project.
        window.click_on(&format!("{row} [data-testid=row-menu]")).await;
        window.click("action-remove").await;
        window.shows("confirm-cancel").await;
        window.reads("<b data-ran=1>", SOON).await;
        nothing_ran(&window, "the question").await;
        window.click("confirm-cancel").await;
        window.click_on(&format!("{row} a")).await;
        window.click_on("[data-testid=facts] summary").await;
        window.finds("[data-testid=facts][open]", SOON).await;
        let shown = texts(&window, "[data-testid=facts] .pair code").await;
        for (name, value) in &labels {
            let at = shown.chunks(2).position(|pair| pair[0] == name.trim() && pair[1] == value.trim());
            assert!(at.is_some(), "the label {name:?} is shown as it is: {:?}", &shown.get(..40));
        }
        for variable in &variables {
            let (name, value) = variable.split_once('=').unwrap();
            let at = shown.iter().position(|text| text == name);
            assert!(at.is_some(), "the variable {name:?} is shown");
            if name.starts_with("HOSTILE") {
                assert_eq!(shown.get(at.unwrap() + 1).map(String::as_str), Some(value.trim()), "{name}");
            }
        }
        let words = texts(&window, "[data-testid=facts] .word").await;
        for word in MARKUP {
            assert!(words.iter().any(|shown| shown == word), "{word} is shown: {words:?}");
        }
        // What turns the direction of writing turns nothing but itself.
        let loose = window
            .run(
                "return [...document.querySelectorAll('[data-testid=facts] code')] \
                 .filter((one) => one.textContent.includes('\\u202e') && !one.querySelector('bdi')).length",
            )
            .await;
        assert_eq!(loose, 0);
        nothing_ran(&window, "the container's page").await;
    })
    .await;
    drop(hostile);
    engine.docker(&["rmi", &image]);
}

#[tokio::test]
async fn a_container_cannot_pass_itself_off_as_a_project_that_every_object_has() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let options = ["--label", "slipway.project=constructor", "--label", "slipway.program=<b data-ran=1>"];
    let _forged = engine.foreign("e2e-forged", "foreign", &options);
    Window::with("hostile-project", Opening::of(&home), move |window| async move {
        steps::go(&window, "containers").await;
        let row = "[data-testid=container-row][data-name=e2e-forged]";
        window.finds(row, SOON).await;
        assert_eq!(texts(&window, &format!("{row} .project")).await, Vec::<String>::new());
        assert_eq!(window.count(&format!("{row} .name svg")).await, 0, "it has no mark of ours");
        window.fill("fleet-filter", "e2e-forged").await;
        window.finds(row, SOON).await;
        window.click_on(&format!("{row} a")).await;
        window.shows("log-view").await;
        assert_eq!(window.count("header a[href*=project]").await, 0, "it leads to no project");
        // It is somebody else's, so a stop asks first.
        window.click("action-stop").await;
        window.shows("confirm-cancel").await;
        nothing_ran(&window, "its page").await;
    })
    .await;
}

#[tokio::test]
async fn hostile_lines_of_any_length_are_text() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let _shouter = engine.foreign("e2e-shouter", "shouter", &[]);
    Window::with("hostile-lines", Opening::of(&home), move |window| async move {
        window
            .run(
                "window.violations = []; document.addEventListener('securitypolicyviolation', \
                 (event) => window.violations.push(event.violatedDirective))",
            )
            .await;
        steps::go(&window, "containers").await;
        window.click_on("[data-testid=container-row][data-name=e2e-shouter] a").await;
        window.reads("that was all of it", SOON).await;
        let begin = Instant::now();
        window.click("nav-settings").await;
        window.shows("settings-language-en").await;
        assert!(begin.elapsed() < Duration::from_secs(5), "the window answers: {:?}", begin.elapsed());
        window.run("history.back()").await;
        window.reads("that was all of it", SOON).await;
        // From the last line to the first, by the wheel.
        let mut seen: Vec<String> = Vec::new();
        for _ in 0..200 {
            seen.extend(texts(&window, "[data-testid=log-line]").await);
            nothing_ran(&window, "the log").await;
            let top = window
                .run(
                    "const box = [...document.querySelectorAll('[data-testid=log-view] *')] \
                     .find((one) => one.scrollHeight > one.clientHeight + 40 && getComputedStyle(one).overflowY !== 'visible') \
                     ?? document.querySelector('[data-testid=log-view]'); \
                     box.scrollTop -= box.clientHeight / 2; return box.scrollTop",
                )
                .await;
            tokio::time::sleep(Duration::from_millis(50)).await;
            if top.as_f64().is_none_or(|top| top <= 0.0) {
                break;
            }
        }
        seen.extend(texts(&window, "[data-testid=log-line]").await);
        for part in ["<script>document", "<img src=x onerror=", "red after", "bidi txt.exe", "behind colours", "<script>key=gnp.exe", "onclick=document", "nul  bell", "not utf-8: \u{fffd}"] {
            assert!(seen.iter().any(|line| line.contains(part)), "{part:?} is shown: {:#?}", short(&seen));
        }
        for line in &seen {
            let bad = line.chars().find(|letter| {
                letter.is_control() && *letter != '\t' || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            });
            assert_eq!(bad, None, "of {:?}", short(std::slice::from_ref(line)));
            assert!(line.len() < 100_000, "a line of {} is drawn whole", line.len());
        }
        assert_eq!(window.run("return document.title").await, "Slipway");
        assert_eq!(window.run("return window.violations").await, serde_json::json!([]));
    })
    .await;
}

fn short(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| line.chars().take(120).collect()).collect()
}
