//! What stands in comments and still counts: `#cgo` lines, and the `import "C"` they belong to.

/// What a file that imports `C` needs from the system.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::understand) struct CLibraries {
    /// Names for `pkg-config`.
    pub(in crate::understand) packages: Vec<String>,
    /// Libraries to link: `-lfoo`.
    pub(in crate::understand) linked: Vec<String>,
}

/// The line of `import "C"`, if there is one.
pub(in crate::understand) fn import_c(text: &str) -> Option<u32> {
    let at = text.lines().take(4000).position(|line| {
        let line = line.trim();
        line == "\"C\""
            || line.strip_prefix("import").is_some_and(|rest| rest.trim_start().starts_with("\"C\""))
    })?;
    u32::try_from(at + 1).ok()
}

/// The libraries that `#cgo` lines name for Linux.
pub(in crate::understand) fn libraries(text: &str) -> CLibraries {
    let mut found = CLibraries::default();
    for line in text.lines().take(4000) {
        let line = line.trim().trim_start_matches("//").trim_start_matches('*').trim();
        let Some((head, value)) = line.strip_prefix("#cgo").and_then(|rest| rest.split_once(':')) else {
            continue;
        };
        let mut words = head.split_whitespace().collect::<Vec<_>>();
        let Some(verb) = words.pop() else { continue };
        let other = ["windows", "darwin", "freebsd", "openbsd", "netbsd", "android", "ios"];
        // A condition that names only other systems is not for a container.
        if !words.is_empty() && words.iter().all(|word| other.contains(&word.split(',').next().unwrap_or("")))
        {
            continue;
        }
        for word in value.split_whitespace().take(60) {
            let (list, name) = match verb {
                "pkg-config" if !word.starts_with('-') => (&mut found.packages, word),
                "LDFLAGS" => match word.strip_prefix("-l") {
                    // Part of every C library.
                    Some("m" | "pthread" | "dl" | "c" | "rt" | "stdc++" | "gcc") | None => continue,
                    Some(name) => (&mut found.linked, name),
                },
                _ => continue,
            };
            if !list.iter().any(|known| known == name) {
                list.push(name.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_of_linux_are_named_and_those_of_c_itself_are_not() {
        let text = "package x\n\n// #cgo pkg-config: vips glib-2.0\n// #cgo LDFLAGS: -L. -lz -lm\n// #cgo windows LDFLAGS: -lws2_32\nimport \"C\"\n";
        let found = libraries(text);
        assert_eq!(
            (found.packages, found.linked),
            (vec!["vips".into(), "glib-2.0".into()], vec!["z".into()])
        );
        assert_eq!(import_c(text), Some(6));
        assert_eq!(import_c("package x\n\nimport (\n\t\"C\"\n)\n"), Some(4));
        assert_eq!(import_c("package x\n// nothing\n"), None);
    }
}
