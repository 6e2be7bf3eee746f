//! What `make run` does where there is no display: the window ships the environment printer, and leaves pictures and a
//! short report.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const NAME: &str = "env-printer";

fn main() -> std::process::ExitCode {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("demo FOLDER"));
    std::fs::create_dir_all(folder.join("projects")).expect("the folder can be written");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    // A panic in a step has said what is wrong already; the report says how far it came.
    let result = std::panic::catch_unwind(|| runtime.block_on(run(folder.clone())));
    let report = folder.join("report.txt");
    match result {
        Ok(text) => {
            std::fs::write(&report, &text).expect("the folder can be written");
            println!("{text}\nReport: {}", report.display());
            std::process::ExitCode::SUCCESS
        }
        Err(_) => {
            let text = "The environment printer was not shipped: see above, and target/failed/demo.png for the window.\n";
            std::fs::write(&report, text).expect("the folder can be written");
            println!("{text}Report: {}", report.display());
            std::process::ExitCode::FAILURE
        }
    }
}

const ENGINE_WORDS: &str = "
    const foot = document.querySelector('[data-testid=engine-state]');
    return foot.innerText.trim().split(/\\n+/).join(', ');";

const LOG_LINES: &str = "
    const lines = [...document.querySelectorAll('[data-testid=log-line]')];
    return lines.map((line) => line.innerText.replace(/\\s+/g, ' ')).slice(0, 8);";

async fn run(folder: PathBuf) -> String {
    let engine = TestEngine::here();
    let home = Slipway::of_this_user(&engine);
    let project = folder.join("projects").join(NAME);
    let begin = Instant::now();
    let opening = Opening::of(&home).pick(&project);
    Window::with("demo", opening, move |window| async move {
        let opened = begin.elapsed();
        let pictures = Pictures { folder: folder.clone(), window: window.clone() };
        window.has_state("engine-state", "ready", SOON).await;
        window.click("nav-welcome").await;
        pictures.take("1-welcome").await;
        open(&window, &project).await;
        pictures.take("2-project").await;

        let begin = Instant::now();
        window.click("ship-button").await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        pictures.take("3-shipping").await;
        window.has_state("stage-run", "good", PATIENCE).await;
        let shipped = begin.elapsed();
        tokio::time::sleep(Duration::from_secs(1)).await;
        pictures.take("4-shipped").await;

        window.run("location.hash = '#/containers'").await;
        let row = format!("[data-testid=container-row][data-name^='{NAME}']");
        window.finds(&row, SOON).await;
        pictures.take("5-containers").await;
        window.click_on(&format!("{row} a")).await;
        window.finds("[data-testid=log-line]", SOON).await;
        pictures.take("6-container").await;
        let lines = window.run(LOG_LINES).await;
        let lines: Vec<String> = serde_json::from_value(lines).unwrap_or_default();
        window.click("nav-settings").await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        pictures.take("7-settings").await;

        // The page's own words: a driver calls a text at the very edge of the window invisible.
        let engine_text = window.run(ENGINE_WORDS).await;
        let engine_text = engine_text.as_str().unwrap_or_default();
        let mut text = String::new();
        writeln!(text, "Slipway ran in a real window under Xvfb and shipped the environment printer.")
            .unwrap();
        writeln!(text, "  window open after   {:.1} s", opened.as_secs_f64()).unwrap();
        writeln!(text, "  shipped after       {:.1} s", shipped.as_secs_f64()).unwrap();
        writeln!(text, "  engine              {engine_text} ({})", engine.url()).unwrap();
        writeln!(text, "  project             {}", project.display()).unwrap();
        writeln!(text, "  pictures            {}", folder.join("*.png").display()).unwrap();
        writeln!(text, "What it printed, as the window shows it:").unwrap();
        for line in lines {
            writeln!(text, "  {line}").unwrap();
        }
        text
    })
    .await
}

/// The project's page: from the template the first time, from its folder later.
async fn open(window: &Window, project: &Path) {
    if project.join("go.mod").is_file() {
        window.click("open-folder").await;
    } else {
        window.click(&format!("template-{NAME}")).await;
        let parent = project.parent().expect("it is below").to_str().expect("a folder of text");
        window.fill("template-parent", parent).await;
        window.fill("template-name", NAME).await;
        window.click("template-create").await;
    }
    window.shows("ship-button").await;
}

struct Pictures {
    folder: PathBuf,
    window: Window,
}

impl Pictures {
    async fn take(&self, name: &str) {
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.window.picture(&self.folder.join(format!("{name}.png"))).await;
    }
}
