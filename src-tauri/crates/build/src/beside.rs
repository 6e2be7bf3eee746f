//! Files that a program reads while it runs: they go into the image beside it, at the paths by which it asks for them.
//!
//! What looks like a secret stays here, whatever the program reads; who runs it is told. The one exception is a `.env`:
//! in its place stands a file with nothing in it, so that a program that insists on one starts and takes its variables
//! from the container.

use crate::context::{Context, Limits, write_context};
use crate::error::BuildError;
use slipway_dockerfile::{Ignore, looks_secret, private_patterns};
use slipway_image::HOME;
use std::collections::BTreeMap;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Component, Path, PathBuf};
use tokio_util::sync::CancellationToken;

/// The name of the file that is never taken along.
const ENV_FILE: &str = ".env";
const NO_VARIABLES: &[u8] = b"# The variables are those of the container.\n";
/// Of a folder that a program reads as a whole while its own source is in it: what is no source.
const DATA: &[&str] = &[
    "yaml",
    "yml",
    "toml",
    "json",
    "ini",
    "conf",
    "cfg",
    "properties",
    "html",
    "htm",
    "css",
    "js",
    "svg",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "ico",
    "webp",
    "txt",
    "csv",
    "xml",
    "tmpl",
    "gohtml",
    "sql",
    "wasm",
];
/// Of those, what is other tools' own, by the beginning of its name.
const TOOLS: &[&str] = &[
    ".",
    "compose",
    "docker-compose",
    "taskfile",
    "package",
    "tsconfig",
    "renovate",
    "license",
    "changelog",
    "readme",
    "buf.",
    "sqlc.",
    "cloudbuild",
    "netlify",
    "vercel",
    "fly.",
    "app.json",
    "makefile",
    "requirements",
];
/// Enough for a web application with its pictures; more than that is data, and belongs on a volume.
const LIMITS: Limits = Limits { entries: 100_000, bytes: 512 << 20, depth: 50 };
/// How many paths are told.
const MOST: usize = 50;

/// What goes along, and what does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The folder that the paths are relative to, itself relative to the project's: `""` is the project's own.
    pub base: String,
    /// Files and folders, as the program asks for them, without a `./` in front.
    pub paths: Vec<String>,
    /// What it asks for above the folder that it runs in, as programs do that are started in a folder of their own.
    pub above: Vec<Above>,
    /// What it reads and what stays here, because it looks like a secret.
    pub kept_out: Vec<String>,
    /// Whether it asks for a `.env`.
    pub env_file: bool,
}

/// A path above the working folder: `../../configs` of `cmd/server`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    /// As the program asks for it.
    pub asked: String,
    /// Below the project's folder.
    pub from: String,
    /// Where the image's program finds it, from the root and without a `/` in front.
    pub to: String,
}

impl Beside {
    /// Whether nothing goes along.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.above.is_empty() && !self.env_file
    }

    /// Every path that goes along, as the program asks for it.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        let above = self.above.iter().map(|one| one.asked.as_str());
        self.paths.iter().map(String::as_str).chain(above)
    }

    /// Each path from the project's folder, and where it is in the image: from the working folder, or with a `/`.
    pub(crate) fn copies(&self) -> Vec<(String, String)> {
        let from =
            |path: &String| if self.base.is_empty() { path.clone() } else { format!("{}/{path}", self.base) };
        let below = self.paths.iter().map(|path| (from(path), path.clone()));
        below.chain(self.above.iter().map(|one| (one.from.clone(), format!("/{}", one.to)))).collect()
    }
}

