//! Files of settings beside the code: YAML, TOML, INI, JSON and `.env`, as flat keys with lines. No grammar of theirs
//! is needed whole: what cannot be read line by line is left out.

use crate::fs::read_bounded;
use std::path::Path;

/// More files are not read.
const MOST_FILES: usize = 24;
const MOST_BYTES: u64 = 256 << 10;
const MOST_ENTRIES: usize = 4_000;
/// Folders in which programs keep their settings.
const FOLDERS: &[&str] =
    &["", "config", "configs", "conf", "etc", "settings", "cmd", "internal/config", "environments"];

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::understand) struct Entry {
    /// The number of its file here.
    pub(in crate::understand) file: usize,
    /// Lower case, with dots.
    key: String,
    pub(in crate::understand) value: String,
    pub(in crate::understand) line: u32,
    /// Its file only shows what a real one could be.
    pub(in crate::understand) example: bool,
}

/// All settings that were found.
#[derive(Debug, Default)]
pub(in crate::understand) struct Config {
    /// Relative to the project, and whether it is a `.env`.
    files: Vec<(String, bool)>,
    entries: Vec<Entry>,
}

impl Config {
    /// Reads the files of settings in the usual folders below each of the given ones.
    pub(in crate::understand) fn read(root: &Path, modules: &[&str]) -> Self {
        let mut config = Self::default();
        for module in modules.iter().take(8) {
            for folder in FOLDERS {
                let parts = [*module, *folder].into_iter().filter(|part| !part.is_empty() && *part != ".");
                config.folder(root, &parts.collect::<Vec<_>>().join("/"));
            }
        }
        config
    }

    fn folder(&mut self, root: &Path, folder: &str) {
        let Ok(listed) = std::fs::read_dir(root.join(folder)) else { return };
        let mut names: Vec<String> =
            listed.flatten().take(500).filter_map(|entry| entry.file_name().into_string().ok()).collect();
        // config.yaml before config.docker.yaml.
        names.sort_by_key(|name| (name.split(['.', '-', '_']).count(), name.clone()));
        for name in names {
            let Some(format) = format(&name, folder) else { continue };
            if self.files.len() >= MOST_FILES {
                return;
            }
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let Ok(Some(bytes)) = read_bounded(&root.join(&path), MOST_BYTES) else { continue };
            self.add(path, format, &String::from_utf8_lossy(&bytes));
        }
    }

