//! Both languages, switched live; a locale that says nothing; settings that stay.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};

fn has_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

#[tokio::test]
async fn the_language_is_switched_live_and_stays() {
    let engine = TestEngine::here();
    let home = Slipway::beside(&engine);
    let again = home.clone();
    Window::with("language", Opening::of(&home).language("en_US.UTF-8"), move |window| async move {
        steps::go(&window, "settings").await;
        window.click("settings-language-zh-CN").await;
        let begin = std::time::Instant::now();
        while !has_chinese(&window.text("nav-containers").await) {
            assert!(begin.elapsed() < SOON, "the rail turns Chinese");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(window.run("return document.documentElement.lang").await, "zh-CN");
        window.click_on("[data-testid='settings-theme-dark']").await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    })
    .await;
    Window::with("language-again", Opening::of(&again).language("en_US.UTF-8"), move |window| async move {
        assert!(has_chinese(&window.text("nav-containers").await), "the choice stays");
        let background = window.run("return getComputedStyle(document.body).backgroundColor").await;
        let sum: u32 = background
            .as_str()
            .unwrap_or_default()
            .split(|letter: char| !letter.is_ascii_digit())
            .filter_map(|part| part.parse::<u32>().ok())
            .take(3)
            .sum();
        assert!(sum < 3 * 80, "the theme stays dark: {background}");
    })
    .await;
}

#[tokio::test]
async fn the_locale_decides_at_first_and_c_is_english() {
    let engine = TestEngine::here();
    for (lang, chinese) in [("C", false), ("zh_CN.UTF-8", true), ("POSIX", false), ("de_DE.UTF-8", false)] {
        let home = Slipway::beside(&engine);
        Window::with(
            &format!("locale-{lang}"),
            Opening::of(&home).language(lang),
            move |window| async move {
                let text = window.text("nav-containers").await;
                assert!(!text.trim().is_empty(), "under LANG={lang} the page is blank");
                assert_eq!(has_chinese(&text), chinese, "{lang}: {text}");
            },
        )
        .await;
    }
}
