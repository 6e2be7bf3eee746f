//! The packages of a folder, put together into what is understood of it.

use super::constraint::Target;
use super::eval::Program as Values;
use super::listen::{env_reads, listens, split};
use super::source::Source;
use super::{Because, PortGuess, Problem, Program, ProgramKind, Understanding, rank, roots, tree, walk};
use crate::fs::read_bounded;
use slipway_model::Fault;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// A bigger file is not read: it is generated data.
const MOST_FILE_BYTES: u64 = 2 << 20;

pub(super) fn understand(folder: &Path) -> Understanding {
    let mut found = Understanding { folder: folder.to_owned(), ..Understanding::default() };
    if !folder.is_dir() {
        let fault = Fault::new("project-folder-missing").with("folder", folder.display().to_string());
        found.problems.push(Problem::new(fault));
        return found;
    }
    let modules = roots::read(folder, &mut found);
    let members: Vec<_> = modules.iter().map(|module| module.folder.clone()).collect();
    let walked = walk::walk(folder, &members);
    found.cut = walked.cut;
    for (place, error) in walked.unreadable.iter().take(3) {
        found.problems.push(cannot_read(place, error));
    }
    if modules.is_empty() && found.problems.iter().all(|problem| problem.file.as_deref() != Some("go.mod")) {
        found.problems.push(roots::missing(folder, &walked.nested));
    }

    let (files, folders) = read_all(folder, &walked.folders, &mut found);
    let resolve = |import: &str| modules.iter().find_map(|module| module.folder_of(import));
    let values = Values::new(&files, &folders, &resolve);
    let by_folder = packages(&files, &folders, &mut found);
    found.packages = u32::try_from(by_folder.len()).unwrap_or(u32::MAX);

    let mut ports = Vec::new();
    let mut seen = BTreeSet::new();
    for (place, _) in by_folder.iter().filter(|(_, package)| package.is_program) {
        let index = found.programs.len();
        let import_path = modules.iter().find_map(|module| module.import_path(place));
        let import_path =
            import_path.unwrap_or_else(|| if place == "." { ".".to_owned() } else { format!("./{place}") });
        let reached = reach(&files, &by_folder, place, &resolve);
        let mut listening = false;
        for &(file, n) in &reached {
            for listen in listens(&values, file, n) {
                listening = true;
                ports.extend(guesses(&files, index, &listen));
            }
            seen.insert((file, n));
        }
        let kind = rank::kind_by_place(place).unwrap_or(if listening {
            ProgramKind::Server
        } else {
            ProgramKind::Tool
        });
        found.programs.push(Program {
            name: program_name(place, &import_path, folder),
            import_path,
            folder: place.clone(),
            kind,
            because: Because::Other,
        });
    }
    if found.programs.is_empty() {
        seen = files
            .iter()
            .enumerate()
            .flat_map(|(f, file)| (0..file.functions.len()).map(move |n| (f, n)))
            .collect();
    }
    found.ports = best_guesses(ports);
    found.env = environment(&values, &seen);

    let choice = rank::choose(&found.programs, found.module.as_deref());
    for (program, because) in found.programs.iter_mut().zip(choice.because) {
        program.because = because;
    }
    (found.chosen, found.tie) = (choice.chosen, choice.tie);
    if found.programs.is_empty() && found.problems.is_empty() {
        let code = if found.packages == 0 { "project-no-program" } else { "project-library-only" };
        found
            .problems
            .push(Problem::new(Fault::new(code).with("module", found.module.clone().unwrap_or_default())));
    }
    found
}

pub(super) fn cannot_read(place: &str, error: &std::io::Error) -> Problem {
    Problem::new(Fault::new("machine-cannot-read").with("path", place).detail(error.to_string()))
        .at(place, None)
}

