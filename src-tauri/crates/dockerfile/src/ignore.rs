//! `.dockerignore`, as docker itself reads it: the cleaning, the kinds of match and their odd corners are those of
//! moby's pattern matcher, and a table of its own answers is the test.

use crate::DockerfileError;
use regex::Regex;

/// The patterns of a `.dockerignore`.
#[derive(Debug, Clone, Default)]
pub struct Ignore {
    patterns: Vec<Pattern>,
}

#[derive(Debug, Clone)]
struct Pattern {
    is_exception: bool,
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Exact,
    /// The pattern without its `**` at the end.
    Prefix(String),
    /// The pattern without its `**` at the start.
    Suffix(String),
    Regex(Regex),
}

/// What the patterns say of one path; its children need it.
#[derive(Debug, Clone, Default)]
pub struct Matched {
    by: Vec<bool>,
    /// Whether the path stays out.
    pub ignored: bool,
}

impl Ignore {
    /// Nothing is ignored.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads a file.
    pub fn parse(text: &str) -> Result<Self, DockerfileError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut patterns = Vec::new();
        for (line, pattern) in (1..).zip(text.lines()) {
            // Only a mark at the very start makes a comment.
            if pattern.starts_with('#') {
                continue;
            }
            let pattern = pattern.trim();
            if pattern.is_empty() {
                continue;
            }
            let bad = || DockerfileError::BadPattern { line, pattern: pattern.to_owned() };
            patterns.push(Pattern::read(pattern).ok_or_else(bad)?);
        }
        Ok(Self { patterns })
    }

    /// Whether a path, relative and with `/`, stays out.
    pub fn is_ignored(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut matched = Matched::default();
        for end in ends {
            matched = self.look(path.get(..end).unwrap_or(path), &matched);
        }
        matched.ignored
    }

    /// What the patterns say of a path, knowing what they said of its folder (the default for what is in the root).
    pub fn look(&self, path: &str, folder: &Matched) -> Matched {
        let mut by = Vec::with_capacity(self.patterns.len());
        let mut ignored = false;
        for (n, pattern) in self.patterns.iter().enumerate() {
            let mut hit = folder.by.get(n).copied().unwrap_or(false);
            if !hit && pattern.is_exception == ignored {
                hit = pattern.matches(path);
            }
            by.push(hit);
            if hit {
                ignored = !pattern.is_exception;
            }
        }
        Matched { by, ignored }
    }

    /// Whether an exception may bring back something below a folder that stays out.
    pub fn may_be_needed_below(&self, folder: &str) -> bool {
        let folder = format!("{folder}/");
        self.patterns.iter().filter(|pattern| pattern.is_exception).any(|pattern| {
            // What stands before the first sign that stands for others has to agree, as far as both go.
            let fixed = pattern.text.find(['*', '?', '[', '\\']);
            match fixed.and_then(|at| pattern.text.get(..at)) {
                Some(fixed) => fixed.starts_with(&folder) || folder.starts_with(fixed),
                None => format!("{}/", pattern.text).starts_with(&folder),
            }
        })
    }
}

impl Pattern {
    fn read(text: &str) -> Option<Self> {
        let (is_exception, text) = match text.strip_prefix('!') {
            Some(rest) => (true, rest.trim()),
            None => (false, text),
        };
        if is_exception && text.is_empty() {
            return None;
        }
        let mut text = clean(text);
        if text.len() > 1 && text.starts_with('/') {
            text.remove(0);
        }
        let kind = kind(&text)?;
        Some(Self { is_exception, text, kind })
    }

    fn matches(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Exact => path == self.text,
            Kind::Prefix(prefix) => path.starts_with(prefix),
            Kind::Suffix(suffix) => path.ends_with(suffix) || suffix.strip_prefix('/') == Some(path),
            Kind::Regex(regex) => regex.is_match(path),
        }
    }
}

/// `filepath.Clean`.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// None: not a pattern.
fn kind(pattern: &str) -> Option<Kind> {
    #[derive(PartialEq)]
    enum Seen {
        Exact,
        Prefix,
        Suffix,
        Regex,
    }
    let mut regex = "^".to_owned();
    let mut seen = Seen::Exact;
    let mut rest = pattern.chars().peekable();
    let mut first = true;
    while let Some(c) = rest.next() {
        match c {
            '*' if rest.peek() == Some(&'*') => {
                rest.next();
                // `**/` is `**`: any number of folders, also none.
                rest.next_if_eq(&'/');
                if rest.peek().is_some() {
                    regex.push_str("(.*/)?");
                    seen = Seen::Regex;
                } else if seen == Seen::Exact {
                    seen = Seen::Prefix;
                } else {
                    regex.push_str(".*");
                    seen = Seen::Regex;
                }
                if first {
                    seen = Seen::Suffix;
                }
            }
            '*' => {
                regex.push_str("[^/]*");
                seen = Seen::Regex;
            }
            '?' => {
                regex.push_str("[^/]");
                seen = Seen::Regex;
            }
            '.' | '+' | '(' | ')' | '|' | '{' | '}' | '$' => {
                regex.push('\\');
                regex.push(c);
            }
            '\\' => {
                let escaped = rest.next()?;
                regex.push_str(&regex::escape(&escaped.to_string()));
                seen = Seen::Regex;
            }
            '[' | ']' => {
                regex.push(c);
                seen = Seen::Regex;
            }
            c => regex.push(c),
        }
        first = false;
    }
    Some(match seen {
        Seen::Exact => Kind::Exact,
        Seen::Prefix => Kind::Prefix(pattern.strip_suffix("**").unwrap_or(pattern).to_owned()),
        Seen::Suffix => Kind::Suffix(pattern.strip_prefix("**").unwrap_or(pattern).to_owned()),
        Seen::Regex => {
            regex.push('$');
            Kind::Regex(Regex::new(&regex).ok()?)
        }
    })
}