/// Looks for what a program reads: below the project's folder, where programs are mostly started, else below the
/// program's own. `reads` are paths as the code has them, patterns included. It blocks, briefly.
pub fn beside(folder: &Path, program: &str, reads: &[String]) -> Beside {
    let wanted: Vec<String> = reads.iter().filter_map(|path| fixed(path)).collect();
    let here = |base: &str| {
        let found = wanted.iter().filter(|path| *path != "." && is_there(&folder.join(base), path));
        found.count()
    };
    let own = program.trim_start_matches("./").trim_matches('/');
    let own = if own == "." { "" } else { own };
    let base = if here(own) > here("") { own } else { "" };
    let root = folder.join(base);
    let mut found = Beside { base: base.to_owned(), ..Beside::default() };
    for path in wanted {
        if path == ENV_FILE {
            found.env_file = true;
        } else if path == "." {
            found.paths.extend(data(&root));
        } else if !is_there(&root, &path) {
            continue;
        } else if looks_secret(&path) {
            found.kept_out.push(path);
        } else {
            found.paths.push(path);
        }
    }
    for path in reads {
        let Some(above) = above(own, path).filter(|above| is_there(folder, &above.from)) else { continue };
        if looks_secret(&above.from) {
            found.kept_out.push(above.from);
        } else if !found.above.contains(&above) && found.above.len() < MOST {
            found.above.push(above);
        }
    }
    for paths in [&mut found.paths, &mut found.kept_out] {
        paths.sort();
        paths.dedup();
        paths.truncate(MOST);
    }
    found
}

/// A path below its folder as far as it is fixed: `templates` of `./templates/*.html`, `.` of `*.yaml`.
fn fixed(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(part) => {
                let part = part.to_str()?;
                if part.contains(['*', '?', '[', '\\']) {
                    break;
                }
                parts.push(part);
            }
            _ => return None,
        }
    }
    let plain = parts.iter().all(|part| part.trim() == *part && !part.starts_with(['!', '#']));
    let known = plain && !path.contains(['\n', '\r', '\0']);
    known.then(|| if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// Folders of the image that are not a project's.
const TAKEN: &[&str] =
    &["app", "bin", "dev", "etc", "home", "lib", "lib64", "proc", "root", "sys", "tmp", "usr", "var"];

/// A path that leads above the program's folder and stays in the project. In the image it leads above the working
/// folder as often, to the root at most.
fn above(own: &str, path: &str) -> Option<Above> {
    let rest = path.trim_start_matches("./");
    let depth = rest.split('/').take_while(|part| *part == "..").count();
    let tail = fixed(rest.split('/').skip(depth).collect::<Vec<_>>().join("/").as_str())?;
    let own: Vec<&str> = own.split('/').filter(|part| !part.is_empty()).collect();
    let home: Vec<&str> = HOME.trim_matches('/').split('/').collect();
    // The whole of what is above would be too much.
    if depth == 0 || depth > own.len() || tail == "." {
        return None;
    }
    let place = |parts: &[&str]| {
        let kept = parts.get(..parts.len().saturating_sub(depth)).unwrap_or_default();
        kept.iter().copied().chain([tail.as_str()]).collect::<Vec<_>>().join("/")
    };
    let (from, to) = (place(&own), place(&home));
    let taken = depth >= home.len() && to.split('/').next().is_some_and(|first| TAKEN.contains(&first));
    (!taken).then(|| Above { asked: path.to_owned(), from, to })
}

/// A link is not there: what it points to may be anywhere.
fn is_there(root: &Path, path: &str) -> bool {
    let kind = root.join(path).symlink_metadata().map(|about| about.file_type());
    kind.is_ok_and(|kind| kind.is_file() || kind.is_dir())
}

fn data(root: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root) else { return Vec::new() };
    let names = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    names
        .filter(|name| {
            let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
            let lower = name.to_lowercase();
            extension.is_some_and(|extension| DATA.contains(&extension.to_lowercase().as_str()))
                && !TOOLS.iter().any(|tool| lower.starts_with(tool))
                && fixed(name).as_deref() == Some(name.as_str())
                && !looks_secret(name)
        })
        .collect()
}

