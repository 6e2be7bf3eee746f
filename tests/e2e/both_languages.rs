//! The first hour with Slipway, in English and in 中文: a program that prints and ends, a server, and code that does
//! not compile. What the window says is held against what the engine says.

use crate::steps;
use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, wait};
use std::time::{Duration, Instant};

/// What the window must call things in one language. Written out here, so that a wrong message file is found.
struct Words {
    locale: &'static str,
    tag: &'static str,
    stages: [&'static str; 4],
    running: &'static str,
    finished: &'static str,
    verdict: &'static str,
    ended_with_0: &'static str,
    runs: &'static str,
    serves: &'static str,
    needs_you: &'static str,
    does_not_compile: &'static str,
    nothing_changed: &'static str,
}

const ENGLISH: Words = Words {
    locale: "en_US.UTF-8",
    tag: "en",
    stages: ["Code", "Build", "Run", "Watch"],
    running: "running",
    finished: "finished",
    verdict: "Finished",
    ended_with_0: "Ended with 0",
    runs: "runs as it should",
    serves: "serves",
    needs_you: "needs you",
    does_not_compile: "hello is not known",
    nothing_changed: "Nothing was changed",
};

const CHINESE: Words = Words {
    locale: "zh_CN.UTF-8",
    tag: "zh-CN",
    stages: ["代码", "构建", "运行", "观察"],
    running: "运行中",
    finished: "已完成",
    verdict: "已完成",
    ended_with_0: "已结束，退出码 0",
    runs: "运行正常",
    serves: "正在提供服务",
    needs_you: "需要处理",
    does_not_compile: "不认识 hello",
    nothing_changed: "没有任何改动",
};

/// What becomes of the program.
enum Program {
    /// Prints and ends.
    Printer,
    /// Answers.
    Server,
    /// The printer with an error in it, which is mended afterwards.
    Broken,
}

/// From a template to the end, in one language.
async fn journey(words: &'static Words, program: Program) {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (template, name) = match program {
        Program::Printer => ("env-printer", "hello"),
        Program::Server => ("http-server", "hellod"),
        Program::Broken => ("env-printer", "broken"),
    };
    let app = App::named(&engine, &format!("{name}-{}", words.tag.to_lowercase()));
    std::fs::remove_dir(&app.folder).unwrap();
    let opening = Opening::of(&home).language(words.locale);
    Window::with(&app.name.clone(), opening, move |window| async move {
        create(&window, template, &app).await;
        let at = Screen { window: &window, engine: &engine, app: &app, words };
        assert_eq!(window.run("return document.documentElement.lang").await, words.tag);
        for (stage, word) in steps::STAGES.iter().zip(words.stages) {
            at.says(&format!("[data-testid={stage}] .head"), word).await;
        }
        match program {
            Program::Printer => at.prints_and_ends().await,
            Program::Server => at.answers().await,
            Program::Broken => {
                at.does_not_compile().await;
                at.prints_and_ends().await;
            }
        }
    })
    .await;
}

/// A new project from the first screen, through the dialog.
async fn create(window: &Window, template: &str, app: &App) {
    window.has_state("engine-state", "ready", SOON).await;
    window.click("nav-welcome").await;
    window.click(&format!("template-{template}")).await;
    window.fill("template-parent", app.folder.parent().unwrap().to_str().unwrap()).await;
    window.fill("template-name", &app.name).await;
    window.click("template-create").await;
    window.shows("ship-button").await;
}

/// The window with what it must agree with.
struct Screen<'a> {
    window: &'a Window,
    engine: &'a TestEngine,
    app: &'a App,
    words: &'static Words,
}

