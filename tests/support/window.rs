//! The real window, driven as a person drives it: found by `data-testid`, clicked, read, photographed.

use crate::driver::Driver;
use crate::{Slipway, display, paths, tree};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a screen may take to show what it should; a ship has [`crate::slipway::PATIENCE`].
pub const SOON: Duration = Duration::from_secs(30);

/// How a window is opened.
#[derive(Debug, Clone)]
pub struct Opening {
    home: Slipway,
    size: (u32, u32),
    arguments: Vec<String>,
}

impl Opening {
    /// With the data folder, engine and environment of a [`Slipway`].
    pub fn of(home: &Slipway) -> Self {
        Self { home: home.clone(), size: (1280, 800), arguments: Vec::new() }
    }

    /// With another size.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// With a locale, as `LANG` gives it.
    #[must_use]
    pub fn language(mut self, lang: &str) -> Self {
        self.home = self.home.environment("LANG", lang).environment("LC_ALL", lang);
        self
    }

    /// With what the next folder dialog answers.
    #[must_use]
    pub fn pick(mut self, folder: &Path) -> Self {
        self.home = self.home.environment("SLIPWAY_TEST_PICK", folder.to_str().expect("a folder of text"));
        self
    }

    /// With one more variable.
    #[must_use]
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.home = self.home.environment(name, value);
        self
    }

    /// Called with one more argument.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }
}

/// An open window and the session that drives it. Use it inside [`Window::with`], which always ends it.
#[derive(Debug, Clone)]
pub struct Window {
    client: Client,
    started: Instant,
    driver: u32,
}

