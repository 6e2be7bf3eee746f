//! Known failures of the Go command, as a table.

use crate::compile::Diagnostic;
use regex::Regex;
use slipway_model::Fault;
use std::sync::LazyLock;

/// A known failure: how it is recognised, and which groups of the pattern are parameters of its message.
struct Known {
    code: &'static str,
    pattern: &'static str,
    params: &'static [(&'static str, usize)],
}

/// The first that matches is it: what says more stands before what says less. Above each a line it was made for.
const KNOWN: &[Known] = &[
    // compile: writing output: write $WORK/b001/_pkg_.a: no space left on device
    Known {
        code: "machine-disk-full",
        pattern: r"(?:(\S+): )?(?:no space left on device|There is not enough space on the disk|disk quota exceeded)",
        params: &[("path", 1)],
    },
    // go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)
    Known {
        code: "project-go-too-old",
        pattern: r"requires go >= ?(\S+) \(running go ([^;)]+)",
        params: &[("wanted", 1), ("have", 2)],
    },
    // go: download go1.99.0 for linux/amd64: toolchain not available
    Known {
        code: "network-toolchain-not-there",
        pattern: r"download go(\S+) for (\S+): toolchain not available",
        params: &[("version", 1), ("platform", 2)],
    },
    // go.mod:3: invalid go version '1.22.x': must match format 1.23.0
    Known {
        code: "project-bad-go-line",
        pattern: r"invalid go version '(.+)': must match format",
        params: &[("version", 1)],
    },
    // verifying example.com/x@v1.0.0: checksum mismatch … SECURITY ERROR
    Known {
        code: "network-module-checksum",
        pattern: r"(?:verifying (\S+?):? )?checksum mismatch[\s\S]*SECURITY ERROR",
        params: &[("module", 1)],
    },
    // fatal: could not read Username for 'https://github.com': terminal prompts disabled
    Known {
        code: "network-private-module",
        pattern: r"could not read Username for '(?:https?://)?(?:[^@']*@)?([^'/]+)[^']*': terminal prompts disabled",
        params: &[("host", 1)],
    },
    // x@v1.0.0: module lookup disabled by GOPROXY=off
    Known { code: "network-goproxy-off", pattern: r"module lookup disabled by GOPROXY=off", params: &[] },
    // go: example.com/x@v1.0.0: Get "https://proxy.golang.org/…": dial tcp: lookup proxy.golang.org on 10.0.0.2:53: no such host
    Known {
        code: "network-offline",
        pattern: r"lookup (\S+?)(?: on \S+)?: (?:no such host|server misbehaving|Temporary failure|i/o timeout)|dial tcp \S+: connect: network is unreachable",
        params: &[("host", 1)],
    },
    // Get "https://proxy.golang.org/x/@v/list": dial tcp 142.250.1.1:443: connect: connection refused
    Known {
        code: "network-proxy-no-answer",
        pattern: r#"Get "https?://(?:[^@/"]*@)?([^/"]+)[^"]*": (?:dial tcp \S+: (?:connect: connection refused|i/o timeout|connect: connection timed out)|net/http: TLS handshake timeout|EOF|context deadline exceeded|read tcp .*connection reset)"#,
        params: &[("host", 1)],
    },
    // reading https://proxy.corp/x/@v/v1.zip: 403 Forbidden
    Known {
        code: "network-proxy-refused",
        pattern: r"reading https?://(?:[^@/\s]*@)?([^/\s]+)\S*: (40[137]|429|5\d\d) ",
        params: &[("host", 1), ("status", 2)],
    },
    // go: example.com/x@v9.9.9: reading https://proxy.golang.org/example.com/x/@v/v9.9.9.info: 404 Not Found
    Known {
        code: "project-module-not-found",
        pattern: r"(?:go: |: )(\S+@\S+?): (?:reading \S+: (?:404|410) |invalid version: unknown revision)",
        params: &[("module", 1)],
    },
    // go: go.mod file not found in current directory or any parent directory; see 'go help modules'
    Known {
        code: "project-no-go-mod",
        pattern: r"go\.mod file not found|cannot find main module|no modules specified",
        params: &[],
    },
    // go: errors parsing go.mod:
    // go.mod:3: unknown directive: foo
    Known {
        code: "project-broken-go-mod",
        pattern: r"errors parsing (?:\S*[/\\])?go\.mod:\s*(?:\S*go\.mod:(\d+)(?::\d+)?: (.+))?",
        params: &[("line", 1), ("text", 2)],
    },
    // main.go:4:2: missing go.sum entry for module providing package github.com/gin-gonic/gin
    Known {
        code: "project-missing-go-sum",
        pattern: r"missing go\.sum entry for (?:module providing package (\S+?)(?:[; ]|$)|go\.mod file)",
        params: &[("package", 1)],
    },
    // go: updates to go.mod needed
    Known {
        code: "project-go-mod-not-tidy",
        pattern: r"updates to go\.(?:mod|sum) needed|go\.mod file indicates .* but .* provides",
        params: &[],
    },
    // main.go:4:2: no required module provides package github.com/gin-gonic/gin; to add it:
    Known {
        code: "project-missing-module",
        pattern: r"no required module provides package ([^\s;:]+)",
        params: &[("package", 1)],
    },
    // main.go:3:8: package internal/x is not in std (/usr/local/go/src/internal/x)
    Known {
        code: "project-package-not-in-std",
        pattern: r"package (\S+) is not in (?:std|GOROOT)",
        params: &[("package", 1)],
    },
    // "tool" is not an importable package; see 'go help packages'
    Known {
        code: "project-reserved-module-name",
        pattern: r#""(\S+)" is not an importable package"#,
        params: &[("name", 1)],
    },
    // main.go:8:12: pattern web/*: no matching files found
    Known {
        code: "project-embed-missing",
        pattern: r"pattern (\S+): no matching files found",
        params: &[("pattern", 1)],
    },
    // go: inconsistent vendoring in /src:
    Known { code: "project-vendor-inconsistent", pattern: r"inconsistent vendoring in", params: &[] },
    // go: example.com/b@v0.0.0 (replaced by ../b): reading ../b/go.mod: open /b/go.mod: no such file or directory
    Known {
        code: "project-replacement-missing",
        pattern: r"replacement directory (\S+) does not exist|\(replaced by ([^)]+)\): reading .*no such file|cannot load module (\S+) listed in go\.work",
        params: &[("path", 1), ("path", 2), ("path", 3)],
    },
    // # runtime/cgo  cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH
    Known {
        code: "project-needs-c-compiler",
        pattern: r#"C compiler "([^"]+)" not found"#,
        params: &[("compiler", 1)],
    },
    // Binary was compiled with 'CGO_ENABLED=0', go-sqlite3 requires cgo to work. This is a stub
    Known {
        code: "project-needs-cgo",
        pattern: r"(go-sqlite3) requires cgo to work",
        params: &[("package", 1)],
    },
    // package example.com/x: build constraints exclude all Go files in /src
    Known {
        code: "project-build-constraints",
        pattern: r"build constraints exclude all Go files in (\S+)",
        params: &[("folder", 1)],
    },
    // found packages main (main.go) and util (util.go) in /src
    Known {
        code: "project-two-packages",
        pattern: r"found packages (\S+) \(([^)]+)\) and (\S+) \(([^)]+)\) in",
        params: &[("first", 1), ("first_file", 2), ("second", 3), ("second_file", 4)],
    },
    // ./b.go:3:6: main redeclared in this block
    Known { code: "project-main-redeclared", pattern: r"main redeclared in this block", params: &[] },
    // runtime.main_main·f: function main is undeclared in the main package
    Known {
        code: "project-no-main-function",
        pattern: r"function main is undeclared in the main package",
        params: &[],
    },
    // no Go files in /src
    Known { code: "project-no-go-files", pattern: r"no Go files in (\S+)", params: &[("folder", 1)] },
    // cannot write multiple packages to non-directory /tmp/x
    Known {
        code: "project-many-packages",
        pattern: r"cannot write multiple packages to non-directory",
        params: &[],
    },
    // imports example.com/x/a: import cycle not allowed
    Known {
        code: "project-import-cycle",
        pattern: r"(?:imports (\S+)(?: from \S+)?: )?import cycle not allowed",
        params: &[("package", 1)],
    },
    // main.go:3:8: use of internal package example.com/y/internal/z not allowed
    Known {
        code: "project-internal-package",
        pattern: r"use of internal package (\S+) not allowed",
        params: &[("package", 1)],
    },
    // main.go:3:8: import "example.com/x/cmd/y" is a program, not an importable package
    Known {
        code: "project-imports-program",
        pattern: r#"import "([^"]+)" is a program, not an importable package"#,
        params: &[("package", 1)],
    },
    // error obtaining VCS status: exit status 128
    Known { code: "project-vcs-status", pattern: r"error obtaining VCS status: exit status", params: &[] },
    // go: example.com/x/y: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed
    Known { code: "machine-compiler-killed", pattern: r"(?m): signal: killed$", params: &[] },
    // mkdir /root/.cache/go-build: permission denied
    Known {
        code: "machine-cannot-write",
        pattern: r"(?:mkdir|open|create|failed to initialize build cache at|could not create module cache:.*) (\S+?):? permission denied|(?:mkdir|open) (\S+): read-only file system",
        params: &[("path", 1), ("path", 2)],
    },
];

