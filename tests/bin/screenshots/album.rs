//! Where the pictures go, and how one is taken.

use fantoccini::actions::{InputSource as _, MouseActions, PointerAction};
use slipway_tests::Window;
use slipway_tests::window::SOON;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const LANGUAGES: [&str; 2] = ["en", "zh-CN"];
const THEMES: [&str; 2] = ["light", "dark"];

/// What is done on a screen before its picture.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    /// Presses what a CSS selector finds first.
    Press(&'a str),
    /// Writes into a field.
    Write(&'a str, &'a str),
    /// Presses as a user does, which is more than a script may.
    Click(&'a str),
    /// Chooses of a list.
    Choose(&'a str, &'a str),
    /// Scrolls to what a CSS selector finds first.
    Into(&'a str),
    /// Waits until a CSS selector finds something.
    Until(&'a str, Duration),
    /// Waits.
    Pause(Duration),
}

/// A folder of pictures: `SIZE/THEME-LANGUAGE/NAME.png`.
#[derive(Clone)]
pub(crate) struct Album {
    folder: PathBuf,
    /// Only pictures whose names begin so.
    only: Arc<str>,
    size: (u32, u32),
    taken: Arc<AtomicUsize>,
    missing: Arc<AtomicUsize>,
}

impl Album {
    pub(crate) fn new(folder: &Path, only: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            only: only.into(),
            size: (0, 0),
            taken: Arc::default(),
            missing: Arc::default(),
        }
    }

    pub(crate) fn of_size(&self, size: (u32, u32)) -> Self {
        Self { size, ..self.clone() }
    }

    pub(crate) fn size(&self) -> (u32, u32) {
        self.size
    }

    pub(crate) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    pub(crate) fn missing(&self) -> usize {
        self.missing.load(Ordering::Relaxed)
    }

    /// Says and counts what is not there.
    pub(crate) fn misses(&self, name: &str, text: &str) {
        println!("  MISSING {name}: {text}");
        self.missing.fetch_add(1, Ordering::Relaxed);
    }

    /// Every look of the window: its two themes in both languages.
    pub(crate) fn looks() -> impl Iterator<Item = Look> {
        LANGUAGES.into_iter().flat_map(|language| THEMES.map(|theme| Look { language, theme }))
    }

    /// Takes the picture of a screen after some steps. What cannot be reached is said and counted, and the rest goes on.
    pub(crate) async fn take(
        &self,
        window: &Window,
        look: Look,
        name: &str,
        address: &str,
        steps: &[Step<'_>],
    ) {
        if !name.starts_with(&*self.only) {
            return;
        }
        go(window, address).await;
        for step in steps {
            if let Err(text) = do_step(window, step).await {
                self.misses(&format!("{name} ({look})"), &text);
            }
        }
        settle(window).await;
        let (width, height) = self.size;
        let path = self.folder.join(format!("{width}x{height}/{look}/{name}.png"));
        if tokio::time::timeout(SOON * 2, window.picture(&path)).await.is_ok() {
            self.taken.fetch_add(1, Ordering::Relaxed);
            println!("  {}", path.display());
        } else {
            self.misses(&format!("{name} ({look})"), &format!("no picture within {SOON:?}"));
        }
        if !steps.is_empty() {
            // Menus, dialogs, toasts and what was written do not stay for the next one.
            window.run("document.querySelector('dialog[open]')?.close()").await;
            let put_away = "document.querySelectorAll('[data-testid=toast] button:last-child').forEach((one) => one.click())";
            window.run(put_away).await;
            go(window, "settings").await;
        }
    }

    /// One page with all of them side by side: a row for each screen.
    pub(crate) fn write_index(&self) -> PathBuf {
        let mut files: Vec<(String, String)> = Vec::new();
        for (size, folder) in folders(&self.folder) {
            for (look, folder) in folders(&folder) {
                for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                    let file = entry.file_name().to_string_lossy().into_owned();
                    files.push((file.clone(), format!("{size}/{look}/{file}")));
                }
            }
        }
        files.sort();
        let mut page = String::from(
            "<!doctype html><meta charset=utf-8><title>Slipway</title><style>body{font:13px sans-serif;margin:16px}\
             div{display:flex;gap:8px;overflow:auto}img{width:480px;border:1px solid #ccc}</style>\n",
        );
        for row in files.chunk_by(|a, b| a.0 == b.0) {
            page.push_str(&format!("<h2>{}</h2><div>", row[0].0.trim_end_matches(".png")));
            for (_, path) in row {
                page.push_str(&format!(
                    "<a href=\"{path}\"><img loading=lazy src=\"{path}\" title=\"{path}\"></a>"
                ));
            }
            page.push_str("</div>\n");
        }
        let index = self.folder.join("index.html");
        std::fs::write(&index, page).expect("the folder can be written");
        index
    }
}

/// A theme and a language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) language: &'static str,
    pub(crate) theme: &'static str,
}

impl Look {
    /// Chooses it in the settings.
    pub(crate) async fn choose(self, window: &Window) {
        go(window, "settings").await;
        press(window, "settings-size-100").await;
        press(window, &format!("settings-language-{}", self.language)).await;
        press(window, &format!("settings-theme-{}", self.theme)).await;
        let (language, theme) = (self.language, self.theme);
        window.finds(&format!("html[lang={language:?}]"), SOON).await;
        window.finds(&format!("html[data-theme={theme:?}]"), SOON).await;
    }
}

impl std::fmt::Display for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.theme, self.language)
    }
}

