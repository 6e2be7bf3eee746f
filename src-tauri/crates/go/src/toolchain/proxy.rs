//! `GOPROXY` and `GOSUMDB`, from where Go itself takes them, and the list they stand for.

use crate::error::GoError;
use std::path::{Path, PathBuf};
use url::Url;

/// Where a `golang.org/toolchain` comes from with no proxy between: what `golang.org/toolchain?go-get=1` names.
const DIRECT: &str = "https://go.dev/dl/mod";
/// Go's own default.
const DEFAULT_PROXY: &str = "https://proxy.golang.org,direct";
/// Go's own default.
const DEFAULT_SUMDB: &str = "sum.golang.org";

/// The proxies to fetch through and the checksum database to verify with.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxySettings {
    /// `GOPROXY` as Go reads it. It may hold a user and password: see [`ProxySettings::shown`].
    pub goproxy: String,
    /// Where [`ProxySettings::goproxy`] is from.
    pub source: ProxySource,
    /// `GOSUMDB` as Go reads it.
    pub gosumdb: String,
}

/// Where the list of proxies is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxySource {
    /// Slipway's own setting.
    Setting,
    /// The environment variable.
    Environment,
    /// What `go env -w` wrote.
    GoEnv,
    /// Nobody said anything.
    Default,
}

impl Default for ProxySettings {
    fn default() -> Self {
        Self {
            goproxy: DEFAULT_PROXY.to_owned(),
            source: ProxySource::Default,
            gosumdb: DEFAULT_SUMDB.to_owned(),
        }
    }
}

impl std::fmt::Debug for ProxySettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProxySettings")
            .field("goproxy", &self.shown())
            .field("source", &self.source)
            .field("gosumdb", &redacted(&self.gosumdb))
            .finish()
    }
}

/// One of Go's settings on this machine: the environment's, else what `go env -w` wrote.
pub(crate) fn go_setting(name: &str) -> Option<String> {
    variable(name).or_else(|| written(&go_env_file(), name))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn go_env_file() -> String {
    let file = match variable("GOENV").as_deref() {
        Some("off") => None,
        Some(path) => Some(PathBuf::from(path)),
        None => config_folder().map(|folder| folder.join("go").join("env")),
    };
    let text = file.and_then(|file| crate::fs::read_bounded(&file, 1 << 20).ok().flatten());
    String::from_utf8_lossy(&text.unwrap_or_default()).into_owned()
}

fn written(go_env: &str, name: &str) -> Option<String> {
    let line = go_env.lines().rev().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    line.map(|value| value.trim_end_matches('\r').to_owned()).filter(|value| !value.is_empty())
}

impl ProxySettings {
    /// Slipway's setting if there is one, else the environment, else `go env`'s file, else Go's default.
    pub fn of_this_machine(setting: Option<&str>) -> Self {
        Self::from_parts(setting, &variable, &go_env_file())
    }

    /// The same from values.
    pub fn from_parts(
        setting: Option<&str>,
        variable: &dyn Fn(&str) -> Option<String>,
        go_env: &str,
    ) -> Self {
        let written = |name: &str| written(go_env, name);
        let setting = setting.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
        let (goproxy, source) = None
            .or_else(|| setting.map(|value| (value, ProxySource::Setting)))
            .or_else(|| variable("GOPROXY").map(|value| (value, ProxySource::Environment)))
            .or_else(|| written("GOPROXY").map(|value| (value, ProxySource::GoEnv)))
            .unwrap_or_else(|| (DEFAULT_PROXY.to_owned(), ProxySource::Default));
        let gosumdb = None
            .or_else(|| variable("GOSUMDB"))
            .or_else(|| written("GOSUMDB"))
            .unwrap_or_else(|| DEFAULT_SUMDB.to_owned());
        Self { goproxy, source, gosumdb }
    }

    /// `GOPROXY` without users and passwords, to be shown and logged.
    pub fn shown(&self) -> String {
        redacted(&self.goproxy)
    }

    /// The list, as Go walks it.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>, GoError> {
        let mut entries = Vec::new();
        let mut rest = self.goproxy.as_str();
        while !rest.is_empty() {
            let end = rest.find([',', '|']).unwrap_or(rest.len());
            let (value, tail) = rest.split_at(end);
            let on_error = tail.starts_with('|');
            rest = tail.get(1..).unwrap_or_default();
            let value = value.trim();
            match value {
                "" => {}
                "off" => {
                    entries.push(Entry { place: Place::Off, on_error: false });
                    break;
                }
                "direct" => {
                    entries.push(Entry { place: Place::Http(base(DIRECT)?), on_error: false });
                    break;
                }
                _ => entries.push(Entry { place: place(value)?, on_error }),
            }
        }
        if entries.is_empty() {
            return Err(GoError::BadProxy { value: self.shown() });
        }
        Ok(entries)
    }

    /// Whether Go itself, too, takes a toolchain without asking the checksum database: one `file://` proxy alone,
    /// together with `GOSUMDB=off`.
    pub(crate) fn trusts_files(&self) -> bool {
        self.gosumdb == "off" && self.goproxy.starts_with("file://") && !self.goproxy.contains([',', '|'])
    }
}

/// One proxy of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    /// Whether any error leads to the next entry (`|`), and not only *not there* (`,`).
    pub(crate) on_error: bool,
}

/// Where a proxy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Http(Url),
    File(PathBuf),
    Off,
}