/// Reads and parses every file that Go takes, on a few threads.
fn read_all(
    root: &Path,
    folders: &BTreeMap<String, Vec<String>>,
    found: &mut Understanding,
) -> (Vec<Source>, Vec<String>) {
    let arch = crate::toolchain::GoPlatform::here().arch;
    let names: Vec<(&String, String)> = folders
        .iter()
        .flat_map(|(folder, names)| names.iter().map(move |name| (folder, name)))
        .filter(|(_, name)| Target { arch: &arch, cgo: false }.takes_name(name))
        .map(|(folder, name)| (folder, if folder == "." { name.clone() } else { format!("{folder}/{name}") }))
        .collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    let share = names.len().div_ceil(threads).max(1);
    let parts: Vec<Vec<(usize, File)>> = std::thread::scope(|scope| {
        let work: Vec<_> = names
            .chunks(share)
            .enumerate()
            .map(|(part, chunk)| {
                let arch = arch.as_str();
                scope.spawn(move || {
                    let files = chunk.iter().enumerate();
                    files.map(|(n, (_, path))| (part * share + n, read_file(root, path, arch))).collect()
                })
            })
            .collect();
        work.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let (mut files, mut places) = (Vec::new(), Vec::new());
    for (n, file) in parts.into_iter().flatten() {
        let Some((folder, path)) = names.get(n) else { continue };
        match file {
            File::Taken { source, uses_c } => {
                found.files += 1;
                found.uses_cgo |= uses_c;
                files.push(*source);
                places.push((*folder).clone());
            }
            File::Left { uses_c } => found.uses_cgo |= uses_c,
            File::Unreadable(error) if found.problems.len() < 20 => {
                found.problems.push(cannot_read(path, &error));
            }
            File::Unreadable(_) => {}
        }
    }
    (files, places)
}

enum File {
    Taken { source: Box<Source>, uses_c: bool },
    Left { uses_c: bool },
    Unreadable(std::io::Error),
}

fn read_file(root: &Path, path: &str, arch: &str) -> File {
    let full = root.join(path);
    // The walk let a symlink through only if it stays inside.
    let full = if full.is_symlink() { full.canonicalize().unwrap_or(full) } else { full };
    let text = match read_bounded(&full, MOST_FILE_BYTES) {
        Ok(Some(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        Ok(None) => return File::Left { uses_c: false },
        Err(error) => return File::Unreadable(error),
    };
    let imports_c = text.contains("import \"C\"") || text.contains("\t\"C\"\n");
    let uses_c = imports_c && Target { arch, cgo: true }.takes_header(&text);
    if !(Target { arch, cgo: false }).takes_header(&text) {
        return File::Left { uses_c };
    }
    match tree::read(path, &text) {
        Some(source) if !source.package.is_empty() => File::Taken { source: Box::new(source), uses_c },
        _ => File::Left { uses_c },
    }
}

struct Package {
    files: Vec<usize>,
    is_program: bool,
}

fn packages(files: &[Source], folders: &[String], found: &mut Understanding) -> BTreeMap<String, Package> {
    let mut by_folder: BTreeMap<String, Package> = BTreeMap::new();
    for (index, folder) in folders.iter().enumerate() {
        let package =
            by_folder.entry(folder.clone()).or_insert(Package { files: Vec::new(), is_program: false });
        package.files.push(index);
    }
    for package in by_folder.values_mut() {
        let sources = || package.files.iter().filter_map(|file| files.get(*file));
        package.is_program = sources().any(|file| {
            file.package == "main"
                && file.functions.iter().any(|function| function.name == "main" && !function.is_method)
        });
        let first = sources().next();
        let other = sources().find(|file| first.is_some_and(|first| first.package != file.package));
        if let (Some(first), Some(other)) = (first, other) {
            let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
            let fault = Fault::new("project-two-packages")
                .with("first", &first.package)
                .with("first_file", name(&first.path))
                .with("second", &other.package)
                .with("second_file", name(&other.path));
            found.problems.push(Problem::new(fault).at(&other.path, None));
        }
    }
    by_folder
}

/// The functions that a program may come to, by the names that are mentioned on the way from its own package. Names
/// are all there is to go by without types, so it is rather too many than too few.
fn reach(
    files: &[Source],
    by_folder: &BTreeMap<String, Package>,
    start: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
) -> Vec<(usize, usize)> {
    let mut folders = vec![start.to_owned()];
    let mut known: BTreeSet<String> = folders.iter().cloned().collect();
    let mut functions: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    while let Some(folder) = folders.pop() {
        for &f in by_folder.get(&folder).map(|package| package.files.as_slice()).unwrap_or_default() {
            let Some(file) = files.get(f) else { continue };
            for (n, function) in file.functions.iter().enumerate() {
                let name = function.name.as_str();
                // What stands outside of functions and what is called init always runs.
                if matches!(name, "" | "init") || (folder == start && name == "main") {
                    open.push((f, n));
                } else {
                    functions.entry(name).or_default().push((f, n));
                }
            }
            for (_, import) in &file.imports {
                if let Some(folder) = resolve(import)
                    && by_folder.contains_key(&folder)
                    && known.insert(folder.clone())
                {
                    folders.push(folder);
                }
            }
        }
    }
    let mut reached = Vec::new();
    while let Some((f, n)) = open.pop() {
        reached.push((f, n));
        let Some(function) = files.get(f).and_then(|file| file.functions.get(n)) else { continue };
        for name in &function.mentions {
            // Each name is taken up once.
            open.extend(functions.remove(name.as_str()).unwrap_or_default());
        }
    }
    reached.sort_unstable();
    reached
}

fn guesses(files: &[Source], program: usize, listen: &super::listen::Listens) -> Vec<PortGuess> {
    let known = listen.addresses.iter().filter_map(|value| {
        let (address, port) = split(&value.text)?;
        Some(PortGuess {
            program: Some(program),
            port,
            protocol: listen.protocol.to_owned(),
            file: files.get(value.file)?.path.clone(),
            line: value.line,
            confidence: value.confidence,
            address,
            env: value.env.clone(),
        })
    });
    known.collect()
}

/// Each port of a program once, the surest first.
fn best_guesses(mut ports: Vec<PortGuess>) -> Vec<PortGuess> {
    ports.sort_by(|a, b| {
        (a.program, b.confidence, &a.file, a.line).cmp(&(b.program, a.confidence, &b.file, b.line))
    });
    let mut best: Vec<PortGuess> = Vec::new();
    for guess in ports {
        let same = |other: &PortGuess| {
            (other.program, other.port, &other.protocol) == (guess.program, guess.port, &guess.protocol)
        };
        if !best.iter().any(same) {
            best.push(guess);
        }
    }
    best
}

fn environment(values: &Values<'_>, functions: &BTreeSet<(usize, usize)>) -> Vec<super::EnvRead> {
    let mut reads: Vec<super::EnvRead> =
        functions.iter().flat_map(|(f, n)| env_reads(values, *f, *n)).collect();
    let files: BTreeSet<usize> = functions.iter().map(|(f, _)| *f).collect();
    for source in files.iter().filter_map(|file| values.files.get(*file)) {
        for tag in &source.tags {
            if let Some(name) = &tag.env {
                let (file, default) = (source.path.clone(), tag.default.clone());
                reads.push(super::EnvRead { name: name.clone(), file, line: tag.line, default });
            }
        }
    }
    reads.sort_by(|a, b| (&a.name, &a.file, a.line).cmp(&(&b.name, &b.file, b.line)));
    reads.dedup();
    reads
}

/// What `go build` calls the program.
fn program_name(place: &str, import_path: &str, root: &Path) -> String {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if place != "." {
        return last(place);
    }
    if import_path == "." {
        return root.file_name().map_or_else(|| "app".to_owned(), |name| name.to_string_lossy().into_owned());
    }
    let name = last(import_path);
    let is_version =
        name.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    match import_path.rsplit_once('/') {
        Some((before, _)) if is_version => last(before),
        _ => name,
    }
}
