//! Projects that tests ship: a template, or a program of `tests/apps`, in a folder that goes again.

use crate::{TestEngine, paths, ports};
use std::path::{Path, PathBuf};

/// A Go project in a folder of its own. Dropped, it takes its containers and images with it.
#[derive(Debug)]
pub struct App {
    /// The folder to ship.
    pub folder: PathBuf,
    /// The folder's name, which no other test has, and so the start of its containers' names.
    pub name: String,
    engine: TestEngine,
}

impl App {
    /// A copy of `tests/apps/SOURCE` in a folder called `NAME-…`.
    pub fn copy(engine: &TestEngine, source: &str, name: &str) -> Self {
        let app = Self::empty(engine, name);
        let from = paths::root().join("tests/apps").join(source);
        copy_folder(&from, &app.folder);
        app
    }

    /// The HTTP server of `tests/apps`, with the port it listens on, which no other test's server has.
    pub fn server(engine: &TestEngine, name: &str) -> (Self, u16) {
        let app = Self::copy(engine, "http-server", name);
        let port = ports::own();
        let path = app.folder.join("main.go");
        let source = std::fs::read_to_string(&path).expect("the file is there");
        std::fs::write(path, source.replace("8080", &port.to_string())).expect("the file can be written");
        (app, port)
    }

    /// Edits that server so that it runs and never listens.
    pub fn make_deaf(&self) {
        self.edit("main.go", "\t\"net/http\"\n", "\t\"net/http\"\n\t\"time\"\n");
        self.edit("main.go", "log.Fatal(http", "time.Sleep(time.Hour)\n\tlog.Fatal(http");
    }

    /// A template as Slipway writes it.
    pub fn template(engine: &TestEngine, template: &str, name: &str) -> Self {
        let app = Self::empty(engine, name);
        slipway_go::template::write(template, &app.folder, "example.org/test")
            .expect("a template can be written");
        app
    }

    /// An empty folder called exactly `NAME`, in one of its own.
    pub fn named(engine: &TestEngine, name: &str) -> Self {
        let folder = paths::fresh("named").join(name);
        std::fs::create_dir_all(&folder).expect("a file name");
        Self { folder, name: name.to_owned(), engine: engine.clone() }
    }

    fn empty(engine: &TestEngine, name: &str) -> Self {
        let folder = tempfile::Builder::new()
            .prefix(&format!("{name}-"))
            .rand_bytes(4)
            .tempdir_in(paths::scratch())
            .expect("the scratch folder can be written")
            .keep();
        // A container's name is lower case.
        let lower = folder.with_file_name(
            folder.file_name().and_then(|name| name.to_str()).expect("our own name").to_lowercase(),
        );
        std::fs::rename(&folder, &lower).expect("nobody has it");
        let name = lower.file_name().and_then(|name| name.to_str()).expect("our own name").to_owned();
        Self { folder: lower, name, engine: engine.clone() }
    }

    /// Replaces text in one of its files; panics when the text is not there.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.join(file);
        let text = std::fs::read_to_string(&path).expect("the file is there");
        assert!(text.contains(from), "{file} does not hold {from:?}");
        std::fs::write(path, text.replacen(from, to, 1)).expect("the file can be written");
    }

    /// Writes one of its files.
    pub fn write(&self, file: &str, text: &str) {
        std::fs::write(self.folder.join(file), text).expect("the file can be written");
    }

    /// Its containers, by name.
    pub fn containers(&self) -> Vec<String> {
        self.engine.containers_of(&self.name)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let label = format!("label={}", slipway_model::label::PROJECT);
        for container in self
            .engine
            .try_docker(&["ps", "-a", "--filter", &label, "--format", "{{.Names}}"])
            .unwrap_or_default()
            .lines()
        {
            if container.starts_with(&self.name) {
                self.engine.try_docker(&["rm", "-fv", container]).ok();
            }
        }
        for image in self.engine.images_of(&self.name) {
            if let Some((_, tag)) = image.split_once(' ') {
                self.engine.try_docker(&["rmi", "-f", tag]).ok();
            }
        }
        paths::remove_all(&self.folder);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("it can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a new folder");
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a new file");
        }
    }
}
