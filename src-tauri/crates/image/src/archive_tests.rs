//! What an archive holds, read back with the `tar` crate.

use super::*;
use std::io::Read as _;
use std::path::{Path, PathBuf};

fn program(folder: &Path, name: &str, extra: usize) -> PathBuf {
    let mut bytes = crate::preflight_elf("amd64").unwrap();
    bytes.resize(bytes.len() + extra, 7);
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn spec(program: &Path) -> ImageSpec<'_> {
    let mut spec = ImageSpec::new(program, "api", "amd64");
    spec.repo_tag = Some("slipway/api".to_owned());
    spec.exposed_ports = vec![8080, 443, 8080];
    spec.env = vec![("A".to_owned(), "1".to_owned()), ("A".to_owned(), "2".to_owned())];
    spec
}

fn files(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(archive).entries().unwrap() {
        let mut entry = entry.unwrap();
        assert_eq!(entry.header().mtime().unwrap(), 0);
        let path = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        assert!(files.insert(path, bytes).is_none(), "each file once");
    }
    files
}

fn json(files: &BTreeMap<String, Vec<u8>>, path: &str) -> serde_json::Value {
    serde_json::from_slice(&files[path]).unwrap()
}

#[test]
fn the_same_program_gives_the_same_bytes_from_any_folder() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, b) = (program(one.path(), "a", 100_000), program(two.path(), "other-name", 100_000));
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let made = write_archive(&spec(&a), &mut first).unwrap();
    assert_eq!(made, write_archive(&spec(&b), &mut second).unwrap());
    assert_eq!(first, second);
    assert_eq!(made.bytes, first.len() as u64);
}

#[test]
fn another_program_changes_only_the_last_layer() {
    let folder = tempfile::tempdir().unwrap();
    let one = write_archive(&spec(&program(folder.path(), "a", 1)), &mut std::io::sink()).unwrap();
    let two = write_archive(&spec(&program(folder.path(), "b", 2)), &mut std::io::sink()).unwrap();
    assert_eq!(one.layers[0], two.layers[0]);
    assert_ne!(one.layers[1], two.layers[1]);
    assert_ne!(one.image_id, two.image_id);
}

#[test]
fn every_blob_is_where_its_digest_says_in_both_formats() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Vec::new();
    let made = write_archive(&spec(&program(folder.path(), "a", 9)), &mut archive).unwrap();
    let files = files(&archive);
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("blobs/")) {
        assert_eq!(*path, config::blob(&Measured::of(bytes)));
    }
    let docker = json(&files, "manifest.json");
    assert_eq!(docker[0]["RepoTags"][0], "slipway/api:latest");
    let config = docker[0]["Config"].as_str().unwrap();
    assert_eq!(made.image_id.as_str(), format!("sha256:{}", &config["blobs/sha256/".len()..]));
    for layer in docker[0]["Layers"].as_array().unwrap() {
        assert!(files.contains_key(layer.as_str().unwrap()));
    }
    let index = json(&files, "index.json");
    let manifest = index["manifests"][0]["digest"].as_str().unwrap().replace(':', "/");
    assert_eq!(manifest, made.manifest_digest.replace(':', "/"));
    let manifest = json(&files, &format!("blobs/{manifest}"));
    assert_eq!(manifest["config"]["digest"], made.image_id.as_str());
    assert_eq!(
        index["manifests"][0]["annotations"]["io.containerd.image.name"],
        "docker.io/slipway/api:latest"
    );
    let config = json(&files, config);
    assert_eq!(config["rootfs"]["diff_ids"][1], made.layers[1].diff_id.as_str());
    assert_eq!(config["config"]["User"], "65532:65532");
    assert_eq!(config["config"]["Labels"]["slipway"], "1");
    assert_eq!(config["config"]["Entrypoint"][0], "/app/api");
    let ports: Vec<_> = config["config"]["ExposedPorts"].as_object().unwrap().keys().collect();
    assert_eq!(ports, ["443/tcp", "8080/tcp"]);
    assert_eq!(config["config"]["Env"].as_array().unwrap()[1..], ["A=2"]);
}

