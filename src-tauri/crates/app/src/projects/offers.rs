//! What Slipway offers to set when a program is run, from what its code says. Each can be switched off, and on.

use super::{RunSettings, env_file};
use slipway_go::understand::{ArgumentBecause, Needs, Place};
use slipway_go::{EnvRead, Understanding};
use std::path::Path;

/// Where programs run in an image that Slipway puts together: their user's home, the one place they may write to.
pub use slipway_image::HOME as WORKING_DIR;

/// What is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferWhat {
    /// An environment variable.
    Env {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// An argument in front of the user's own.
    Argument {
        /// The word.
        value: String,
    },
    /// A named volume, so that what is written there outlives the container.
    Volume {
        /// The folder, absolute, in the container.
        target: String,
    },
    /// The variables of a file of the project, read when it is run and never kept.
    EnvFile {
        /// The file, relative to the project.
        path: String,
    },
    /// Its standard input stays open.
    Stdin,
}

/// Something that Slipway would set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which; stable, so that the user's decision is found again.
    pub id: String,
    /// What.
    pub what: OfferWhat,
    /// The id of the sentence that says why; its parameters are `value` and `name`.
    pub because: &'static str,
    /// The line of the code that says so.
    pub place: Place,
    /// Whether it is applied: as the user decided, else as Slipway would.
    pub on: bool,
}

impl Offer {
    fn new(what: OfferWhat, because: &'static str, file: &str, line: u32, on: bool) -> Self {
        let id = match &what {
            OfferWhat::Env { name, .. } => format!("env:{name}"),
            OfferWhat::Argument { value } => format!("argument:{value}"),
            OfferWhat::Volume { target } => format!("volume:{target}"),
            OfferWhat::EnvFile { path } => format!("env-file:{path}"),
            OfferWhat::Stdin => "stdin".to_owned(),
        };
        Self { id, what, because, place: Place { file: file.to_owned(), line }, on }
    }

    /// What it sets, as a word for a sentence: `HOST=0.0.0.0`, `serve`, `/data`.
    pub fn value(&self) -> String {
        match &self.what {
            OfferWhat::Env { name, value } => format!("{name}={value}"),
            OfferWhat::Argument { value } => value.clone(),
            OfferWhat::Volume { target } => target.clone(),
            OfferWhat::EnvFile { path } => path.clone(),
            OfferWhat::Stdin => "stdin".to_owned(),
        }
    }
}

/// The offers for the program that the settings name, with the user's decisions.
pub fn offers(understanding: &Understanding, settings: &RunSettings) -> Vec<Offer> {
    let Some(needs) = understanding.needs_of(&settings.program) else { return Vec::new() };
    let mut offers = Vec::new();
    // Arguments of the user's own are the whole command line.
    if settings.args.is_empty() {
        offers.extend(arguments(needs));
    }
    offers.extend(addresses(needs));
    let env_file = needs.reads.iter().find(|read| is_env_file(&read.value) && read.exists);
    offers.extend(env_file.map(|read| {
        let what = OfferWhat::EnvFile { path: env_file::NAME.to_owned() };
        Offer::new(what, "offer-because-env-file", &read.file, read.line, true)
    }));
    offers.extend(volumes(needs));
    if let Some(place) = &needs.stdin {
        offers.push(Offer::new(OfferWhat::Stdin, "offer-because-stdin", &place.file, place.line, true));
    }
    // What the user set by hand is no longer offered.
    offers.retain(|offer| match &offer.what {
        OfferWhat::Env { name, .. } => !settings.env.iter().any(|set| set.name == *name),
        _ => true,
    });
    for offer in &mut offers {
        if let Some(decided) = settings.offers.get(&offer.id) {
            offer.on = *decided;
        }
    }
    offers
}

fn is_env_file(path: &str) -> bool {
    path.trim_start_matches("./") == env_file::NAME
}

/// The command that serves, where there are several.
fn arguments(needs: &Needs) -> Option<Offer> {
    let argument = needs
        .arguments
        .iter()
        .find(|argument| argument.because == ArgumentBecause::Subcommand && !argument.value.is_empty())?;
    Some(Offer::new(
        OfferWhat::Argument { value: argument.value.clone() },
        argument.because.code(),
        &argument.file,
        argument.line,
        true,
    ))
}

/// Inside a container 127.0.0.1 is reached by nobody: a variable that holds the address gets every address.
fn addresses(needs: &Needs) -> Vec<Offer> {
    let loopback = |port: &&slipway_go::PortGuess| port.address.as_deref().is_some_and(is_loopback);
    let by_variable =
        needs.ports.iter().filter(loopback).filter_map(|port| port.env.as_ref()).collect::<Vec<_>>();
    let listens_to_itself = needs.listens_on.iter().any(|listen| is_loopback(&listen.address));
    needs
        .env
        .iter()
        .filter(|read| by_variable.contains(&&read.name) || (listens_to_itself && names_an_address(read)))
        .filter_map(|read| {
            let value = everywhere(read.default.as_deref()?)?;
            Some(Offer::new(
                OfferWhat::Env { name: read.name.clone(), value },
                "offer-because-loopback",
                &read.file,
                read.line,
                true,
            ))
        })
        .collect()
}

fn names_an_address(read: &EnvRead) -> bool {
    let name = read.name.to_uppercase();
    ["HOST", "ADDR", "LISTEN", "BIND"].iter().any(|word| name.contains(word))
}

