//! The compiler's complaints about the code, by what they complain about. Every one has a place in a file.

use super::{Entry, build};

pub(super) const ENTRIES: &[Entry] = &[
    // # command-line-arguments / ./main.go:4:2: undefined: serve
    build("project-compile-one-file", r"\.go:\d+:\d+: undefined: (?P<name>\S+)")
        .after("# command-line-arguments"),
    // ./main.go:6:14: undefined: greeting
    build(
        "project-compile-undefined",
        r"\.go:\d+(?::\d+)?: (?:undefined: (?P<name>\S+)|(?P<name2>\S+) undefined \(|undeclared name: (?P<name3>\S+))",
    ),
    // ./main.go:5:2: "os" imported and not used
    build(
        "project-compile-unused-import",
        r#"\.go:\d+(?::\d+)?: "(?P<package>[^"]+)" imported (?:as \S+ )?and not used"#,
    ),
    // ./main.go:4:2: declared and not used: count
    build(
        "project-compile-unused-variable",
        r"\.go:\d+(?::\d+)?: (?:declared and not used: (?P<name>\S+)|(?P<name2>\S+) declared (?:and|but) not used)",
    ),
    // ./main.go:6:18: syntax error: unexpected newline in argument list; possibly missing comma or )
    build(
        "project-compile-syntax",
        r"\.go:\d+(?::\d+)?: (?:syntax error: (?P<text>.+)|(?P<text2>expected .+, found .+)|(?P<text3>(?:string|rune) literal not terminated))",
    ),
    // ./main.go:7:1: missing return
    build("project-compile-missing-return", r"\.go:\d+(?::\d+)?: missing return"),
    // ./main.go:6:16: not enough arguments in call to total
    build(
        "project-compile-arguments",
        r"\.go:\d+(?::\d+)?: (?:not enough|too many) arguments in call to (?P<name>\S+)",
    ),
    // ./main.go:6:7: assignment mismatch: 1 variable but os.Open returns 2 values
    build(
        "project-compile-values",
        r"\.go:\d+(?::\d+)?: assignment mismatch: (?P<text>.+)|\.go:\d+(?::\d+)?: (?P<text2>(?:multiple-value|too many return values|not enough return values).*)",
    ),
    // ./main.go:7:16: cannot use Dot{} (value of struct type Dot) as Shape value …: Dot does not implement Shape (…)
    build(
        "project-compile-interface",
        r"\.go:\d+(?::\d+)?: .*?(?P<name>[^\s:]+) does not implement (?P<interface>\S+)",
    ),
    // ./main.go:6:17: cannot use "8080" (untyped string constant) as int value in variable declaration
    build(
        "project-compile-types",
        r"\.go:\d+(?::\d+)?: (?P<text>cannot (?:use|convert|assign) .+|invalid operation: .*mismatched types.*)",
    ),
    // ./main.go:5:2: missing function body
    build("project-compile-error", r"^(?:vet: )?(?:\./)?[^\s:]+\.go:\d+:\d+: (?P<text>.+)"),
];
