//! A stranger's project in the real window: from its folder to serving, by what was understood and by one press each.

use crate::steps;
use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, wait};
use std::time::Duration;

/// The two languages, and what each says of a required variable and of the program that is chosen.
const LANGUAGES: [(&str, &str, &str); 2] = [
    ("en", "It does not start without this one.", "The only one that listens on a port"),
    ("zh_CN", "没有它程序无法启动。", "唯一监听端口的程序"),
];

async fn two_programs(language: usize) {
    let (locale, sentence, because) = LANGUAGES[language];
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::copy(&engine, "two-programs", "stranger");
    let opening = Opening::of(&home).pick(&app.folder).language(locale);
    Window::with(&format!("stranger-{locale}"), opening, move |window| async move {
        steps::open_picked(&window).await;
        // The server is chosen, not the tool, and what it cannot start without is asked for.
        window.click("stage-code").await;
        assert_eq!(window.count("[data-testid=program]").await, 2);
        let chosen = window.finds("[data-testid=program][aria-checked=true]", SOON).await;
        let chosen = chosen.text().await.unwrap();
        assert!(chosen.contains("server"), "the server is chosen: {chosen}");
        window.reads(because, SOON).await;
        window.has_state("stage-run", "needs_you", SOON).await;
        window.click("stage-run").await;
        window.reads(sentence, SOON).await;
        window.fill("env-value", "postgres://db.example/x").await;
        window.press("\t").await;
        steps::ship(&window).await;
        let url = steps::address(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("hello from the server"));
        let container = engine.containers_of("server").into_iter().next().expect("named after the program");
        let env = engine.inspect(&container, "{{json .Config.Env}}");
        engine.docker(&["rm", "-fv", &container]);
        assert!(env.contains("DATABASE_URL=postgres://db.example/x"), "{env}");
    })
    .await;
}

#[tokio::test]
async fn two_programs_and_a_required_variable_in_english() {
    two_programs(0).await;
}

#[tokio::test]
async fn two_programs_and_a_required_variable_in_chinese() {
    two_programs(1).await;
}

#[tokio::test]
async fn a_missing_module_is_explained_and_one_press_fetches_it_and_ships() {
    missing_module("en", ["A module is missing from go.mod", "Run go mod tidy and ship again"]).await;
}

#[tokio::test]
async fn a_missing_module_in_chinese() {
    missing_module("zh_CN", ["go.mod 中缺少一个模块", "运行 go mod tidy 并重新发布"]).await;
}

async fn missing_module(locale: &str, words: [&'static str; 2]) {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "untidy");
    app.edit("main.go", "\t\"net/http\"\n", "\t\"net/http\"\n\n\t\"github.com/google/uuid\"\n");
    app.edit("main.go", "\"version %s\", version", "\"version %s: %s\", version, uuid.Nil");
    let opening = Opening::of(&home).pick(&app.folder).language(locale);
    Window::with(&format!("untidy-{locale}"), opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("ship-button").await;
        let failed = window.finds("[data-testid=ship-result] [data-testid=remedy]", PATIENCE).await;
        assert_eq!(failed.attr("data-remedy").await.unwrap().as_deref(), Some("fix-go-mod-tidy"));
        for sentence in words {
            window.reads(sentence, SOON).await;
        }
        window.click("remedy").await;
        window.has_state("ship-result", "good", PATIENCE).await;
        let url = steps::address(&window).await;
        assert!(wait::http_get(&url).is_some_and(|body| body.contains("00000000-0000")));
        let module = std::fs::read_to_string(app.folder.join("go.mod")).unwrap();
        assert!(module.contains("github.com/google/uuid"), "{module}");
    })
    .await;
}

#[tokio::test]
async fn what_fetches_a_module_can_be_stopped_and_nothing_is_changed() {
    let engine = TestEngine::here();
    // A proxy that takes the question and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let goproxy = format!("http://{}", silent.local_addr().unwrap());
    let home = Slipway::beside(&engine).environment("GOPROXY", &goproxy);
    let (app, _) = App::server(&engine, "untidy");
    app.edit("main.go", "\t\"net/http\"\n", "\t\"net/http\"\n\n\t_ \"example.com/nowhere/at/all\"\n");
    let before = std::fs::read_to_string(app.folder.join("go.mod")).unwrap();
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("untidy-stopped", opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("ship-button").await;
        window.finds("[data-testid=ship-result] [data-testid=remedy]", PATIENCE).await;
        window.click("remedy").await;
        window.click("remedy-stop").await;
        window.reads("Stopped by you", SOON).await;
        window.lacks("[data-testid=remedy-stop]").await;
        assert_eq!(std::fs::read_to_string(app.folder.join("go.mod")).unwrap(), before);
    })
    .await;
}

