//! The compiler's complaints, read from what `go build` writes.

use super::Diagnostic;
use regex::Regex;
use std::path::Path;
use std::sync::LazyLock;

/// More than a person reads.
const MOST: usize = 100;

// A pattern is part of the program: a test compiles it.
#[allow(clippy::expect_used)]
static AT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:vet: )?((?:[A-Za-z]:[\\/])?[^:\n\t]*?\.(?:go|s|c|h|mod|work)):(\d+)(?::(\d+))?: (.+)$")
        .expect("a pattern")
});

/// The complaints in an output, in its order, each with its file relative to the project's folder.
///
/// ```text
/// # example.com/x/cmd/api
/// cmd/api/main.go:7:2: undefined: x
/// ./main.go:9:5: cannot use f (variable of type F) as G value in assignment: F does not implement G (wrong type for method M)
///         have M()
///         want M(int)
/// ```
pub fn diagnostics(output: &str, folder: &Path) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut open = false;
    for line in output.lines() {
        if let Some(parts) = AT.captures(line) {
            if found.len() == MOST {
                break;
            }
            let text = |n| parts.get(n).map_or("", |part| part.as_str());
            let diagnostic = Diagnostic {
                file: relative(text(1), folder),
                line: text(2).parse().unwrap_or(0),
                column: text(3).parse().ok(),
                text: text(4).trim_end().to_owned(),
            };
            open = !found.contains(&diagnostic);
            if open {
                found.push(diagnostic);
            }
        } else if let (true, Some(more)) = (open && line.starts_with(['\t', ' ']), found.last_mut()) {
            if more.text.len() < 2000 {
                more.text.push('\n');
                more.text.push_str(line.trim());
            }
        } else {
            open = false;
        }
    }
    found
}

fn relative(file: &str, folder: &Path) -> String {
    let path = Path::new(file);
    let path = path.strip_prefix(folder).unwrap_or(path);
    let path = path.strip_prefix(".").unwrap_or(path);
    crate::fs::slashed(path).replacen("//", "/", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_have_their_place_in_the_project() {
        let output = "# example.com/x/cmd/api\ncmd/api/main.go:7:2: undefined: y\n./main.go:9:5: cannot use f as G value\n\
            \thave M()\n\twant M(int)\n/home/me/x/lib/a.go:3: syntax error\nnote: too many errors\n/root/go/pkg/mod/a@v1/b.go:1:1: boom\n\
            ./main.go:9:5: cannot use f as G value in that\ngo: errors parsing go.mod:\ngo.mod:5: unknown directive: foo\n";
        let found = diagnostics(output, Path::new("/home/me/x"));
        let seen: Vec<_> = found
            .iter()
            .map(|found| (found.file.as_str(), found.line, found.column, found.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("cmd/api/main.go", 7, Some(2), "undefined: y"),
                ("main.go", 9, Some(5), "cannot use f as G value\nhave M()\nwant M(int)"),
                ("lib/a.go", 3, None, "syntax error"),
                ("/root/go/pkg/mod/a@v1/b.go", 1, Some(1), "boom"),
                ("main.go", 9, Some(5), "cannot use f as G value in that"),
                ("go.mod", 5, None, "unknown directive: foo"),
            ]
        );
    }

    #[test]
    fn prose_is_no_complaint() {
        assert_eq!(
            diagnostics("go: downloading example.com/a v1.0.0\nfoo: bar\n12:30: x\n", Path::new("/x")),
            []
        );
    }
}
