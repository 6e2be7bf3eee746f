//! The disk of the history is full: what is now goes on, one warning says so, and with room again it is kept again.

use crate::steps;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Until the last page is full too.
const FULL: Duration = Duration::from_secs(90);

/// A disk of two megabytes; gone when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn at(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).expect("a folder");
        let place = folder.to_str().expect("our own names are text");
        as_root(&["mount", "-t", "tmpfs", "-o", "size=2m,mode=777", "slipway.test", place]);
        Self(folder.to_owned())
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Takes every byte that is left.
    fn fill(&self) {
        let mut file = std::fs::File::create(self.ballast()).expect("it is ours");
        let block = [0u8; 4096];
        while file.write_all(&block).is_ok() {}
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a window that ends may still hold a file of it.
        as_root(&["umount", "-l", self.0.to_str().expect("our own names are text")]);
    }
}

fn as_root(words: &[&str]) {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let mut all = if is_root { Vec::new() } else { vec!["sudo", "-n"] };
    all.extend(words);
    let done = Command::new(all[0]).args(&all[1..]).output().expect("it can be run");
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[tokio::test]
async fn the_live_view_goes_on_and_one_warning_says_that_nothing_is_kept() {
    let engine = TestEngine::here();
    let home = Slipway::bare(&engine);
    let app = App::template(&engine, "worker", "full-disk");
    Slipway::beside(&engine).ship(&app.folder, &[]).good();
    // So that a page of the disk that is not quite full yet soon is.
    let idler = engine.image_of_app("idler");
    let crowd: Vec<_> = (0..8)
        .map(|number| engine.foreign_of(&format!("full-disk-{number}"), &idler, &[], &["work", "2"]))
        .collect();
    let disk = SmallDisk::at(&home.database().with_file_name("history"));
    Window::with("full-disk", Opening::of(&home), move |window| async move {
        steps::open_container(&window, &app).await;
        steps::charts_show_figures(&window).await;
        assert_eq!(window.count("[data-testid=notice]").await, 0);
        disk.fill();
        window.finds("[data-testid=notice]", FULL).await;
        let said = window.text("notice").await;
        assert!(said.contains("full"), "{said}");
        // What is now goes on: other seconds are drawn.
        let drawn = "return document.querySelector('[data-testid=charts]').innerText";
        let before = window.run(drawn).await;
        tokio::time::sleep(Duration::from_secs(6)).await;
        assert_ne!(window.run(drawn).await, before, "the axis moves on");
        steps::charts_show_figures(&window).await;
        assert_eq!(window.count("[data-testid=notice]").await, 1, "said once");
        // Room again.
        std::fs::remove_file(disk.ballast()).expect("it is ours");
        let kept = || {
            let files =
                std::fs::read_dir(&disk.0).expect("it is there").map(|file| file.expect("a file").path());
            files
                .filter(|path| path.extension().is_some_and(|end| end == "log"))
                .map(|path| size(&path))
                .sum::<u64>()
        };
        let before = kept();
        let begun = std::time::Instant::now();
        while kept() <= before {
            assert!(begun.elapsed() < SOON, "it is kept again: {before} bytes");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        assert_eq!(window.count("[data-testid=notice]").await, 1);
    })
    .await;
    drop(crowd);
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |facts| facts.len())
}
