//! Where a program listens, by what its defaults are called: for an address that cannot be followed to its listener.

use super::listen::split;
use crate::understand::parse::source::{Call, Expr};
use crate::understand::values::eval::{At, Program};
use crate::understand::{Confidence, PortGuess};
use std::collections::HashSet;

/// What an address to listen on is called.
const LISTENING: &[&str] = &["listen", "port", "addr", "bind", "rawaddress", "endpoint"];
/// What is another address.
const OTHER: &[&str] = &[
    "advertise",
    "metric",
    "debug",
    "pprof",
    "prof",
    "redis",
    "db",
    "database",
    "sql",
    "smtp",
    "mail",
    "cluster",
    "peer",
    "remote",
    "proxy",
    "client",
    "monitor",
    "health",
    "report",
    "support",
    "portal",
    "import",
    "export",
    "transport",
    "target",
    "upstream",
    "backend",
    "cache",
    "queue",
    "broker",
    "announce",
    "multicast",
    "stun",
    "relay",
    "quic",
    "tls",
    "https",
];

/// The best of them, all of the same rank; nothing where no name says so.
///
/// `listening` are the functions that listen: a constant counts in their packages only, others dial with theirs.
pub(super) fn ports(
    program: &Program<'_>,
    number: Option<usize>,
    listening: &HashSet<(usize, usize)>,
) -> Vec<PortGuess> {
    let folders: HashSet<&str> = listening.iter().map(|(file, _)| program.index.folder(*file)).collect();
    let mut found: Vec<(u8, PortGuess)> = Vec::new();
    let index = program.index;
    for (file, source) in index.files.iter().enumerate() {
        if !program.reach.has_folder(index.folder(file)) {
            continue;
        }
        let mut add = |rank: u8, text: &str, line: u32| {
            if let Some((address, port)) = written(text) {
                let guess = PortGuess {
                    program: number,
                    port,
                    protocol: "tcp".to_owned(),
                    file: source.path.clone(),
                    line,
                    confidence: Confidence::Guess,
                    address,
                    env: None,
                };
                found.push((rank, guess));
            }
        };
        let declared = source.declared.iter().filter(|_| folders.contains(index.folder(file)));
        for (name, values) in declared {
            let plain = plain(name);
            let Some(rank) = plain.contains("default").then(|| rank(&plain)).flatten() else { continue };
            for value in values {
                for value in program.ask(value, At::new(file, 0)) {
                    add(rank, &value.text, value.line);
                }
            }
        }
        for tag in &source.tags {
            if let (Some(rank), Some(text)) = (rank(&plain(&tag.field)), tag.value("default")) {
                add(rank, text, tag.line);
            }
        }
        for function in &source.functions {
            for call in &function.calls {
                if let Some((name, default, line)) = flag(call)
                    && let Some(rank) = rank(&plain(name))
                {
                    add(rank, default, line);
                }
            }
        }
    }
    let best = found.iter().map(|(rank, _)| *rank).min();
    let mut best: Vec<PortGuess> =
        found.into_iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, guess)| guess).collect();
    best.sort_by_key(|guess| guess.port);
    best.dedup_by_key(|guess| guess.port);
    // Where many are called the same, the name says nothing.
    if best.len() > 2 { Vec::new() } else { best }
}

fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '-', '.'], "")
}

/// How well a name says that it is listened on: the less else it says, the better. Nothing for another address.
fn rank(plain: &str) -> Option<u8> {
    let own = plain.replace("default", "");
    let listens = LISTENING.iter().any(|word| own.contains(word));
    if !listens || OTHER.iter().any(|word| own.contains(word)) {
        return None;
    }
    let rest = LISTENING.iter().fold(own, |rest, word| rest.replace(word, ""));
    u8::try_from(rest.len()).ok()
}

/// `8080`, `:8080`, `127.0.0.1:8080`, `tcp://0.0.0.0:8080`.
fn written(text: &str) -> Option<(Option<String>, u16)> {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest).trim_end_matches('/');
    match text.parse::<u16>() {
        Ok(port) => (port > 0).then_some((None, port)),
        Err(_) => split(text),
    }
}

/// A flag's name and what it is when it is not given: `flags.StringP("port", "p", "8080", …)`.
fn flag(call: &Call) -> Option<(&str, &str, u32)> {
    let kind = call.name().trim_end_matches('P').trim_end_matches("Var");
    if !matches!(kind, "String" | "Int" | "Uint" | "Uint16" | "Int32") {
        return None;
    }
    let mut texts = call.args.iter().filter_map(|arg| match arg {
        Expr::Text(text, line) => Some((text.as_str(), *line)),
        _ => None,
    });
    let (name, _) = texts.next()?;
    texts.take(2).find(|(text, _)| written(text).is_some()).map(|(text, line)| (name, text, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_is() {
        for name in ["DEFAULT_PORT", "DefaultAdminListen", "port", "RawAddress", "defaultListenAddr"] {
            assert!(rank(&plain(name)).is_some(), "{name}");
        }
        for name in ["DefaultMetricsPort", "redis-addr", "DefaultPeerPort", "support", "DefaultName"] {
            assert!(rank(&plain(name)).is_none(), "{name}");
        }
        assert!(rank(&plain("DefaultPort")) < rank(&plain("DefaultAdminPort")));
    }

    #[test]
    fn an_address_is_read_as_it_is_written() {
        assert_eq!(written("8080"), Some((None, 8080)));
        assert_eq!(written("tcp://127.0.0.1:80/"), Some((Some("127.0.0.1".to_owned()), 80)));
        assert_eq!((written("0"), written("many")), (None, None));
    }
}