impl Place {
    /// What to call it in an error: never with a user or password.
    pub(crate) fn host(&self) -> String {
        match self {
            Self::Http(url) => match (url.host_str(), url.port()) {
                (Some(host), Some(port)) => format!("{host}:{port}"),
                (Some(host), None) => host.to_owned(),
                (None, _) => url.scheme().to_owned(),
            },
            Self::File(path) => path.display().to_string(),
            Self::Off => "off".to_owned(),
        }
    }

    /// A place below.
    pub(crate) fn join(&self, path: &str) -> Self {
        match self {
            Self::Http(url) => {
                let mut url = url.clone();
                url.set_path(&format!("{}/{path}", url.path().trim_end_matches('/')));
                Self::Http(url)
            }
            Self::File(folder) => Self::File(folder.join(path)),
            Self::Off => Self::Off,
        }
    }
}

/// An `http`, `https` or `file` URL, or a bare host.
pub(crate) fn place(value: &str) -> Result<Place, GoError> {
    let bad = || GoError::BadProxy { value: redacted(value) };
    if !value.contains(['.', ':', '/']) {
        return Err(bad());
    }
    let whole = if value.contains(":/") || Path::new(value).is_absolute() {
        value.to_owned()
    } else {
        format!("https://{value}")
    };
    let url = Url::parse(&whole).map_err(|_| bad())?;
    match url.scheme() {
        "http" | "https" if url.host_str().is_some() => Ok(Place::Http(url)),
        "file" => url.to_file_path().map(Place::File).map_err(|()| bad()),
        _ => Err(bad()),
    }
}

fn base(text: &str) -> Result<Url, GoError> {
    Url::parse(text).map_err(|_| GoError::BadProxy { value: redacted(text) })
}

/// A list without what stands before an `@` in its hosts.
fn redacted(list: &str) -> String {
    list.split_inclusive([',', '|', ' '])
        .map(|entry| {
            let (scheme, rest) = entry.split_once("://").map_or(("", entry), |(scheme, rest)| (scheme, rest));
            let authority = rest.find('/').unwrap_or(rest.len());
            let rest = match rest.get(..authority).and_then(|host| host.rfind('@')) {
                Some(at) => format!("xxxxx{}", rest.get(at..).unwrap_or_default()),
                None => rest.to_owned(),
            };
            if scheme.is_empty() { rest } else { format!("{scheme}://{rest}") }
        })
        .collect()
}

fn config_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        variable("AppData")
    } else if cfg!(target_os = "macos") {
        Some(std::env::home_dir()?.join("Library/Application Support"))
    } else {
        variable("XDG_CONFIG_HOME").or_else(|| Some(std::env::home_dir()?.join(".config")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(goproxy: &str) -> ProxySettings {
        ProxySettings { goproxy: goproxy.to_owned(), ..ProxySettings::default() }
    }

    #[test]
    fn the_setting_comes_before_the_environment_before_go_env() {
        let env = |name: &str| (name == "GOPROXY").then(|| "https://env".to_owned());
        let file = "GOFLAGS=-x\nGOPROXY=https://file\nGOSUMDB=sum.golang.google.cn\n";
        let read = |setting, variable: &dyn Fn(&str) -> Option<String>, file| {
            let settings = ProxySettings::from_parts(setting, variable, file);
            (settings.goproxy, settings.source, settings.gosumdb)
        };
        let cn = "sum.golang.google.cn".to_owned();
        assert_eq!(read(Some("a"), &env, file), ("a".to_owned(), ProxySource::Setting, cn.clone()));
        assert_eq!(
            read(Some(" "), &env, file),
            ("https://env".to_owned(), ProxySource::Environment, cn.clone())
        );
        assert_eq!(read(None, &|_| None, file), ("https://file".to_owned(), ProxySource::GoEnv, cn));
        assert_eq!(ProxySettings::from_parts(None, &|_| None, ""), ProxySettings::default());
    }

    #[test]
    fn a_comma_goes_on_when_it_is_not_there_and_a_pipe_on_every_error() {
        let entries = settings("https://a.example/x/|goproxy.cn, ,direct,https://never").entries().unwrap();
        let seen: Vec<_> = entries.iter().map(|entry| (entry.place.host(), entry.on_error)).collect();
        assert_eq!(
            seen,
            [("a.example".to_owned(), true), ("goproxy.cn".to_owned(), false), ("go.dev".to_owned(), false)]
        );
        assert_eq!(
            entries[0].place.join("golang.org/toolchain/@v/list"),
            place("https://a.example/x/golang.org/toolchain/@v/list").unwrap()
        );
        let entries = settings("off,https://a").entries().unwrap();
        assert_eq!(entries, [Entry { place: Place::Off, on_error: false }]);
        for bad in ["", ",", "nonsense", "ftp://a/b", "https://"] {
            assert!(matches!(settings(bad).entries(), Err(GoError::BadProxy { .. })), "{bad:?}");
        }
    }

    #[test]
    fn a_user_and_password_are_never_shown() {
        let settings = settings("https://me:s3cret@proxy.corp/go|me:s3cret@b.example,direct");
        for text in [settings.shown(), format!("{settings:?}")] {
            assert!(!text.contains("s3cret") && text.contains("proxy.corp/go"), "{text}");
        }
        let hosts: Vec<_> = settings.entries().unwrap().iter().map(|entry| entry.place.host()).collect();
        assert_eq!(hosts, ["proxy.corp", "b.example", "go.dev"]);
    }
}