#[tokio::test]
async fn too_little_memory_is_doubled_by_one_press() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::copy(&engine, "failing/memory", "memory");
    // It ends well with a little more than the limit, after the press.
    app.edit("main.go", "\tfor {\n", "\tfor len(kept) < 4 {\n");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("memory", opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("stage-run").await;
        window.fill("run-memory", "24m").await;
        window.press("\t").await;
        window.click("ship-button").await;
        let offered = window.finds("[data-testid=ship-result] [data-testid=remedy]", PATIENCE).await;
        assert_eq!(offered.attr("data-remedy").await.unwrap().as_deref(), Some("fix-raise-memory"));
        assert!(offered.text().await.unwrap().contains("48"), "twice as much is offered");
        window.click("remedy").await;
        window.has_state("ship-result", "good", PATIENCE).await;
        let container = engine.containers_of("memory").into_iter().next().expect("named after the program");
        assert_eq!(engine.inspect(&container, "{{.HostConfig.Memory}}"), (48_u64 << 20).to_string());
    })
    .await;
}

#[tokio::test]
async fn a_proxy_that_does_not_answer_is_changed_for_a_mirror_by_one_press() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine).environment("GOPROXY", "http://127.0.0.1:9");
    let (app, _) = App::server(&engine, "mirror");
    app.edit("go.mod", "\ngo ", "\nrequire github.com/google/uuid v1.6.0\n\ngo ");
    app.write(
        "go.sum",
        "github.com/google/uuid v1.6.0 h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=\n\
        github.com/google/uuid v1.6.0/go.mod h1:TIyPZe4MgqvfeYDBFedMoGGpEw/LqOeaOT+nhxU+yHo=\n",
    );
    app.edit("main.go", "\t\"net/http\"\n", "\t\"net/http\"\n\n\t_ \"github.com/google/uuid\"\n");
    let empty = slipway_tests::paths::fresh("modules");
    let home = home.environment("GOMODCACHE", empty.to_str().unwrap());
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("mirror", opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("ship-button").await;
        let offered = window.finds("[data-testid=ship-result] [data-testid=remedy]", PATIENCE).await;
        assert_eq!(offered.attr("data-remedy").await.unwrap().as_deref(), Some("fix-use-mirror"));
        window.click("remedy").await;
        window.has_state("ship-result", "good", PATIENCE).await;
        // And it is remembered.
        window.click("nav-settings").await;
        window.shows("proxy-input").await;
        let value = "return document.querySelector('[data-testid=proxy-input]').value";
        let set = window.run(value).await;
        assert_eq!(set.as_str(), Some("https://proxy.golang.org,direct"));
    })
    .await;
}

#[tokio::test]
async fn a_switch_of_way_to_a_builder_made_here_and_back() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "ways");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("ways", opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("stage-build").await;
        let because = window.shows("way-because").await;
        assert_eq!(because.attr("data-way").await.unwrap().as_deref(), Some("native"));
        window.click("way-dockerfile").await;
        window.finds("[data-testid=way-because][data-way=dockerfile]", SOON).await;
        window.click("dockerfile-look").await;
        let text = window.text("dockerfile").await;
        assert!(text.contains("FROM golang:1.21 AS build") && text.contains("USER 65532:65532"), "{text}");
        // There is no registry here: the base cannot be pulled, and one press makes a builder instead.
        window.click("ship-button").await;
        let offered = window.finds("[data-testid=ship-result] [data-testid=remedy]", PATIENCE).await;
        assert_eq!(offered.attr("data-remedy").await.unwrap().as_deref(), Some("fix-builder-here"));
        window.click("remedy").await;
        window.has_state("ship-result", "good", PATIENCE * 2).await;
        let url = steps::address(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version one"));
        window.click("stage-build").await;
        window.click("way-native").await;
        window.finds("[data-testid=way-because][data-way=native]", SOON).await;
        app.edit("main.go", "\"one\"", "\"two\"");
        tokio::time::sleep(Duration::from_millis(500)).await;
        steps::ship(&window).await;
        assert_eq!(wait::http_get(&steps::address(&window).await).as_deref(), Some("version two"));
        // What was shown can be kept, and is the project's own from then on.
        window.click("stage-build").await;
        window.click("dockerfile-look").await;
        window.click("dockerfile-save").await;
        window.lacks("[data-testid=dockerfile-save]").await;
        let saved = std::fs::read_to_string(app.folder.join("Dockerfile")).unwrap();
        assert_eq!(saved.trim(), text.trim());
        assert!(app.folder.join(".dockerignore").is_file());
    })
    .await;
}

#[tokio::test]
async fn another_port_than_the_published_one_is_put_right_with_one_press() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, port) = App::server(&engine, "elsewhere");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("elsewhere", opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("stage-run").await;
        window.fill("publish-container", "4321").await;
        window.press("\t").await;
        window.click("ship-button").await;
        let offered = window.finds("[data-testid=ship-result] [data-testid=remedy]", PATIENCE).await;
        assert_eq!(offered.attr("data-remedy").await.unwrap().as_deref(), Some("fix-publish-port"));
        assert!(offered.text().await.unwrap().contains(&port.to_string()));
        window.click("remedy").await;
        window.has_state("ship-result", "good", PATIENCE).await;
        assert_eq!(wait::http_get(&steps::address(&window).await).as_deref(), Some("version one"));
    })
    .await;
}