/// Writes what goes along as a layer's tar, below `home` and owned by `owner`. It blocks.
pub(crate) fn write_layer(
    folder: &Path,
    beside: &Beside,
    home: &str,
    owner: u64,
    out: &Path,
    stop: &CancellationToken,
) -> Result<(), BuildError> {
    let mut lines = vec!["*".to_owned()];
    lines.extend(beside.paths.iter().flat_map(|path| [format!("!{path}"), format!("!{path}/**")]));
    lines.extend(private_patterns());
    let placeholder = beside.env_file.then(|| (ENV_FILE.to_owned(), NO_VARIABLES.to_vec()));
    let context = Context {
        root: folder.join(&beside.base),
        ignore: Ignore::parse(&lines.join("\n"))?,
        ours: BTreeMap::from_iter(placeholder),
        always: Vec::new(),
        limits: LIMITS,
        owner,
    };
    let work = |source| BuildError::Work { path: PathBuf::from(out), source };
    let mut file = std::io::BufWriter::new(std::fs::File::create(out).map_err(work)?);
    // A layer that only implied them would take them from their owner.
    for (path, mode, owner) in [("home/", 0o755, 0), (&format!("{}/", home.trim_matches('/')), 0o700, owner)]
    {
        file.write_all(folder_header(path, mode, owner).map_err(work)?.as_bytes()).map_err(work)?;
    }
    write_context(&context, home.trim_start_matches('/'), &mut file, stop)?;
    let mut file = file.into_inner().map_err(|error| work(error.into_error()))?;
    for above in &beside.above {
        // Over the end of what is there: an archive ends with two empty blocks.
        file.seek(SeekFrom::End(-TRAILER)).map_err(work)?;
        write_above(folder, above, owner, &mut file, stop)?;
    }
    Ok(())
}

const TRAILER: i64 = 1024;

fn write_above(
    folder: &Path,
    above: &Above,
    owner: u64,
    out: &mut dyn std::io::Write,
    stop: &CancellationToken,
) -> Result<(), BuildError> {
    // Both end in the same: what is before it there is the context's root, and here its place in the image.
    let common =
        above.from.split('/').rev().zip(above.to.split('/').rev()).take_while(|(a, b)| a == b).count();
    let head = |path: &str| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.get(..parts.len().saturating_sub(common)).unwrap_or_default().join("/")
    };
    let root = folder.join(head(&above.from));
    let tail = above.from.get(head(&above.from).len()..).unwrap_or_default().trim_start_matches('/');
    let mut lines = vec!["*".to_owned(), format!("!{tail}"), format!("!{tail}/**")];
    lines.extend(private_patterns());
    let context = Context {
        root,
        ignore: Ignore::parse(&lines.join("\n"))?,
        ours: BTreeMap::new(),
        always: Vec::new(),
        limits: LIMITS,
        owner,
    };
    write_context(&context, &head(&above.to), out, stop)?;
    Ok(())
}

