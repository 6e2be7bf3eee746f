//! Which files Go takes for a container: `//go:build` lines and names such as `x_windows.go`.

/// Where the program will run. Tags the user sets are not known here.
#[derive(Debug, Clone, Copy)]
pub(in crate::understand) struct Target<'a> {
    pub(in crate::understand) arch: &'a str,
    pub(in crate::understand) cgo: bool,
}

const SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];
const ARCHITECTURES: &[&str] = &[
    "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le",
    "riscv64", "s390x", "sparc64", "wasm",
];

impl Target<'_> {
    fn has(self, tag: &str) -> bool {
        match tag {
            "linux" | "unix" | "gc" => true,
            "cgo" => self.cgo,
            _ => {
                let release = tag.strip_prefix("go1.").and_then(|n| n.parse::<u32>().ok());
                tag == self.arch || release.is_some_and(|n| n < 100)
            }
        }
    }

    /// Whether Go takes a file of this name.
    pub(in crate::understand) fn takes_name(self, name: &str) -> bool {
        let stem = name.strip_suffix(".go").unwrap_or(name);
        let parts: Vec<_> = stem.split('_').skip(1).collect();
        let fits = |part: &str, known: &[&str]| !known.contains(&part) || self.has(part);
        match parts.as_slice() {
            [.., system, arch] if SYSTEMS.contains(system) && ARCHITECTURES.contains(arch) => {
                self.has(system) && self.has(arch)
            }
            [.., last] => fits(last, SYSTEMS) && fits(last, ARCHITECTURES),
            [] => true,
        }
    }

    /// Whether Go takes a file with this text before its package clause.
    pub(in crate::understand) fn takes_header(self, text: &str) -> bool {
        let mut plus = true;
        let mut in_comment = false;
        for line in text.lines().take(400).map(str::trim) {
            if in_comment {
                in_comment = !line.contains("*/");
                continue;
            }
            if let Some(expression) = line.strip_prefix("//go:build ") {
                return self.evaluate(expression).unwrap_or(true);
            }
            if let Some(options) =
                line.strip_prefix("//").map(str::trim).and_then(|line| line.strip_prefix("+build "))
            {
                plus &= options.split_whitespace().any(|option| {
                    option.split(',').all(|term| match term.strip_prefix('!') {
                        Some(tag) => !self.has(tag),
                        None => self.has(term),
                    })
                });
            } else if line.starts_with("/*") {
                in_comment = !line.contains("*/");
            } else if !line.is_empty() && !line.starts_with("//") {
                break;
            }
        }
        plus
    }

    /// A `//go:build` expression; none if it is malformed.
    fn evaluate(self, text: &str) -> Option<bool> {
        let spaced = ["(", ")", "!", "&&", "||"]
            .iter()
            .fold(text.to_owned(), |text, sign| text.replace(sign, &format!(" {sign} ")));
        let words: Vec<_> = spaced.split_whitespace().take(500).collect();
        let mut rest = words.as_slice();
        let value = self.any(&mut rest, 0)?;
        rest.is_empty().then_some(value)
    }

    fn any(self, rest: &mut &[&str], depth: u32) -> Option<bool> {
        let mut value = self.all(rest, depth)?;
        while let [sign, tail @ ..] = rest
            && *sign == "||"
        {
            *rest = tail;
            value |= self.all(rest, depth)?;
        }
        Some(value)
    }

    fn all(self, rest: &mut &[&str], depth: u32) -> Option<bool> {
        let mut value = self.not(rest, depth)?;
        while let [sign, tail @ ..] = rest
            && *sign == "&&"
        {
            *rest = tail;
            value &= self.not(rest, depth)?;
        }
        Some(value)
    }

    fn not(self, rest: &mut &[&str], depth: u32) -> Option<bool> {
        if depth > 64 {
            return None;
        }
        let (first, tail) = rest.split_first()?;
        *rest = tail;
        match *first {
            "!" => self.not(rest, depth + 1).map(|value| !value),
            "(" => {
                let value = self.any(rest, depth + 1)?;
                let (close, tail) = rest.split_first()?;
                *rest = tail;
                (*close == ")").then_some(value)
            }
            ")" | "&&" | "||" => None,
            tag => Some(self.has(tag)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Target<'_> = Target { arch: "amd64", cgo: false };

    #[test]
    fn names_and_lines_decide_as_they_do_in_go() {
        for (name, takes) in [
            ("main.go", true),
            ("linux.go", true),
            ("windows.go", true),
            ("a_windows.go", false),
            ("a_linux.go", true),
            ("a_linux_arm64.go", false),
            ("a_amd64.go", true),
            ("a_b_darwin.go", false),
            ("my_server.go", true),
        ] {
            assert_eq!(HERE.takes_name(name), takes, "{name}");
        }
        for (line, takes) in [
            ("//go:build ignore", false),
            ("// A comment.\n\n//go:build linux && !cgo\n\npackage x", true),
            ("//go:build (windows || darwin) && amd64", false),
            ("//go:build go1.22", true),
            ("//go:build !(linux)", false),
            ("// +build ignore\n", false),
            ("// +build linux,amd64 darwin\n// +build !cgo\n", true),
            ("/* //go:build ignore */\npackage x", true),
            ("package x\n//go:build ignore", true),
            ("//go:build ((", true),
        ] {
            assert_eq!(HERE.takes_header(line), takes, "{line}");
        }
    }
}