    fn add(&mut self, path: String, format: Format, text: &str) {
        let file = self.files.len();
        let example = ["example", "sample", "dist", "template"].iter().any(|word| path.contains(word));
        self.files.push((path, format == Format::Env));
        let mut above: Vec<(usize, String)> = Vec::new();
        let mut section = String::new();
        for (at, line) in text.lines().enumerate() {
            if self.entries.len() >= MOST_ENTRIES {
                return;
            }
            let indent = line.len() - line.trim_start().len();
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) || line.starts_with("//") {
                continue;
            }
            if line.starts_with('[') && matches!(format, Format::Toml | Format::Env) {
                section = line.trim_matches(['[', ']', ' ']).to_ascii_lowercase();
                continue;
            }
            let separator = match format {
                Format::Yaml | Format::Json => ':',
                Format::Toml | Format::Env => '=',
            };
            let Some((key, value)) = line.split_once(separator) else { continue };
            let key = key.trim().trim_start_matches("export ").trim_matches('"').trim().to_ascii_lowercase();
            let value = plain(value);
            if key.is_empty() || key.len() > 120 {
                continue;
            }
            let full = match format {
                Format::Yaml | Format::Json => {
                    above.retain(|(known, _)| *known < indent);
                    let mut parts: Vec<&str> = above.iter().map(|(_, name)| name.as_str()).collect();
                    parts.push(&key);
                    let full = parts.join(".");
                    if value.is_empty() || value.starts_with('{') {
                        above.push((indent, key.clone()));
                        continue;
                    }
                    full
                }
                _ if section.is_empty() => key,
                _ => format!("{section}.{key}"),
            };
            let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
            self.entries.push(Entry { file, key: full, value, line, example });
        }
    }

    pub(in crate::understand) fn path(&self, file: usize) -> Option<&str> {
        self.files.get(file).map(|(path, _)| path.as_str())
    }

    /// A setting by its whole key, also `section::key`.
    pub(in crate::understand) fn key(&self, key: &str) -> Option<&Entry> {
        let wanted = key.replace("::", ".").to_ascii_lowercase();
        self.entries.iter().find(|entry| entry.key == wanted && !self.is_env(entry))
    }

    /// A variable in a `.env` file.
    pub(in crate::understand) fn dotenv(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| self.is_env(entry) && entry.key.eq_ignore_ascii_case(name))
    }

    fn is_env(&self, entry: &Entry) -> bool {
        self.files.get(entry.file).is_some_and(|(_, is_env)| *is_env)
    }

    /// A setting by the end of a path of fields: `cfg.HTTP.Port` is `http.port`.
    pub(in crate::understand) fn field(&self, path: &[String]) -> Option<&Entry> {
        let bare = |text: &str| text.to_ascii_lowercase().replace(['_', '-'], "");
        let wanted: Vec<String> = path.iter().map(|part| bare(part)).collect();
        let fits = |entry: &&Entry, count: usize| {
            let parts: Vec<String> = entry.key.split('.').map(bare).collect();
            let from = wanted.len().saturating_sub(count);
            let ends = wanted.get(from..).unwrap_or_default();
            let start = parts.len().saturating_sub(count);
            let parts = parts.get(start..).unwrap_or_default();
            // ServerSetting.HTTPPort is server.HTTP_PORT.
            let above =
                |wanted: &str, part: &str| wanted == part || (part.len() > 1 && wanted.starts_with(part));
            parts.len() == count
                && parts.last() == ends.last()
                && ends.iter().zip(parts).all(|(wanted, part)| above(wanted, part))
        };
        let longest = wanted.len().min(3);
        (1..=longest).rev().filter(|count| *count > 1 || longest == 1).find_map(|count| {
            self.entries.iter().filter(|entry| !self.is_env(entry)).find(|entry| fits(entry, count))
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
    Json,
    Env,
}

fn format(name: &str, folder: &str) -> Option<Format> {
    let lower = name.to_ascii_lowercase();
    let examples =
        [".env.example", ".env.sample", ".env.dist", ".env.template", "example.env", "env.example"];
    if lower == ".env" || examples.contains(&lower.as_str()) {
        return Some(Format::Env);
    }
    let (stem, extension) = lower.rsplit_once('.')?;
    let format = match extension {
        "yaml" | "yml" => Format::Yaml,
        "toml" | "ini" | "conf" => Format::Toml,
        "json" => Format::Json,
        _ => return None,
    };
    let known =
        ["config", "conf", "app", "settings", "setting", "server", "default", "local", "dev", "application"];
    let words: Vec<&str> = stem.split(['.', '-', '_']).collect();
    let is_settings = words.iter().any(|word| known.contains(word));
    (is_settings || (!folder.is_empty() && !folder.ends_with("cmd") && words.len() == 1)).then_some(format)
}

/// A value without quotes, comment or comma.
fn plain(value: &str) -> String {
    let value = value.trim();
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = value.get(1..).unwrap_or_default();
        return inner.split_once(quote).map_or(inner, |(text, _)| text).to_owned();
    }
    let value = value.split(" #").next().unwrap_or_default();
    value.trim().trim_end_matches(',').trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_found_by_key_by_field_and_by_variable() {
        let mut config = Config::default();
        let yaml = "server:\n  http:\n    addr: 0.0.0.0:8000 # all\n  name: \"x\"\nlog: y\n";
        config.add("config.yaml".into(), Format::Yaml, yaml);
        config.add("app.conf".into(), Format::Toml, "httpport = 8181\n[db]\nhost=\"h\"\n");
        config.add(".env".into(), Format::Env, "# c\nexport PORT='9000'\n");
        config.add("c.json".into(), Format::Json, "{\n  \"web\": {\n    \"port\": 7000,\n  }\n}\n");
        let key = |key: &str| config.key(key).map(|entry| (entry.value.as_str(), entry.line));
        assert_eq!(key("server.http.addr"), Some(("0.0.0.0:8000", 3)));
        assert_eq!(key("httpport"), Some(("8181", 1)));
        assert_eq!(key("db::host"), Some(("h", 3)));
        assert_eq!(key("web.port"), Some(("7000", 3)));
        assert_eq!(key("port"), None);
        assert_eq!(config.dotenv("PORT").map(|entry| entry.value.as_str()), Some("9000"));
        let path = ["Server".to_owned(), "HTTP".to_owned(), "Addr".to_owned()];
        assert_eq!(config.field(&path).map(|entry| entry.line), Some(3));
        assert_eq!(config.field(&["cfg".to_owned(), "Unknown".to_owned()]), None);
    }
}