pub(crate) async fn go(window: &Window, address: &str) {
    window.run(&format!("location.hash = '#/{address}'")).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
}

/// By script: the driver knows nothing of the page's zoom, and would press beside it.
pub(crate) async fn press(window: &Window, testid: &str) {
    window.shows(testid).await;
    window.run(&format!("document.querySelector('[data-testid={testid:?}]').click()")).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
}

async fn do_step(window: &Window, step: &Step<'_>) -> Result<(), String> {
    match step {
        Step::Press(selector) => {
            found(window, selector, Duration::from_secs(8)).await?;
            // By script: it is pressed where it is, scrolled to or not.
            window.run(&format!("document.querySelector({selector:?}).click()")).await;
        }
        Step::Click(testid) => {
            found(window, &format!("[data-testid={testid:?}]"), Duration::from_secs(8)).await?;
            window.click(testid).await;
            // Nothing is pointed at in the next pictures.
            let away = PointerAction::MoveTo { duration: None, x: 1.0, y: 1.0 };
            window.client().perform_actions(MouseActions::new("mouse".into()).then(away)).await.ok();
        }
        Step::Write(testid, text) => {
            found(window, &format!("[data-testid={testid:?}]"), Duration::from_secs(8)).await?;
            window.fill(testid, text).await;
        }
        Step::Choose(testid, value) => {
            found(window, &format!("[data-testid={testid:?}]"), Duration::from_secs(8)).await?;
            window.choose(testid, value).await;
        }
        Step::Into(selector) => {
            found(window, selector, Duration::from_secs(8)).await?;
            let into = format!("document.querySelector({selector:?}).scrollIntoView({{ block: 'end' }})");
            window.run(&into).await;
        }
        Step::Until(selector, patience) => found(window, selector, *patience).await?,
        Step::Pause(time) => tokio::time::sleep(*time).await,
    }
    Ok(())
}

async fn found(window: &Window, selector: &str, patience: Duration) -> Result<(), String> {
    let begin = Instant::now();
    while window.count(selector).await == 0 {
        if begin.elapsed() > patience {
            return Err(format!("no {selector} within {patience:?}"));
        }
        tokio::time::sleep(Duration::from_millis(80)).await;
    }
    Ok(())
}

/// Until nothing waits for data any more (or waits for long), and charts have drawn.
async fn settle(window: &Window) {
    let begin = Instant::now();
    tokio::time::sleep(Duration::from_millis(250)).await;
    while window.count(".skeleton").await > 0 && begin.elapsed() < Duration::from_secs(2) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(Duration::from_millis(450)).await;
}

fn folders(parent: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let all = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let mut all: Vec<_> = all.filter(|(_, path)| path.is_dir()).collect();
    all.sort();
    all
}
