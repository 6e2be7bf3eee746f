//! `go.mod` and `go.work`, as far as Slipway needs them.

use crate::error::GoError;
use crate::version::GoVersion;
use std::io::Write as _;
use std::path::Path;

/// What a `go.mod` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct GoMod {
    pub(crate) module: Option<String>,
    pub(crate) go: Option<(String, u32)>,
    pub(crate) toolchain: Option<String>,
    /// Folders that stand in for a module, with their lines.
    pub(crate) replaced: Vec<(String, u32)>,
    /// Path and version of every requirement, with its line.
    pub(crate) requires: Vec<(String, String, u32)>,
    /// Path and version of what is replaced by another module: what it is replaced with.
    pub(crate) swapped: Vec<(String, String, String)>,
    /// Paths of what is replaced by a folder.
    pub(crate) local: Vec<String>,
    /// The first thing that Go does not take.
    pub(crate) broken: Option<Broken>,
}

/// A line that Go does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) line: u32,
    pub(crate) text: String,
    pub(crate) what: What,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Not of the file's grammar.
    Line,
    /// The `go` line's version.
    GoVersion,
}

impl GoMod {
    /// Reads a `go.mod`.
    pub(crate) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        for line in Lines::new(text) {
            let ok = match line {
                Ok(Directive { number, verb, words }) => found.take(number, &verb, &words),
                Err((number, text)) => Err(Broken { line: number, text, what: What::Line }),
            };
            if let Err(broken) = ok {
                found.broken.get_or_insert(broken);
            }
        }
        if found.module.is_none() && found.broken.is_none() {
            found.broken = Some(Broken { line: 1, text: String::new(), what: What::Line });
        }
        found
    }

    fn take(&mut self, line: u32, verb: &str, words: &[String]) -> Result<(), Broken> {
        let broken = |what| Err(Broken { line, text: format!("{verb} {}", words.join(" ")), what });
        match (verb, words) {
            ("module", [path]) if self.module.is_none() && !path.is_empty() => {
                self.module = Some(path.clone());
            }
            ("go", [version]) if self.go.is_none() => {
                self.go = Some((version.clone(), line));
                if !is_go_line(version) {
                    return broken(What::GoVersion);
                }
            }
            ("toolchain", [name]) if self.toolchain.is_none() => {
                self.toolchain = Some(name.clone()).filter(|name| name != "default");
            }
            ("require", [path, version]) if version.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
                self.requires.push((path.clone(), version.clone(), line));
            }
            ("exclude", [_, _]) | ("retract" | "tool" | "ignore" | "godebug", [_, ..]) => {}
            ("replace", words) => {
                let arrow = words.iter().position(|word| word == "=>");
                match arrow.map(|at| words.split_at(at)) {
                    Some(([path] | [path, _], [_, folder])) => {
                        self.replaced.push((folder.clone(), line));
                        self.local.push(path.clone());
                    }
                    Some(([path] | [path, _], [_, other, version])) => {
                        self.swapped.push((path.clone(), other.clone(), version.clone()));
                    }
                    _ => return broken(What::Line),
                }
            }
            _ => return broken(What::Line),
        }
        Ok(())
    }
}

/// The folders of a `go.work`'s `use` lines, with their lines.
pub(crate) fn workspace_folders(text: &str) -> Vec<(String, u32)> {
    Lines::new(text)
        .filter_map(Result::ok)
        .filter(|line| line.verb == "use")
        .filter_map(|line| Some((line.words.into_iter().next()?, line.number)))
        .collect()
}

fn is_go_line(version: &str) -> bool {
    !version.starts_with("go") && !version.contains(['-', ' ', '+']) && version.parse::<GoVersion>().is_ok()
}

struct Directive {
    number: u32,
    verb: String,
    words: Vec<String>,
}

/// The lines of a file with blocks: `verb ( … )`.
struct Lines<'a> {
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
    block: Option<String>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { lines: text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate(), block: None }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Directive, (u32, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (index, line) = self.lines.next()?;
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let Some(mut words) = words(line) else { return Some(Err((number, line.trim().to_owned()))) };
            if words.is_empty() {
                continue;
            }
            if let Some(verb) = &self.block {
                if words.len() == 1 && words.first().is_some_and(|word| word == ")") {
                    self.block = None;
                    continue;
                }
                return Some(Ok(Directive { number, verb: verb.clone(), words }));
            }
            let verb = words.remove(0);
            match words.as_slice() {
                [open] if open == "(" => self.block = Some(verb),
                [empty] if empty == "()" => {}
                [open, close] if open == "(" && close == ")" => {}
                _ => return Some(Ok(Directive { number, verb, words })),
            }
        }
    }
}

