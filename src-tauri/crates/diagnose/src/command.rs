//! What an engine's refusal to start a command means.

use regex::Regex;
use std::sync::LazyLock;

/// Why a command could not be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadCommand {
    /// `not-found`, `loader`, `permission`, `format`, `user` or `empty`: the message chooses its words by it.
    pub(crate) reason: &'static str,
    /// The command or the user that the engine named.
    pub(crate) name: Option<String>,
}

/// In this order: the first that matches decides.
const PATTERNS: &[(&str, &str)] = &[
    (
        "format",
        r"(?i)exec (?:container process )?`?(?P<name>/?[^\s`:]+)`?: exec format error|exec format error|cannot execute binary file",
    ),
    ("user", r"(?i)unable to find (?:user|group) (?P<name>\S+?):"),
    ("permission", r#"(?i)exec:? "?(?P<name>[^":\s]+)"?: permission denied"#),
    ("not-found", r#"(?i)exec: "(?P<name>[^"]+)": (?:executable file not found|stat \S+ no such file)"#),
    // Only after the file itself was found does the kernel look for what it needs to run.
    (
        "loader",
        r#"(?i)exec (?:container process )?["`]?(?P<name>[^"`:\s]+)["`]?: no such file or directory|exec user process caused:? "?no such file or directory"#,
    ),
    ("not-found", r"(?i)executable file `(?P<name>[^`]+)` not found"),
    ("not-found", r"(?i)executable file not found in \$PATH|stat (?P<name>\S+): no such file or directory"),
    ("permission", r"(?i)(?:starting container process|crun).*permission denied"),
    ("empty", r"(?i)no command specified"),
];

static COMPILED: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    PATTERNS
        .iter()
        .filter_map(|(reason, pattern)| Regex::new(pattern).ok().map(|pattern| (*reason, pattern)))
        .collect()
});

/// Reads an engine's error text, or a line that a runtime printed in place of the program.
pub(crate) fn bad_command(text: &str) -> Option<BadCommand> {
    COMPILED.iter().find_map(|(reason, pattern)| {
        let found = pattern.captures(text)?;
        Some(BadCommand { reason, name: found.name("name").map(|name| name.as_str().to_owned()) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_valid() {
        assert_eq!(COMPILED.len(), PATTERNS.len());
    }

    #[test]
    fn what_engines_say_is_understood() {
        for (text, reason, name) in [
            (
                r#"failed to create shim: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "/app/x": stat /app/x: no such file or directory: unknown"#,
                "not-found",
                Some("/app/x"),
            ),
            (
                r#"OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown"#,
                "not-found",
                Some("serve"),
            ),
            (r#"exec: "/app": permission denied: unknown"#, "permission", Some("/app")),
            ("exec /app/x: exec format error", "format", Some("/app/x")),
            ("standard_init_linux.go:228: exec user process caused: exec format error", "format", None),
            ("unable to find user web: no matching entries in passwd file", "user", Some("web")),
            (
                "crun: executable file `/nope` not found in $PATH: No such file or directory",
                "not-found",
                Some("/nope"),
            ),
            ("exec /app/x: no such file or directory", "loader", Some("/app/x")),
            ("exec container process `/app/x`: No such file or directory", "loader", Some("/app/x")),
            ("exec container process `/app/x`: Exec format error", "format", Some("/app/x")),
            ("No command specified", "empty", None),
        ] {
            let found = bad_command(text).unwrap();
            assert_eq!((found.reason, found.name.as_deref()), (reason, name), "{text}");
        }
        assert_eq!(
            bad_command("driver failed programming external connectivity: port is already allocated"),
            None
        );
    }
}