// The patterns are part of the program: a test compiles them all.
#[allow(clippy::expect_used)]
static PATTERNS: LazyLock<Vec<(Regex, &'static Known)>> = LazyLock::new(|| {
    KNOWN
        .iter()
        .map(|known| {
            let pattern = regex::RegexBuilder::new(known.pattern).case_insensitive(true).build();
            (pattern.expect("a pattern of the table"), known)
        })
        .collect()
});

/// The known failure in an output, if there is one.
pub fn explain(output: &str) -> Option<Fault> {
    PATTERNS.iter().find_map(|(pattern, known)| {
        let groups = pattern.captures(output)?;
        let mut fault = Fault::new(known.code).detail(output);
        for (name, _) in known.params {
            // A group that took no part leaves its parameter empty, so that the sentence stays whole.
            let value =
                known.params.iter().filter(|(other, _)| other == name).find_map(|(_, n)| groups.get(*n));
            let value = value.map_or("", |value| value.as_str());
            fault = match value.parse::<u16>() {
                Ok(number) if matches!(*name, "status" | "line") => fault.with(name, number),
                _ => fault.with(name, value),
            };
        }
        Some(fault)
    })
}

/// What `go build` failed with: a known failure, else its first complaint.
pub(crate) fn compile_fault(diagnostics: &[Diagnostic], output: &str, status: Option<i32>) -> Fault {
    let first = diagnostics.first();
    let fault = explain(output).unwrap_or_else(|| match (first, status) {
        (Some(first), _) => Fault::new("project-compile-error")
            .with("text", first.text.lines().next().unwrap_or_default())
            .with("count", u32::try_from(diagnostics.len()).unwrap_or(u32::MAX))
            .detail(output),
        (None, None) => Fault::new("machine-compiler-killed").detail(output),
        (None, Some(status)) => {
            Fault::new("project-build-failed").with("status", i64::from(status)).detail(output)
        }
    });
    match first {
        Some(first) => fault.with("file", &first.file).with("line", first.line),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::Param;

    #[test]
    fn each_known_failure_is_recognised_from_what_go_really_writes() {
        for (output, code, param) in [
            (
                "go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)",
                "project-go-too-old",
                ("wanted", "1.99"),
            ),
            (
                "go: module a@v1 requires go >= 1.25 (running go 1.24.1)",
                "project-go-too-old",
                ("have", "1.24.1"),
            ),
            (
                "go: go.mod file not found in current directory or any parent directory; see 'go help modules'",
                "project-no-go-mod",
                ("", ""),
            ),
            (
                "main.go:4:2: missing go.sum entry for module providing package github.com/a/b; to add:\n\tgo mod download github.com/a/b",
                "project-missing-go-sum",
                ("package", "github.com/a/b"),
            ),
            (
                "main.go:4:2: no required module provides package github.com/a/b; to add it:\n\tgo get github.com/a/b",
                "project-missing-module",
                ("package", "github.com/a/b"),
            ),
            (
                "main.go:3:8: package store is not in std (/usr/local/go/src/store)",
                "project-package-not-in-std",
                ("package", "store"),
            ),
            (
                "\"tool\" is not an importable package; see 'go help packages'",
                "project-reserved-module-name",
                ("name", "tool"),
            ),
            (
                "main.go:8:12: pattern web/*: no matching files found",
                "project-embed-missing",
                ("pattern", "web/*"),
            ),
            ("no Go files in /src", "project-no-go-files", ("folder", "/src")),
            (
                "go: inconsistent vendoring in /src:\n\tx@v1: is explicitly required in go.mod",
                "project-vendor-inconsistent",
                ("", ""),
            ),
            (
                "package x: build constraints exclude all Go files in /src/x",
                "project-build-constraints",
                ("folder", "/src/x"),
            ),
            (
                "# runtime/cgo\ncgo: C compiler \"gcc\" not found: exec: \"gcc\": executable file not found in $PATH",
                "project-needs-c-compiler",
                ("compiler", "gcc"),
            ),
            (
                "go: b@v0.0.0 (replaced by ../b): reading ../b/go.mod: open /b/go.mod: no such file or directory",
                "project-replacement-missing",
                ("path", "../b"),
            ),
            (
                "go: replacement directory ../b does not exist",
                "project-replacement-missing",
                ("path", "../b"),
            ),
            (
                "found packages main (main.go) and util (util.go) in /src",
                "project-two-packages",
                ("second_file", "util.go"),
            ),
            (
                "fatal: could not read Username for 'https://git.corp': terminal prompts disabled",
                "network-private-module",
                ("host", "git.corp"),
            ),
            ("write /tmp/x: no space left on device", "machine-disk-full", ("path", "/tmp/x")),
            (
                "go: a@v1: Get \"https://proxy.golang.org/a/@v/v1.mod\": dial tcp: lookup proxy.golang.org on 10.0.0.2:53: no such host",
                "network-offline",
                ("host", "proxy.golang.org"),
            ),
            (
                "go: a@v1: Get \"https://me:pw@p.corp:8443/a\": dial tcp 1.2.3.4:8443: connect: connection refused",
                "network-proxy-no-answer",
                ("host", "p.corp:8443"),
            ),
            (
                "go: example.com/x@v9.9.9: reading https://proxy.golang.org/x/@v/v9.9.9.info: 404 Not Found",
                "project-module-not-found",
                ("module", "example.com/x@v9.9.9"),
            ),
            (
                "go: x: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n",
                "machine-compiler-killed",
                ("", ""),
            ),
        ] {
            let fault = explain(output).unwrap_or_else(|| panic!("nothing for {output}"));
            assert_eq!(fault.code, code, "{output}");
            if !param.0.is_empty() {
                assert_eq!(fault.params.get(param.0), Some(&Param::Text(param.1.to_owned())), "{output}");
            }
        }
        assert_eq!(PATTERNS.len(), KNOWN.len());
        assert_eq!(explain("./main.go:5:2: undefined: x"), None);
    }

    #[test]
    fn a_plain_complaint_is_shown_with_its_place() {
        let output = "# x\n./main.go:5:2: undefined: y\n";
        let fault =
            compile_fault(&crate::compile::diagnostics(output, std::path::Path::new("/x")), output, Some(1));
        assert_eq!(fault.code, "project-compile-error");
        assert_eq!(fault.params.get("file"), Some(&Param::Text("main.go".to_owned())));
        assert_eq!(fault.params.get("line"), Some(&Param::Number(5.0)));
        assert_eq!(fault.params.get("text"), Some(&Param::Text("undefined: y".to_owned())));
    }
}