fn folder_header(path: &str, mode: u32, owner: u64) -> std::io::Result<tar::Header> {
    let mut header = tar::Header::new_gnu();
    header.set_path(path)?;
    header.set_entry_type(tar::EntryType::Directory);
    header.set_mode(mode);
    header.set_uid(owner);
    header.set_gid(owner);
    header.set_mtime(0);
    header.set_size(0);
    header.set_cksum();
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn project(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        root
    }

    fn of(root: &Path, program: &str, reads: &[&str]) -> Beside {
        beside(root, program, &reads.iter().map(|read| (*read).to_owned()).collect::<Vec<_>>())
    }

    fn names(root: &Path, beside: &Beside) -> BTreeSet<String> {
        let out = root.join("layer.tar");
        write_layer(root, beside, "/home/nonroot", 65532, &out, &CancellationToken::new()).unwrap();
        let mut archive = tar::Archive::new(std::fs::File::open(&out).unwrap());
        archive
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.path().unwrap().to_string_lossy().trim_end_matches('/').to_owned();
                let owner = if name == "home" { 0 } else { 65532 };
                assert_eq!((entry.header().uid().unwrap(), entry.header().gid().unwrap()), (owner, owner));
                name
            })
            .filter(|name| !["home", "home/nonroot"].contains(&name.as_str()))
            .collect()
    }

    #[test]
    fn what_is_read_goes_along_and_nothing_else() {
        let root = project(&["main.go", "templates/a.html", "templates/.env", "static/x/y.css", "other.txt"]);
        let found = of(root.path(), ".", &["templates/*.html", "./static", "missing", "../x", "/etc/passwd"]);
        assert_eq!(found.paths, ["static", "templates"]);
        let names = names(root.path(), &found);
        let wanted = ["static", "static/x", "static/x/y.css", "templates", "templates/a.html"];
        assert_eq!(names, wanted.iter().map(|name| format!("home/nonroot/{name}")).collect());
    }

    #[test]
    fn what_lies_above_the_program_is_where_it_looks_for_it() {
        let root = project(&[
            "cmd/server/main.go",
            "configs/config.yaml",
            "configs/tls.key",
            "etc/passwd",
            "up.txt",
        ]);
        let reads =
            ["../../configs", "../../configs", "../../etc/passwd", "../../../outside", "../..", "../up.txt"];
        let found = of(root.path(), "cmd/server", &reads);
        let wanted =
            Above { asked: "../../configs".to_owned(), from: "configs".to_owned(), to: "configs".to_owned() };
        assert_eq!(found.above, [wanted]);
        assert_eq!(found.copies(), [("configs".to_owned(), "/configs".to_owned())]);
        let names = names(root.path(), &found);
        assert_eq!(names, ["configs", "configs/config.yaml"].map(str::to_owned).into());
    }

    #[test]
    fn one_folder_above_is_one_folder_above_the_working_folder() {
        let root = project(&["app/web/main.go", "app/pages/a.html"]);
        let found = of(root.path(), "app/web", &["../pages/*.html"]);
        let names = names(root.path(), &found);
        assert!(names.contains("home/pages/a.html"), "{names:?}");
    }

    #[test]
    fn a_secret_stays_and_an_env_file_is_an_empty_one() {
        let root = project(&["main.go", ".env", "server.key", "config.yaml"]);
        let found = of(root.path(), ".", &[".env", "server.key", "config.yaml"]);
        assert_eq!((found.kept_out.as_slice(), found.env_file), (&["server.key".to_owned()][..], true));
        let names = names(root.path(), &found);
        assert!(names.contains("home/nonroot/.env") && names.contains("home/nonroot/config.yaml"));
        assert!(!names.contains("home/nonroot/server.key"));
        let bytes = std::fs::read(root.path().join("layer.tar")).unwrap();
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(holds(NO_VARIABLES), "in the place of the file's own");
    }

    #[test]
    fn a_working_folder_as_a_whole_is_its_data() {
        let root = project(&[
            "main.go",
            "go.mod",
            "config.yaml",
            "id.key",
            "compose.yaml",
            ".golangci.yml",
            "sub/config.yaml",
        ]);
        assert_eq!(of(root.path(), ".", &["."]).paths, ["config.yaml"]);
    }

    #[test]
    fn what_lies_beside_the_program_is_found_there() {
        let root = project(&["cmd/web/main.go", "cmd/web/templates/a.html"]);
        let found = of(root.path(), "cmd/web", &["templates/a.html"]);
        assert_eq!(
            (found.base.as_str(), found.paths.as_slice()),
            ("cmd/web", &["templates/a.html".to_owned()][..])
        );
        let names = names(root.path(), &found);
        assert!(names.contains("home/nonroot/templates/a.html"), "{names:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let root = project(&["main.go"]);
        std::os::unix::fs::symlink("/etc", root.path().join("static")).unwrap();
        assert!(of(root.path(), ".", &["static"]).is_empty());
    }
}
