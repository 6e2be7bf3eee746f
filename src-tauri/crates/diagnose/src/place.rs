//! Where in the user's own files something is: `main.go:5:2`, `go.mod:3`, `Dockerfile:12`.

use regex::Regex;
use std::sync::LazyLock;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as the output has it, without a leading `./`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: Option<u32>,
}

static IN_GO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?P<file>(?:[A-Za-z]:[\\/])?[^\s:()\[\]"'`=,]+\.(?:go|mod|work|s|c|h)):(?P<line>\d{1,7})\b(?::(?P<column>\d{1,5}))?"#).ok()
});

static IN_DOCKERFILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?P<file>(?:\S*/)?[\w.-]*(?:Dockerfile|Containerfile)[\w.-]*):(?P<line>\d{1,7})$|dockerfile parse error (?:on )?line (?P<number>\d{1,7})").ok()
});

/// Files of the runtime that starts containers; its errors name them.
const RUNC: &[&str] =
    &["container_linux.go", "standard_init_linux.go", "process_linux.go", "rootfs_linux.go"];

impl Place {
    /// A place, where the file is the user's own: not Go's, not a module's that was fetched.
    pub(crate) fn own(file: &str, line: u32, column: Option<u32>) -> Option<Self> {
        let file = file.strip_prefix("./").unwrap_or(file);
        let foreign = file.is_empty()
            || line == 0
            || file.contains('@')
            || file.contains("/go/src/")
            || file.contains("/pkg/mod/")
            || file.contains("/vendor/")
            || file.starts_with("vendor/")
            || file.ends_with("_cgo_gotypes.go")
            || RUNC.contains(&file);
        (!foreign).then(|| Self { file: file.to_owned(), line, column })
    }

    /// The first place in a line that is the user's own.
    pub(crate) fn first_in(text: &str) -> Option<Self> {
        IN_GO.as_ref()?.captures_iter(text).find_map(|found| {
            let number = |name| found.name(name).and_then(|text| text.as_str().parse().ok());
            Self::own(&found["file"], number("line")?, number("column"))
        })
    }

    /// The line of a Dockerfile that a builder names.
    pub(crate) fn in_dockerfile(text: &str) -> Option<Self> {
        let found = IN_DOCKERFILE.as_ref()?.captures(text)?;
        let number = found.name("line").or_else(|| found.name("number"))?.as_str().parse().ok()?;
        let file = found.name("file").map_or("Dockerfile", |file| file.as_str());
        Self::own(file, number, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Option<(String, u32, Option<u32>)> {
        Place::first_in(text).map(|place| (place.file, place.line, place.column))
    }

    #[test]
    fn the_users_own_place_is_found() {
        for (text, file, line, column) in [
            ("./main.go:5:2: undefined: x", "main.go", 5, Some(2)),
            ("vet: cmd/api/main.go:7: x", "cmd/api/main.go", 7, None),
            ("2026/11/24 10:00:00 main.go:42: open x", "main.go", 42, None),
            ("go.mod:3: invalid go version", "go.mod", 3, None),
            (r"C:\work\main.go:5:2: x", r"C:\work\main.go", 5, Some(2)),
            ("at /usr/local/go/src/net/http/server.go:1 and /app/main.go:9 +0x1", "/app/main.go", 9, None),
        ] {
            assert_eq!(place(text), Some((file.to_owned(), line, column)), "{text}");
        }
    }

    #[test]
    fn go_and_fetched_modules_are_nobodys_place() {
        for text in [
            "/usr/local/go/src/net/http/server.go:1897",
            "/root/go/pkg/mod/github.com/a/b@v1/c.go:3",
            "_cgo_gotypes.go:48",
            "127.0.0.1:8080",
            "main.go:0",
            "main.go:99999999999999999999",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn a_dockerfiles_line_is_found() {
        let line = |text| Place::in_dockerfile(text).map(|place| (place.file, place.line));
        assert_eq!(line("Dockerfile:8"), Some(("Dockerfile".to_owned(), 8)));
        assert_eq!(line("build/Dockerfile.prod:12"), Some(("build/Dockerfile.prod".to_owned(), 12)));
        let said = "failed to solve: dockerfile parse error on line 3: unknown instruction: RUNN";
        assert_eq!(line(said), Some(("Dockerfile".to_owned(), 3)));
        assert_eq!(line("see the Dockerfile: 8"), None);
    }
}