impl Screen<'_> {
    /// Waits until the first element that matches says a text.
    async fn says(&self, selector: &str, wanted: &str) {
        let script = format!(
            "const found = document.querySelector({selector:?}); return found === null ? null : found.innerText"
        );
        let begin = Instant::now();
        loop {
            let text = self.window.run(&script).await;
            // Names are set apart from the sentence around them by marks that nobody sees.
            let text = text.as_str().map(|text| text.replace(['\u{2068}', '\u{2069}'], ""));
            if text.as_deref().is_some_and(|text| text.contains(wanted)) {
                return;
            }
            assert!(begin.elapsed() < SOON, "{selector} does not say {wanted:?}: {text:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Ships, and waits for the end of it.
    async fn ship(&self) {
        self.window.click("ship-button").await;
        self.window.has_state("ship-button", "running", SOON).await;
        self.window.has_state("ship-button", "idle", PATIENCE).await;
    }

    async fn prints_and_ends(&self) {
        self.ship().await;
        self.window.has_state("ship-result", "good", SOON).await;
        self.says("[data-testid=ship-result]", &format!("{} {}", self.app.name, self.words.runs)).await;
        self.says("[data-testid=stage-run]", self.words.ended_with_0).await;
        let container = self.only_container();
        assert_eq!(
            self.engine.inspect(&container, "{{.State.Status}} {{.State.ExitCode}}"),
            "exited 0",
            "the engine says the same"
        );
        self.says_of_the_container("exited", self.words.finished).await;
        self.says("[data-testid=verdict][data-code=ended-finished] h2", self.words.verdict).await;
        self.says("[data-testid=verdict-exit-code]", "0").await;
        let lines = self.log_is_the_engines().await;
        assert_eq!(lines.first().map(String::as_str), Some("Hello, World!"), "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("PATH=")), "{lines:?}");
    }

    async fn answers(&self) {
        self.ship().await;
        self.window.has_state("ship-result", "good", SOON).await;
        self.says("[data-testid=ship-result]", &format!("{} {}", self.app.name, self.words.serves)).await;
        self.window.has_state("stage-run", "live", SOON).await;
        let container = self.only_container();
        // What is shown is what the engine has published, and there the program is.
        let published = self.engine.docker(&["port", &container, "8080/tcp"]);
        let published = published.lines().next().unwrap().to_owned();
        self.says("[data-testid=project-url]", &published).await;
        let url = steps::address(self.window).await;
        assert_eq!(url.trim_end_matches('/'), format!("http://{published}"));
        assert_eq!(wait::http_get(&url).as_deref(), Some("Hello, World!\n"));
        assert_eq!(self.engine.inspect(&container, "{{.State.Status}}"), "running");
        self.says_of_the_container("running", self.words.running).await;
        self.says("header [data-port-link]", &published).await;
        let lines = self.log_is_the_engines().await;
        assert_eq!(lines.first().map(String::as_str), Some("listening on :8080"), "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("GET \"/\" 200")), "{lines:?}");
    }

    async fn does_not_compile(&self) {
        self.app.edit("main.go", "\"Hello, World!\"", "hello");
        let source = std::fs::read_to_string(self.app.folder.join("main.go")).unwrap();
        let line = source.lines().position(|line| line.contains("Println(hello)")).unwrap() + 1;
        self.ship().await;
        self.window.has_state("stage-build", "needs_you", SOON).await;
        self.says("[data-testid=stage-build]", self.words.needs_you).await;
        self.says("[data-testid=ship-result]", self.words.does_not_compile).await;
        self.says("[data-testid=compile-errors]", &format!("main.go:{line}")).await;
        self.says("[data-testid=ship-left]", self.words.nothing_changed).await;
        self.says("[data-testid=compile-errors]", "undefined: hello").await;
        assert_eq!(self.app.containers(), Vec::<String>::new(), "the engine has nothing of it");
        assert_eq!(self.engine.images_of(&self.app.name), Vec::<String>::new());
        self.app.edit("main.go", "Println(hello)", "Println(\"Hello, World!\")");
    }

    /// Its one container, named as the project.
    fn only_container(&self) -> String {
        assert_eq!(self.app.containers(), [self.app.name.as_str()]);
        self.app.name.clone()
    }

    /// The row in the list, then the container's page: name, state, and the state in words.
    async fn says_of_the_container(&self, state: &str, word: &str) {
        let name = &self.app.name;
        steps::go(self.window, "containers").await;
        let row = format!("[data-testid=container-row][data-name='{name}']");
        self.window.finds(&format!("{row}[data-state={state}]"), SOON).await;
        self.says(&row, name).await;
        self.says(&row, word).await;
        self.window.click_on(&format!("{row} a")).await;
        self.says("h1", name).await;
        self.says("header", word).await;
    }

    /// Waits until the log of the container's page holds the engine's lines, each once and in order; gives them.
    async fn log_is_the_engines(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('[data-testid=log-line] [data-text]')] \
                      .sort((a, b) => a.closest('[data-key]').offsetTop - b.closest('[data-key]').offsetTop) \
                      .map((line) => line.textContent)";
        let begin = Instant::now();
        loop {
            let shown = self.window.run(script).await;
            let shown: Vec<String> = serde_json::from_value(shown).unwrap_or_default();
            let written: Vec<String> =
                self.engine.docker(&["logs", &self.app.name]).lines().map(str::to_owned).collect();
            if !written.is_empty() && shown == written {
                return shown;
            }
            assert!(begin.elapsed() < SOON, "the window shows {shown:#?}, the engine has {written:#?}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

#[tokio::test]
async fn the_environment_printer_in_english() {
    journey(&ENGLISH, Program::Printer).await;
}

#[tokio::test]
async fn the_environment_printer_in_chinese() {
    journey(&CHINESE, Program::Printer).await;
}

#[tokio::test]
async fn the_server_in_english() {
    journey(&ENGLISH, Program::Server).await;
}

#[tokio::test]
async fn the_server_in_chinese() {
    journey(&CHINESE, Program::Server).await;
}

#[tokio::test]
async fn code_that_does_not_compile_in_english() {
    journey(&ENGLISH, Program::Broken).await;
}

#[tokio::test]
async fn code_that_does_not_compile_in_chinese() {
    journey(&CHINESE, Program::Broken).await;
}
