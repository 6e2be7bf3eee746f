//! From a folder to the right answer, and again.

use crate::steps;
use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, wait};

#[tokio::test]
async fn a_folder_becomes_a_server_that_answers_and_is_watched() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "first");
    let opening = Opening::of(&home).pick(&app.folder);
    let name = app.name.clone();
    Window::with("journey", opening, move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        steps::open_picked(&window).await;
        for stage in steps::STAGES {
            window.shows(stage).await;
        }
        steps::ship(&window).await;
        let url = steps::address(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version one"), "{url}");

        steps::open_container(&window, &app).await;
        steps::charts_show_figures(&window).await;
        window.shows("log-view").await;
        window.finds("[data-testid=log-line]", SOON).await;
        window.reads("version one", SOON).await;

        // Back, an edit, and the same address has the new version.
        window.run("history.back()").await;
        window.run("history.back()").await;
        window.shows("ship-button").await;
        app.edit("main.go", "\"one\"", "\"two\"");
        window.click("ship-button").await;
        let begin = std::time::Instant::now();
        while wait::http_get(&url).as_deref() != Some("version two") {
            assert!(begin.elapsed() < PATIENCE, "the new version answers at {url}");
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        window.has_state("stage-run", "live", SOON).await;
        assert_eq!(steps::address(&window).await, url, "the address stays");
        assert_eq!(app.containers(), [name.as_str()]);
    })
    .await;
}

#[tokio::test]
async fn a_template_becomes_a_project_and_its_crash_is_explained() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let app = App::named(&engine, "crasher-e2e");
    let parent = app.folder.parent().unwrap().to_owned();
    std::fs::remove_dir(&app.folder).unwrap();
    let name = app.name.clone();
    let engine = engine.clone();
    Window::with("template", Opening::of(&home), move |window| async move {
        window.click("nav-welcome").await;
        window.click("template-crasher").await;
        window.fill("template-parent", parent.to_str().unwrap()).await;
        window.fill("template-name", &name).await;
        window.click("template-create").await;
        window.shows("ship-button").await;
        assert!(app.folder.join("main.go").is_file(), "the files are there");
        window.click("ship-button").await;
        window.finds("[data-testid=ship-result]", PATIENCE).await;
        window.click("stage-watch").await;
        let verdict = window.finds("[data-testid=verdict] [data-code]", SOON).await;
        assert_eq!(verdict.attr("data-code").await.unwrap().as_deref(), Some("ended-crashed"));
        let text = verdict.text().await.unwrap();
        assert!(text.len() > 20, "it is said in words: {text:?}");
        assert!(text.contains("Crashed at main.go:"), "at a file of the project: {text:?}");
        let container = engine.docker(&["inspect", "--format", "{{.Id}}", &app.containers()[0]]);
        let container = container.trim();
        window.run(&format!("location.hash = '#/container/{container}'")).await;
        window.finds("[data-testid=verdict-cause] [data-code=project-run-nil-map]", SOON).await;
        let page = window.finds("[data-testid=verdict]", SOON).await.text().await.unwrap();
        assert!(page.contains("Crashed at main.go:"), "there too: {page:?}");
        assert!(page.contains("assignment to entry in nil map"), "with the line that says so: {page:?}");
    })
    .await;
}

#[tokio::test]
async fn code_that_does_not_compile_is_shown_at_its_line_and_the_old_one_serves() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "compile");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("compile", opening, move |window| async move {
        steps::open_picked(&window).await;
        steps::ship(&window).await;
        let url = steps::address(&window).await;
        app.edit("main.go", "\"one\"", "one");
        window.click("ship-button").await;
        window.has_state("stage-build", "needs_you", PATIENCE).await;
        window.reads("main.go", SOON).await;
        window.reads(":10", SOON).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version one"));
        app.edit("main.go", "= one", "= \"two\"");
        steps::ship(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version two"));
    })
    .await;
}

#[tokio::test]
async fn a_page_that_reloads_finds_its_ship_again() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "reload");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("reload", opening, move |window| async move {
        steps::open_picked(&window).await;
        window.click("ship-button").await;
        window.run("location.reload()").await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        window.shows("app-ready").await;
        window.has_state("stage-run", "live", PATIENCE).await;
        assert_eq!(app.containers().len(), 1, "the reload did not ship twice");
    })
    .await;
}

#[tokio::test]
async fn a_folder_on_the_command_line_is_opened_and_a_second_start_hands_its_own_over() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (first, _) = App::server(&engine, "handone");
    let (second, _) = App::server(&engine, "handtwo");
    let opening = Opening::of(&home).argument(first.folder.to_str().unwrap());
    Window::with("handover", opening, move |window| async move {
        window.shows("ship-button").await;
        window.reads(&first.name, SOON).await;
        let status = std::process::Command::new(slipway_tests::paths::program("slipway-desktop"))
            .arg(&second.folder)
            .envs(home.variables())
            .status()
            .unwrap();
        assert!(status.success(), "the second start ends at once and well");
        window.reads(&second.name, SOON).await;
    })
    .await;
}