/// Files that are secrets by their name, wherever they are.
const SECRETS: &[&str] = &[
    ".env",
    ".env.*",
    ".netrc",
    "_netrc",
    ".git-credentials",
    ".npmrc",
    ".pypirc",
    ".htpasswd",
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.jks",
    "*.kdbx",
    "*.tfstate",
    ".aws",
    ".azure",
    ".docker",
    ".gnupg",
    ".kube",
    ".ssh",
];
/// Of those, what is written to be shared.
const EXAMPLES: &[&str] = &[".env.example", ".env.sample", ".env.template"];
/// What a Go build never reads.
const NOISE: &[&str] =
    &[".git", ".hg", ".svn", "**/.DS_Store", "**/.idea", "**/.vscode", "**/node_modules", "**/*.test"];

/// The `.dockerignore` for a project that has none. What the program embeds (paths from the root) comes along, whatever
/// it is called, and so do the modules' files and what is vendored.
pub fn default_ignore(embedded: &[String]) -> String {
    let mut lines = vec!["# What a build does not need.".to_owned()];
    lines.extend(NOISE.iter().map(|&name| name.to_owned()));
    lines.push("# What nobody else should see.".to_owned());
    lines.extend(SECRETS.iter().map(|name| format!("**/{name}")));
    lines.extend(EXAMPLES.iter().map(|name| format!("!**/{name}")));
    lines.push("# What a build does need, whatever the lines above say.".to_owned());
    lines.extend(["!**/go.mod", "!**/go.sum", "!vendor/**"].map(str::to_owned));
    // A folder's exception reaches what is in it only where the folder itself was left out, so both are said.
    lines.extend(embedded.iter().flat_map(|path| [format!("!{path}"), format!("!{path}/**")]));
    lines.push(String::new());
    lines.join("\n")
}

/// What no image should hold and no program needs: what nobody else should see, and what belongs to other tools.
pub fn private_patterns() -> Vec<String> {
    let secrets = SECRETS.iter().map(|name| format!("**/{name}"));
    NOISE.iter().map(|&name| name.to_owned()).chain(secrets).collect()
}

/// Whether the name of a file says that it is a secret.
pub fn looks_secret(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is = |patterns: &[&str]| {
        patterns.iter().any(|pattern| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
            (Some(ending), _) => name.ends_with(ending),
            (_, Some(start)) => name.starts_with(start),
            _ => name == *pattern,
        })
    };
    is(SECRETS) && !is(EXAMPLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &str = include_str!("../tests/ignore-files.txt");
    const ANSWERS: &str = include_str!("../tests/ignore-answers.txt");

    #[test]
    fn the_answers_are_those_of_dockers_own_matcher() {
        for line in ANSWERS.lines() {
            let (text, hits) = line.split_once('\t').unwrap();
            let text: String = serde_json::from_str(text).unwrap();
            let ignore = Ignore::parse(&text).unwrap();
            let seen: Vec<_> = FILES.lines().filter(|file| ignore.is_ignored(file)).collect();
            assert_eq!(seen.join("|"), hits, "{text:?}");
        }
    }

    #[test]
    fn what_docker_does_not_take_is_named() {
        for (text, line) in [("a\n!\n", 2), ("[a\n", 1), ("a\\\n", 1)] {
            let error = Ignore::parse(text).unwrap_err();
            assert!(matches!(error, DockerfileError::BadPattern { line: at, .. } if at == line), "{text:?}");
        }
    }

    #[test]
    fn a_folder_is_left_out_as_a_whole_only_where_no_exception_can_reach_into_it() {
        let needed = |text: &str, folder| Ignore::parse(text).unwrap().may_be_needed_below(folder);
        assert!(!needed("docs", "docs"));
        assert!(needed("docs\n!docs/a.md", "docs"));
        assert!(!needed("docs\n!other/a.md", "docs"));
        assert!(needed("*\n!**/*.go", "docs"));
        assert!(needed("*\n!do*/x", "docs"));
    }

    #[test]
    fn the_default_keeps_secrets_out_and_what_a_build_needs_in() {
        let text = default_ignore(&["web/cert.pem".to_owned(), "web/node_modules/x".to_owned()]);
        let ignore = Ignore::parse(&text).unwrap();
        for out in [".git/config", ".env", "a/.env.local", "a/b.pem", "id_rsa", ".ssh/config", "a/.DS_Store"]
        {
            assert!(ignore.is_ignored(out), "{out}");
        }
        for inside in [
            "go.mod",
            "go.sum",
            "main.go",
            "vendor/a/b.pem",
            "vendor/modules.txt",
            "web/cert.pem",
            "web/node_modules/x/y.js",
            ".env.example",
            "testdata/key.go",
        ] {
            assert!(!ignore.is_ignored(inside), "{inside}");
        }
        assert!(looks_secret("a/.env") && looks_secret("x.pem") && !looks_secret("main.go"));
        assert!(!looks_secret(".env.example"));
    }
}
