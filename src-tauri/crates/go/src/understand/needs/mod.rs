//! What one program needs when it runs, each with the line that says so.

mod arguments;
pub(super) mod cgo;
pub(super) mod config;
mod dials;
mod env;
mod files;
mod frameworks;
pub(super) mod listen;
pub(super) mod tags;

use super::programs::Packages;
use super::values::eval::Program;
use super::values::value::UNKNOWN;
use super::{Confidence, Listen, Needs, PortGuess};
use std::collections::HashSet;
use std::path::Path;

/// What a program needs, and whether it listens at all.
pub(super) fn find(
    program: &Program<'_>,
    root: &Path,
    cgo_files: &[cgo::CgoFile],
    packages: &Packages,
    number: Option<usize>,
) -> (Needs, bool) {
    let mut listening = HashSet::new();
    let mut ports: Vec<PortGuess> = Vec::new();
    let mut open_env: Vec<String> = Vec::new();
    for (at, source, function) in program.functions() {
        for listen in listen::listens(program, at, source, function) {
            listening.insert((at.file, at.function));
            let before = ports.len();
            for value in &listen.addresses {
                if let Some((address, port)) = listen::split(&value.text) {
                    ports.push(PortGuess {
                        program: number,
                        port,
                        protocol: listen.protocol.to_owned(),
                        file: program.index.path(value.file).to_owned(),
                        line: value.line,
                        confidence: value.confidence,
                        address,
                        env: value.env.clone(),
                    });
                }
            }
            // An address for those who profile may be left out.
            let profiles = source.imports.iter().any(|import| import.path.ends_with("/pprof"));
            if before == ports.len() && !profiles {
                let unknown = listen.addresses.iter().filter(|value| value.text.contains(UNKNOWN));
                open_env.extend(unknown.filter_map(|value| value.env.clone()));
            }
        }
    }
    let ports = best_guesses(ports);
    let mut env = env::find(program);
    // Without it there is no port to listen on, or only one that an example of settings shows.
    let sure = ports.iter().any(|guess| guess.confidence > Confidence::Guess || guess.env.is_none());
    let open = |read: &super::EnvRead| {
        let shown =
            ports.iter().any(|guess| guess.env.as_ref() == Some(&read.name) && guess.file.contains("env"));
        let asked = open_env.contains(&read.name) && ports.is_empty();
        read.default.is_none() && (asked || (shown && !sure))
    };
    for read in env.iter_mut().filter(|read| open(read)) {
        read.required = true;
    }
    let files = files::find(program, root);
    let needs = Needs {
        cgo: cgo::find(program, cgo_files, packages),
        listens_on: ports
            .iter()
            .map(|guess| Listen {
                address: guess.address.clone().unwrap_or_else(|| "0.0.0.0".to_owned()),
                port: guess.port,
                file: guess.file.clone(),
                line: guess.line,
                confidence: guess.confidence,
            })
            .collect(),
        ports,
        env,
        arguments: arguments::find(program, &listening),
        reads: files.reads,
        writes: files.writes,
        dials: dials::find(program),
        stdin: files.stdin,
        timezone: files.timezone,
    };
    let serves = !listening.is_empty() && !is_aside(program, &needs);
    (needs, serves)
}

/// Libraries that draw on a terminal.
const TERMINAL: &[&str] = &[
    "github.com/charmbracelet/bubbletea",
    "github.com/jesseduffield/gocui",
    "github.com/jroimartin/gocui",
    "github.com/rivo/tview",
    "github.com/gdamore/tcell",
    "github.com/junegunn/fzf/src/tui",
];

/// Whether a program that listens does something else in the first place: it draws on a terminal, or listens only for
/// those who profile it.
fn is_aside(program: &Program<'_>, needs: &Needs) -> bool {
    let profiles = !needs.ports.is_empty() && needs.ports.iter().all(|guess| guess.port == 6060);
    let index = program.index;
    let draws = || {
        let mut files =
            index.files.iter().enumerate().filter(|(f, _)| program.reach.has_folder(index.folder(*f)));
        files.any(|(_, source)| {
            source.imports.iter().any(|import| TERMINAL.iter().any(|known| import.path.starts_with(known)))
        })
    };
    let sure = needs.ports.iter().any(|guess| guess.confidence > Confidence::Guess && guess.port != 6060);
    profiles || (!sure && draws())
}

/// Each port of a program once, the surest first.
fn best_guesses(mut ports: Vec<PortGuess>) -> Vec<PortGuess> {
    // Beside a port that can be set, 80 and 443 are for certificates and redirection.
    let settable = ports.iter().any(|guess| !matches!(guess.port, 80 | 443));
    for guess in
        ports.iter_mut().filter(|guess| settable && matches!(guess.port, 80 | 443) && guess.env.is_none())
    {
        guess.confidence = Confidence::Guess;
    }
    ports.sort_by(|a, b| (b.confidence, &a.file, a.line).cmp(&(a.confidence, &b.file, b.line)));
    let mut best: Vec<PortGuess> = Vec::new();
    for guess in ports {
        if !best.iter().any(|other| (other.port, &other.protocol) == (guess.port, &guess.protocol)) {
            best.push(guess);
        }
    }
    // Where something is surer, what is only possible is noise.
    if best.iter().any(|guess| guess.confidence > Confidence::Guess) {
        best.truncate(40);
    } else {
        best.truncate(8);
    }
    best
}