#[test]
fn the_base_has_what_a_static_go_program_asks_a_system_for() {
    let folder = tempfile::tempdir().unwrap();
    let zones = folder.path().join("zoneinfo.zip");
    std::fs::write(&zones, b"PK zones").unwrap();
    let program = program(folder.path(), "a", 9);
    let mut spec = spec(&program);
    spec.zoneinfo = Some(&zones);
    let mut archive = Vec::new();
    let made = write_archive(&spec, &mut archive).unwrap();
    let files = files(&archive);
    let base = &files[&made.layers[0].diff_id.replace("sha256:", "blobs/sha256/")];
    let mut modes = BTreeMap::new();
    for entry in tar::Archive::new(&base[..]).entries().unwrap() {
        let entry = entry.unwrap();
        let path = entry.path().unwrap().to_string_lossy().into_owned();
        modes.insert(path, (entry.header().mode().unwrap(), entry.header().uid().unwrap()));
    }
    assert_eq!(modes["tmp/"], (0o1777, 0));
    assert_eq!(modes["home/nonroot/"], (0o700, 65532));
    for file in ["etc/passwd", "etc/ssl/certs/ca-certificates.crt", "usr/share/zoneinfo.zip"] {
        assert_eq!(modes[file], (0o644, 0), "{file}");
    }
    let config = json(&files, &made.image_id.as_str().replace("sha256:", "blobs/sha256/"));
    assert_eq!(config["config"]["Env"][1], "ZONEINFO=/usr/share/zoneinfo.zip");
}

#[test]
fn what_is_not_a_linux_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lib.a");
    std::fs::write(&path, b"!<arch>\n__.PKGDEF 0 0 0 644 1234").unwrap();
    let error = write_archive(&ImageSpec::new(&path, "api", "amd64"), &mut std::io::sink()).unwrap_err();
    assert!(matches!(error, ImageError::NotAProgram { .. }));
    let program = program(folder.path(), "a", 0);
    let error = write_archive(&ImageSpec::new(&program, "api", "arm64"), &mut std::io::sink()).unwrap_err();
    assert!(matches!(error, ImageError::NotAProgram { arch, .. } if arch == "arm64"));
}

#[test]
fn a_path_that_leaves_the_image_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(folder.path(), "a", 0);
    for bad in ["app/x", "/../x", "/app/../x", "/app//x", "/", "", "/a\0b", &format!("/{}", "x".repeat(300))]
    {
        let mut spec = ImageSpec::new(&program, "api", "amd64");
        spec.entrypoint = bad.to_owned();
        assert!(write_archive(&spec, &mut std::io::sink()).is_err(), "{bad:?}");
    }
}

/// Changes the program once the first bytes of the archive are out, that is between its two readings.
struct Meddler<'a>(&'a Path, bool);
impl Write for Meddler<'_> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        if !std::mem::replace(&mut self.1, true) {
            let len = std::fs::metadata(self.0)?.len() as usize;
            let mut bytes = crate::preflight_elf("amd64").unwrap();
            bytes.resize(len, 8);
            std::fs::write(self.0, bytes)?;
        }
        Ok(buffer.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_program_that_changes_while_it_is_packed_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = program(folder.path(), "a", 5000);
    let error =
        write_archive(&ImageSpec::new(&path, "api", "amd64"), &mut Meddler(&path, false)).unwrap_err();
    assert!(matches!(error, ImageError::Changed { path: changed } if changed == path));
}

#[test]
fn a_reader_that_goes_away_ends_the_writing() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = program(folder.path(), "a", 5);
    let error = write_archive(&ImageSpec::new(&path, "api", "amd64"), &mut Gone).unwrap_err();
    assert!(matches!(error, ImageError::Output(_)));
}