impl Window {
    /// Opens a window, waits until its page is there, hands it to `test` and ends it, whatever `test` does.
    ///
    /// When `test` panics, the window's last picture is in `target/failed/NAME.png`.
    pub async fn with<T, F>(name: &str, opening: Opening, test: impl FnOnce(Self) -> F) -> T
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let (window, driver) = Self::open(&opening).await;
        let ready = window.clone();
        let test = test(window.clone());
        let result = tokio::spawn(async move {
            ready.shows("app-ready").await;
            test.await
        })
        .await;
        if result.is_err() {
            let picture = paths::root().join("target/failed").join(format!("{name}.png"));
            let text = tokio::time::timeout(SOON, window.text_of_page()).await.unwrap_or_default();
            tokio::time::timeout(SOON, window.try_picture(&picture)).await.ok();
            eprintln!("the window's last picture: {}\nits text: {text}", picture.display());
        }
        tokio::time::timeout(SOON, window.client.close()).await.ok();
        drop(driver);
        match result {
            Ok(value) => value,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(error) => panic!("the test was stopped: {error}"),
        }
    }

    async fn open(opening: &Opening) -> (Self, Driver) {
        let driver = Driver::start(&opening.home, opening.size);
        let program = paths::program("slipway-desktop");
        let options = json!({ "application": program, "args": opening.arguments });
        let capabilities = [("tauri:options".to_owned(), options)].into_iter().collect();
        let url = format!("http://127.0.0.1:{}", driver.port());
        let begin = Instant::now();
        loop {
            let connector = hyper_util::client::legacy::connect::HttpConnector::new();
            let started = Instant::now();
            let session = ClientBuilder::new(connector)
                .capabilities(fantoccini::wd::Capabilities::clone(&capabilities))
                .connect(&url)
                .await;
            match session {
                Ok(client) => return (Self { client, started, driver: driver.process() }, driver),
                // The driver needs a moment to listen.
                Err(_) if begin.elapsed() < Duration::from_secs(20) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => panic!("no session with the window: {error}\n{}", driver.log()),
            }
        }
    }

    /// When its process was asked for.
    pub fn started(&self) -> Instant {
        self.started
    }

    /// Its session, for what has no helper here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The process of the window: the one below its own driver, whatever else runs on this machine.
    pub fn process(&self) -> u32 {
        let program = paths::program("slipway-desktop");
        let family = tree::below(self.driver);
        family.into_iter().find(|pid| tree::runs(*pid, &program)).expect("the window runs")
    }

    /// Closes the window as its title bar does, and waits until it is gone. Its process may go on without it.
    pub async fn close(&self) {
        let process = self.process();
        display::close_window(process);
    }

    /// Waits until the program has a window again after [`Window::close`], and drives that one.
    pub async fn comes_back(&self) {
        let begin = Instant::now();
        loop {
            // The closed one may still be listed for a moment: the page of the new one answers.
            for window in self.client.windows().await.unwrap_or_default() {
                if self.client.switch_to_window(window).await.is_ok()
                    && self.count(&by("app-ready")).await > 0
                {
                    return;
                }
            }
            assert!(begin.elapsed() < SOON, "waited {SOON:?} for the window to come back");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until the element is there, and gives it.
    pub async fn shows(&self, testid: &str) -> Element {
        self.finds(&by(testid), SOON).await
    }

    /// Waits until an element matches a CSS selector.
    pub async fn finds(&self, selector: &str, patience: Duration) -> Element {
        let begin = Instant::now();
        loop {
            match self.client.find(Locator::Css(selector)).await {
                Ok(element) => return element,
                Err(error) if begin.elapsed() > patience => {
                    panic!("waited {patience:?} for {selector}: {error}")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Waits until an element has this state.
    pub async fn has_state(&self, testid: &str, state: &str, patience: Duration) {
        let selector = format!("[data-testid={testid:?}][data-state={state:?}]");
        let begin = Instant::now();
        while self.count(&selector).await == 0 {
            if begin.elapsed() > patience {
                let now = self.attribute(testid, "data-state").await;
                panic!("waited {patience:?} for {testid} to be {state}: it is {now:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until nothing matches a CSS selector.
    pub async fn lacks(&self, selector: &str) {
        let begin = Instant::now();
        while self.count(selector).await > 0 {
            assert!(begin.elapsed() < SOON, "{selector} is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the page does not say something any more.
    pub async fn reads_no_more(&self, unwanted: &str) {
        let begin = Instant::now();
        while self.text_of_page().await.contains(unwanted) {
            assert!(begin.elapsed() < SOON, "{unwanted} is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until an element is there and can be clicked, and clicks it.
    pub async fn click(&self, testid: &str) {
        self.click_on(&by(testid)).await;
    }

    /// The same by CSS selector.
    pub async fn click_on(&self, selector: &str) {
        let begin = Instant::now();
        loop {
            let element = self.finds(selector, SOON).await;
            let enabled = element.is_enabled().await.unwrap_or(false);
            // A page that is just being drawn may replace the element between finding and clicking it.
            match if enabled {
                element.click().await.map_err(|error| error.to_string())
            } else {
                Err("disabled".into())
            } {
                Ok(()) => return,
                Err(error) if begin.elapsed() > SOON => panic!("{selector} cannot be clicked: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Clicks it if it is there within a second; says whether it was.
    pub async fn click_if_there(&self, testid: &str) -> bool {
        for _ in 0..20 {
            if self.count(&by(testid)).await > 0 {
                self.click(testid).await;
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    /// Puts text into a field, in place of what is there.
    pub async fn fill(&self, testid: &str, text: &str) {
        let field = self.shows(testid).await;
        field.clear().await.expect("a text field");
        // The page hears nothing of a field that the driver clears: a key that is taken back tells it.
        let keys = if text.is_empty() { " \u{E003}" } else { text };
        field.send_keys(keys).await.expect("a text field");
    }

    /// Sets a field or a list as a person does: its value, and that it changed.
    pub async fn choose(&self, testid: &str, value: &str) {
        self.shows(testid).await;
        let script = format!(
            "const field = document.querySelector('[data-testid={testid}]'); field.value = '{value}'; \
             field.dispatchEvent(new Event('input', {{ bubbles: true }})); \
             field.dispatchEvent(new Event('change', {{ bubbles: true }})); return field.value"
        );
        assert_eq!(self.run(&script).await, value, "{testid} takes {value}");
    }

    /// Presses keys, as if typed into what has the focus.
    pub async fn press(&self, keys: &str) {
        let focus = self.client.active_element().await.expect("a page has a focus");
        focus.send_keys(keys).await.expect("keys can be sent");
    }

    /// How many elements match.
    pub async fn count(&self, selector: &str) -> usize {
        self.client.find_all(Locator::Css(selector)).await.map_or(0, |all| all.len())
    }

    /// The text of an element.
    pub async fn text(&self, testid: &str) -> String {
        self.shows(testid).await.text().await.unwrap_or_default()
    }

    /// Waits until an element reads so.
    pub async fn has_text(&self, testid: &str, wanted: &str, patience: Duration) {
        let begin = Instant::now();
        loop {
            let text = self.text(testid).await;
            if text == wanted {
                return;
            }
            assert!(begin.elapsed() < patience, "{testid} reads {text:?}, not {wanted:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// An attribute of an element that is there.
    pub async fn attribute(&self, testid: &str, name: &str) -> Option<String> {
        self.client.find(Locator::Css(&by(testid))).await.ok()?.attr(name).await.ok()?
    }

    /// Everything that can be read on the page.
    pub async fn text_of_page(&self) -> String {
        let text = self.run("return document.body ? document.body.innerText : ''").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page holds a text.
    pub async fn reads(&self, wanted: &str, patience: Duration) {
        let begin = Instant::now();
        loop {
            let text = self.text_of_page().await;
            if text.contains(wanted) {
                return;
            }
            assert!(begin.elapsed() < patience, "waited {patience:?} for {wanted:?} on the page:\n{text}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What a script in the page returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or(Value::Null)
    }

    /// Saves what the window shows as PNG.
    pub async fn picture(&self, path: &Path) {
        self.try_picture(path).await.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    async fn try_picture(&self, path: &Path) -> Result<(), Box<dyn std::error::Error>> {
        // WebKitGTK's driver takes a picture when the page is next drawn, and waits for ever on one where nothing moves.
        self.client.execute(REDRAW, Vec::new()).await?;
        let png = tokio::time::timeout(SOON, self.client.screenshot()).await??;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, png)?;
        Ok(())
    }
}

/// Draws for two seconds: a point of a colour that nobody sees, in a corner.
const REDRAW: &str = "
    const point = document.createElement('i');
    point.style = 'position:fixed;left:0;top:0;width:1px;height:1px;pointer-events:none;opacity:0.01';
    document.documentElement.append(point);
    let left = 120;
    const draw = () => {
        point.style.background = left % 2 ? '#000' : '#fff';
        if (left-- > 0) requestAnimationFrame(draw); else point.remove();
    };
    draw();";

fn by(testid: &str) -> String {
    format!("[data-testid={testid:?}]")
}
