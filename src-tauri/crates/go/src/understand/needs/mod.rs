//! What one program needs when it runs, each with the line that says so.

mod arguments;
pub(super) mod cgo;
pub(super) mod config;
mod dials;
mod env;
mod files;
mod frameworks;
pub(super) mod listen;
mod named;
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
    // It listens where nobody can follow from where its address comes.
    let mut unfollowed = false;
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
                unfollowed = true;
                let unknown = listen.addresses.iter().filter(|value| value.text.contains(UNKNOWN));
                open_env.extend(unknown.filter_map(|value| value.env.clone()));
            }
        }
    }
    let only_profiles = !ports.is_empty() && ports.iter().all(|guess| guess.port == PROFILES);
    let mut ports = best_guesses(ports);
    if unfollowed && ports.iter().all(|guess| guess.confidence == Confidence::Guess && guess.env.is_none()) {
        let named = named::ports(program, number, &listening);
        if !named.is_empty() {
            ports = named;
        }
    }
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
    let serves = !listening.is_empty() && !is_aside(program, &needs, only_profiles);
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
fn is_aside(program: &Program<'_>, needs: &Needs, only_profiles: bool) -> bool {
    let index = program.index;
    let draws = || {
        let mut files =
            index.files.iter().enumerate().filter(|(f, _)| program.reach.has_folder(index.folder(*f)));
        files.any(|(_, source)| {
            source.imports.iter().any(|import| TERMINAL.iter().any(|known| import.path.starts_with(known)))
        })
    };
    let sure = needs.ports.iter().any(|guess| guess.confidence > Confidence::Guess);
    only_profiles || (!sure && draws())
}

/// Where Go programs show their profiles.
const PROFILES: u16 = 6060;
/// Where databases and brokers listen: what a server has it for, it dials.
const SERVICES: &[u16] = &[1433, 3306, 5432, 5672, 6379, 9092, 9200, 11211, 27017];

/// Each port of a program once, the surest first.
fn best_guesses(mut ports: Vec<PortGuess>) -> Vec<PortGuess> {
    let guessed = |guess: &PortGuess| guess.confidence == Confidence::Guess;
    // Profiles are for who looks for them, not for who uses the program.
    ports.retain(|guess| guess.port != PROFILES);
    // Beside a port that can be set, 80 and 443 are for certificates and redirection; beside a plain one, the other
    // speaks TLS once it has a certificate.
    let other =
        |port: u16| ports.iter().any(|guess| guess.port != port && !matches!(guess.port, 80 | 443 | 8443));
    let (settable, plain) = (other(0), other(0) || ports.iter().any(|guess| guess.port == 80));
    ports.retain(|guess| {
        let aside = match guess.port {
            80 => settable && guess.env.is_none(),
            443 | 8443 => plain,
            port => settable && SERVICES.contains(&port),
        };
        !(aside && guessed(guess))
    });
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