/// The words of a line, without its comment. None: an open quote.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with("//") {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '`'));
        if let Some(quote) = quote {
            let inner = rest.get(1..)?;
            let end = inner.find(quote)?;
            words.push(inner.get(..end)?.to_owned());
            rest = inner.get(end + 1..)?.trim_start();
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let word = rest.get(..end)?;
            let end = word.find("//").unwrap_or(end);
            words.push(rest.get(..end)?.to_owned());
            rest = rest.get(end..)?.trim_start();
        }
    }
    Some(words)
}

/// Writes a minimal `go.mod`, only if the folder has none.
pub fn init_module(folder: &Path, module_name: &str) -> Result<(), GoError> {
    check_module_path(module_name)?;
    let path = folder.join("go.mod");
    let mut file = match std::fs::File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(GoError::HasGoMod { folder: folder.to_owned() });
        }
        Err(source) => return Err(GoError::Io { path, source }),
    };
    let written = file.write_all(format!("module {module_name}\n\ngo 1.24\n").as_bytes());
    if written.is_err() {
        std::fs::remove_file(&path).ok();
    }
    written.map_err(GoError::io(path))
}

/// Fails unless Go takes the text as the path of a module that is not published.
pub(crate) fn check_module_path(name: &str) -> Result<(), GoError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    let element = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && part.chars().all(allowed)
    };
    if name.len() <= 200 && !name.starts_with('-') && name.split('/').all(element) {
        Ok(())
    } else {
        Err(GoError::BadModuleName { name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_file_is_read() {
        let found = GoMod::parse(
            "// Deprecated: no\nmodule \"example.com/x\" // mine\n\ngo 1.24\n\ntoolchain go1.25.1\n\nrequire (\n\tgithub.com/a/b v1.2.3 // indirect\n)\n\
             replace github.com/a/b => ../b\nreplace a v1.0.0 => b v1.1.0\nretract [v1.0.0, v1.1.0]\nrequire x v0.1.0\n\
             tool golang.org/x/tools/cmd/stringer\ngodebug default=go1.21\nexclude ()\n",
        );
        assert_eq!(found.module.as_deref(), Some("example.com/x"));
        assert_eq!(found.go, Some(("1.24".to_owned(), 4)));
        assert_eq!(found.toolchain.as_deref(), Some("go1.25.1"));
        assert_eq!(found.replaced, [("../b".to_owned(), 11)]);
        assert_eq!(found.broken, None);
    }

    #[test]
    fn a_broken_line_is_named_and_the_rest_still_read() {
        for (text, line, what) in [
            ("module x\n<<<<<<< HEAD\ngo 1.22\n", 2, What::Line),
            ("module x\n\ngo 1.22.x\n", 3, What::GoVersion),
            ("module x\ngo go1.22\n", 2, What::GoVersion),
            ("modul x\n", 1, What::Line),
            ("", 1, What::Line),
            ("module x\nrequire github.com/a/b\n", 2, What::Line),
            ("module \"x\n", 1, What::Line),
        ] {
            let broken = GoMod::parse(text).broken.unwrap();
            assert_eq!((broken.line, broken.what), (line, what), "{text:?}");
        }
    }

    #[test]
    fn a_go_mod_is_written_only_where_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        init_module(folder.path(), "example.com/new").unwrap();
        let text = std::fs::read_to_string(folder.path().join("go.mod")).unwrap();
        assert_eq!(GoMod::parse(&text).module.as_deref(), Some("example.com/new"));
        assert!(matches!(init_module(folder.path(), "other"), Err(GoError::HasGoMod { .. })));
        assert_eq!(std::fs::read_to_string(folder.path().join("go.mod")).unwrap(), text);
        for bad in ["", "a b", "/x", "x/", "a//b", "../x", "x\n", "-x", "ünï"] {
            assert!(matches!(check_module_path(bad), Err(GoError::BadModuleName { .. })), "{bad:?}");
        }
    }
}