fn is_loopback(address: &str) -> bool {
    matches!(address, "localhost" | "::1" | "[::1]") || address.starts_with("127.")
}

/// The same address on every interface: `127.0.0.1:8080` as `0.0.0.0:8080`; none where it is not the loopback's.
fn everywhere(address: &str) -> Option<String> {
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, Some(port)),
        _ => (address, None),
    };
    if !is_loopback(host) {
        return None;
    }
    Some(port.map_or_else(|| "0.0.0.0".to_owned(), |port| format!("0.0.0.0:{port}")))
}

/// A volume for each folder that it writes to by a relative path: what it writes would go with the container.
fn volumes(needs: &Needs) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for write in &needs.writes {
        let Some((folder, keeps)) = folder_of(&write.value) else { continue };
        let target = if folder.starts_with('/') { folder } else { format!("{WORKING_DIR}/{folder}") };
        let offer =
            Offer::new(OfferWhat::Volume { target }, "offer-because-writes", &write.file, write.line, keeps);
        if !offers.iter().any(|known| known.id == offer.id) {
            offers.push(offer);
        }
    }
    offers
}

/// The folder that a path is written into, and whether what is there looks worth keeping. None for the working folder
/// itself, for what is temporary, and for what is not known.
fn folder_of(value: &str) -> Option<(String, bool)> {
    const KEPT: &[&str] = &["data", "db", "storage", "uploads", "upload", "files", "media", "store", "var"];
    let path = value.trim_start_matches("./").trim_end_matches('/');
    let unknown = path.is_empty() || path.contains(['*', '%', '~', '\0', '\n']) || path.starts_with("..");
    let passing = ["/tmp", "/dev", "/proc", "/sys", "/etc"]
        .iter()
        .any(|prefix| path == *prefix || path.starts_with(&format!("{prefix}/")));
    if unknown || passing || path.split('/').any(|part| part == "..") {
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = Path::new(name).extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let is_database =
        extension.as_deref().is_some_and(|extension| matches!(extension, "db" | "sqlite" | "sqlite3"));
    let folder = match (extension, path.rsplit_once('/')) {
        (Some(_), Some((folder, _))) => folder,
        (Some(_), None) => return None,
        (None, _) => path,
    };
    let keeps = is_database || folder.split('/').any(|part| KEPT.contains(&part));
    (!folder.is_empty()).then(|| (folder.to_owned(), keeps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_loopback_becomes_every_address() {
        for (given, wanted) in [
            ("127.0.0.1:8080", Some("0.0.0.0:8080")),
            ("localhost", Some("0.0.0.0")),
            ("localhost:80", Some("0.0.0.0:80")),
            ("[::1]:9", Some("0.0.0.0:9")),
            ("0.0.0.0:80", None),
            (":8080", None),
            ("db.local", None),
            ("", None),
        ] {
            assert_eq!(everywhere(given).as_deref(), wanted, "{given}");
        }
    }

    #[test]
    fn a_folder_to_keep_is_told_from_one_that_goes() {
        for (value, wanted) in [
            ("data/app.db", Some(("data", true))),
            ("./uploads", Some(("uploads", true))),
            ("logs/app.log", Some(("logs", false))),
            ("/var/lib/x/x.sqlite", Some(("/var/lib/x", true))),
            ("app.db", None),
            ("/tmp/x", None),
            ("../x/y.db", None),
            ("a/../../x", None),
            ("/etc/passwd", None),
            ("out/%s.txt", None),
        ] {
            assert_eq!(folder_of(value), wanted.map(|(folder, on)| (folder.to_owned(), on)), "{value}");
        }
    }

    fn place() -> Place {
        Place { file: "main.go".into(), line: 7 }
    }

    fn understanding(needs: Needs) -> (Understanding, RunSettings) {
        let program = slipway_go::Program {
            import_path: "x".into(),
            folder: ".".into(),
            name: "x".into(),
            kind: slipway_go::ProgramKind::Server,
            because: slipway_go::Because::Only,
        };
        let understanding =
            Understanding { programs: vec![program], needs: vec![needs], ..Understanding::default() };
        (understanding, RunSettings { program: ".".into(), ..RunSettings::default() })
    }

    #[test]
    fn what_the_user_decided_stays_decided() {
        let (understanding, mut settings) = understanding(Needs { stdin: Some(place()), ..Needs::default() });
        assert!(offers(&understanding, &settings)[0].on);
        settings.offers.insert("stdin".to_owned(), false);
        assert!(!offers(&understanding, &settings)[0].on);
    }

    #[test]
    fn a_variable_that_the_user_set_is_not_offered() {
        let needs = Needs {
            env: vec![EnvRead {
                name: "HOST".into(),
                file: "main.go".into(),
                line: 3,
                default: Some("127.0.0.1".into()),
                required: false,
            }],
            listens_on: vec![slipway_go::understand::Listen {
                address: "127.0.0.1".into(),
                port: 8080,
                file: "main.go".into(),
                line: 9,
                confidence: slipway_go::Confidence::Likely,
            }],
            ..Needs::default()
        };
        let (understanding, mut settings) = understanding(needs);
        let found = offers(&understanding, &settings);
        assert_eq!(found[0].value(), "HOST=0.0.0.0");
        settings.env.push(super::super::EnvSetting {
            name: "HOST".into(),
            value: Some("10.0.0.1".into()),
            secret: false,
            keep: false,
        });
        assert_eq!(offers(&understanding, &settings), []);
    }
}
