//! A database that is damaged or of a newer Slipway: the command line says so with a code, changes nothing about it
//! and ships nothing; with the file as it was, everything is as it was.

use slipway_store::rusqlite::Connection;
use slipway_tests::{App, Slipway, TestEngine};
use std::path::Path;

/// A project that was shipped, and the database of that.
struct Kept {
    engine: TestEngine,
    slipway: Slipway,
    app: App,
    id: String,
    bytes: Vec<u8>,
}

fn kept(name: &str) -> Kept {
    let engine = TestEngine::here();
    let slipway = Slipway::beside(&engine);
    let app = App::template(&engine, "worker", name);
    let id = slipway.ship(&app.folder, &[]).good()["container"]["id"].as_str().unwrap().to_owned();
    let bytes = std::fs::read(slipway.database()).unwrap();
    assert!(bytes.len() > 8192, "a database of several pages: {}", bytes.len());
    assert!(!beside(&slipway.database(), "-wal").exists(), "all of it is in that one file");
    Kept { engine, slipway, app, id, bytes }
}

fn beside(database: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

impl Kept {
    /// With these bytes as the database a ship is refused with this code, and leaves everything as it is.
    fn refuses(&self, what: &str, bytes: &[u8], code: &str) {
        std::fs::write(self.slipway.database(), bytes).unwrap();
        let shipped = self.slipway.ship(&self.app.folder, &[]);
        let result = shipped.bad(5);
        assert_eq!(result["error"]["code"], code, "{what}: {result:#}");
        assert!(result["error"]["title"].as_str().is_some_and(|title| !title.is_empty()), "{what}");
        assert!(!shipped.stderr.contains("panicked"), "{what}: {shipped:#?}");
        assert!(std::fs::read(self.slipway.database()).unwrap() == bytes, "{what}: the file is as it was");
        let (name, running) = (self.app.name.as_str(), "{{.Id}} {{.State.Running}}");
        assert_eq!(self.app.containers(), [name], "{what}");
        assert_eq!(self.engine.inspect(name, running), format!("{} true", self.id), "{what}");
        for suffix in ["-wal", "-shm"] {
            std::fs::remove_file(beside(&self.slipway.database(), suffix)).ok();
        }
    }

    /// With the database as it was, the project is known and its container is replaced.
    fn ships_again(&self) {
        std::fs::write(self.slipway.database(), &self.bytes).unwrap();
        let shipped = self.slipway.ship(&self.app.folder, &[]);
        let result = shipped.good();
        assert_eq!(result["container"]["name"], self.app.name.as_str(), "{result:#}");
        assert_eq!(self.app.containers(), [self.app.name.as_str()]);
        assert_ne!(result["container"]["id"], self.id.as_str());
    }
}

#[test]
fn a_damaged_database_is_refused_and_left_as_it_is() {
    let kept = kept("damaged");
    let garbage: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut holed = kept.bytes.clone();
    holed[4096..8192].fill(0xa5);
    let mut headless = kept.bytes.clone();
    headless[..100].fill(0);
    for (what, bytes) in [
        ("garbage", garbage.as_slice()),
        ("a text", b"this is no database at all, and whoever wrote it here did not know that\n".as_slice()),
        ("half of it", &kept.bytes[..kept.bytes.len() / 2]),
        ("all but its last page", &kept.bytes[..kept.bytes.len() - 4096]),
        ("half a page", &kept.bytes[..2048]),
        ("a page of garbage", &holed),
        ("no head", &headless),
    ] {
        kept.refuses(what, bytes, "machine-database-damaged");
    }
    kept.ships_again();
}

#[test]
fn a_database_of_a_newer_slipway_is_refused_and_left_as_it_is() {
    let kept = kept("newer");
    let file = kept.slipway.database();
    let connection = Connection::open(&file).unwrap();
    let changed = connection.execute("UPDATE room_version SET version = version + 1", []).unwrap();
    assert!(changed > 0, "there is a version");
    connection.close().unwrap();
    let newer = std::fs::read(&file).unwrap();
    kept.refuses("newer", &newer, "machine-database-newer");
    kept.ships_again();
}

#[test]
fn a_folder_in_its_place_is_refused_with_a_code() {
    let kept = kept("folder-db");
    let file = kept.slipway.database();
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let shipped = kept.slipway.ship(&kept.app.folder, &[]);
    let result = shipped.bad(5);
    assert!(result["error"]["code"].as_str().unwrap().starts_with("machine-"), "{result:#}");
    std::fs::remove_dir(&file).unwrap();
    kept.ships_again();
}
