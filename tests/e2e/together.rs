//! A window and a `slipway ship` on the same data folder at the same time: nobody breaks, there is one container, and
//! the window shows it.

use crate::steps;
use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, wait};

#[tokio::test]
async fn the_window_shows_what_the_command_line_ships_and_goes_on_from_there() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "besides");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("besides", opening, move |window| async move {
        steps::open_picked(&window).await;
        let shipped = home.ship(&app.folder, &[]);
        let result = shipped.good();
        window.has_state("stage-run", "live", SOON).await;
        let url = steps::address(&window).await;
        let same = result["url"].as_str().unwrap().trim_end_matches('/') == url.trim_end_matches('/');
        assert!(same, "{url} {result:#}");
        app.edit("main.go", "\"one\"", "\"two\"");
        steps::ship(&window).await;
        assert_eq!(wait::http_get(&url).as_deref(), Some("version two"));
        app.edit("main.go", "\"two\"", "\"three\"");
        home.ship(&app.folder, &[]).good();
        assert_eq!(wait::http_get(&url).as_deref(), Some("version three"));
        window.has_state("stage-run", "live", SOON).await;
        assert_eq!(steps::address(&window).await, url);
        assert_eq!(app.containers(), [app.name.as_str()]);
        steps::go(&window, "containers").await;
        window.finds(&format!("[data-name='{}'][data-state=running]", app.name), SOON).await;
        assert_eq!(window.count("[data-testid=container-row]").await, engine.containers().len());
        home.ship(&app.folder, &["--remove"]).good();
        window.lacks(&format!("[data-name='{}']", app.name)).await;
    })
    .await;
}

#[tokio::test]
async fn a_window_and_a_command_line_that_ship_one_project_at_once_make_one_container() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "race");
    let opening = Opening::of(&home).pick(&app.folder);
    Window::with("race", opening, move |window| async move {
        steps::open_picked(&window).await;
        let mut met = 0;
        for (round, (from, to)) in
            [("one", "two"), ("two", "three"), ("three", "four")].into_iter().enumerate()
        {
            app.edit("main.go", &format!("\"{from}\""), &format!("\"{to}\""));
            // The result of the round before is another element.
            window
                .run("document.querySelector('[data-testid=ship-result]')?.setAttribute('data-old', '')")
                .await;
            // Who comes first is the second round's other.
            let cli = if round % 2 == 0 {
                window.click("ship-button").await;
                home.start_ship(&app.folder, &[])
            } else {
                let mut cli = home.start_ship(&app.folder, &[]);
                assert!(cli.wait_for_stage("toolchain"), "{:?}", cli.events());
                window.click("ship-button").await;
                cli
            };
            let cli = cli.finish();
            window.finds("[data-testid=ship-result]:not([data-old])", PATIENCE).await;
            window.has_state("ship-button", "idle", PATIENCE).await;
            let refused = window.count("[data-testid=ship-result] [data-code=machine-busy]").await > 0;
            let good = window.count("[data-testid=ship-result][data-state=good]").await > 0;
            assert!(refused || good, "{}", window.text("ship-result").await);
            if cli.status == 0 {
                cli.good();
            } else {
                assert_eq!(cli.bad(5)["error"]["code"], "machine-busy");
            }
            let said = window.text("ship-result").await;
            assert!(good || cli.status == 0, "round {round}: one of them ships: {said}\n{cli:#?}");
            met += usize::from(refused || cli.status != 0);
            assert_eq!(app.containers(), [app.name.as_str()]);
            window.has_state("stage-run", "live", SOON).await;
            let url = steps::address(&window).await;
            assert_eq!(wait::http_get(&url), Some(format!("version {to}")), "{url}");
        }
        assert!(met > 0, "they met");
    })
    .await;
}

#[tokio::test]
async fn two_projects_ship_at_once_from_the_window_and_the_command_line() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let (one, _) = App::server(&engine, "atonce-w");
    let (two, _) = App::server(&engine, "atonce-c");
    let opening = Opening::of(&home).pick(&one.folder);
    Window::with("atonce", opening, move |window| async move {
        steps::open_picked(&window).await;
        let cli = home.start_ship(&two.folder, &[]);
        steps::ship(&window).await;
        let cli = cli.finish();
        let url = cli.good()["url"].as_str().unwrap().to_owned();
        assert_eq!(wait::http_get(&url).as_deref(), Some("version one"));
        let own = steps::address(&window).await;
        assert_eq!(wait::http_get(&own).as_deref(), Some("version one"));
        steps::go(&window, "containers").await;
        for app in [&one, &two] {
            window.finds(&format!("[data-name='{}'][data-state=running]", app.name), SOON).await;
            assert_eq!(app.containers(), [app.name.as_str()]);
        }
    })
    .await;
}
