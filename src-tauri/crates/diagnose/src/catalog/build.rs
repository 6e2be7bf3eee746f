//! The Go command and what it fetches. Above each entry a line that it was made for.

use super::{Entry, build, network};

pub(super) const ENTRIES: &[Entry] = &[
    // compile: writing output: write $WORK/b001/_pkg_.a: no space left on device
    build(
        "machine-disk-full",
        r"(?:(?P<path>[^\s:]+): )?(?:no space left on device|There is not enough space on the disk|disk quota exceeded)",
    ),
    // go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)
    build("project-go-too-old", r"requires go >= ?(?P<wanted>\S+) \(running go (?P<have>[^;)]+)"),
    // go: download go1.99.0 for linux/amd64: toolchain not available
    network(
        "network-toolchain-not-there",
        r"download go(?P<version>\S+) for (?P<platform>\S+): toolchain not available",
    ),
    // go.mod:3: invalid go version '1.22.x': must match format 1.23.0
    build("project-bad-go-line", r"invalid go version '(?P<version>.+)': must match format"),
    // verifying example.com/x@v1.0.0: checksum mismatch
    network(
        "network-module-checksum",
        r"verifying (?P<module>\S+?):? checksum mismatch|SECURITY ERROR|go\.sum: checksum mismatch",
    ),
    // fatal: could not read Username for 'https://github.com': terminal prompts disabled
    network(
        "network-private-module",
        r"could not read Username for '(?:https?://)?(?:[^@']*@)?(?P<host>[^'/]+)[^']*': (?:terminal prompts disabled|No such device)",
    ),
    // x@v1.0.0: module lookup disabled by GOPROXY=off
    network("network-goproxy-off", r"module lookup disabled by GOPROXY=off"),
    // go: x@v1: Get "https://proxy.golang.org/…": tls: failed to verify certificate: x509: certificate signed by …
    network(
        "network-untrusted",
        r#"(?:go: |docker|registry|resolve|/@v/|sumdb).*https://(?:[^@/"\s]*@)?(?P<host>[^/"\s]+).*x509: certificate signed by unknown authority"#,
    ),
    // go: x@v1.0.0: Get "https://proxy.golang.org/…": dial tcp: lookup proxy.golang.org on 10.0.0.2:53: no such host
    network(
        "network-offline",
        r"(?:go: |/@v/|sumdb|resolve|registry|token|pull).*lookup (?P<host>\S+?)(?: on \S+)?: (?:no such host|server misbehaving|Temporary failure|i/o timeout)",
    ),
    // dial tcp: lookup auth.docker.io: no such host; Could not resolve host: github.com
    network(
        "network-offline",
        r"lookup (?P<host>(?:proxy\.golang\.org|sum\.golang\.org|goproxy\.\S+?|\S*docker\.io|github\.com|ghcr\.io|quay\.io|gcr\.io))(?: on \S+)?: (?:no such host|server misbehaving|Temporary failure|i/o timeout)|Could not resolve host: (?P<host2>[^\s;)']+)|Temporary failure resolving '(?P<host3>[^']+)'|fetching https://(?P<host4>[^/\s]+)\S*: temporary error",
    ),
    // go: a@v1: Get "https://proxy.golang.org/…": dial tcp 142.250.1.1:443: connect: network is unreachable
    network(
        "network-offline",
        r#"(?:go: |/@v/|sumdb).*https?://(?:[^@/"]*@)?(?P<host>[^/"]+).*connect: network is unreachable"#,
    ),
    // go: a@v1: Get "https://proxy.golang.org/x/@v/list": dial tcp 142.250.1.1:443: connect: connection refused
    network(
        "network-proxy-no-answer",
        r#"(?:go: .*Get "https?://(?:[^@/"]*@)?(?P<host>[^/"]+)[^"]*"|Get "https?://(?:[^@/"]*@)?(?P<host2>[^/"]+)[^"]*/(?:@v|@latest|sumdb)[^"]*"): (?:dial tcp \S+: (?:connect: connection refused|i/o timeout|connect: connection timed out)|net/http: TLS handshake timeout|EOF|context deadline exceeded|read tcp .*connection reset)"#,
    ),
    // go: x@v1: reading https://proxy.corp/x/@v/v1.zip: 403 Forbidden
    network(
        "network-proxy-refused",
        r"reading https?://(?:[^@/\s]*@)?(?P<host>[^/\s]+)\S*: (?P<status>40[137]|429|5\d\d) ",
    ),
    // go: example.com/x@v9.9.9: reading https://proxy.golang.org/…/v9.9.9.info: 404 Not Found
    build(
        "project-module-not-found",
        r"(?:go: |: )(?P<module>\S+@\S+?): (?:reading \S+: (?:404|410) |invalid version: unknown revision)|module (?P<module2>\S+@\S+) found.*but does not contain package",
    ),
    // go: go.mod file not found in current directory or any parent directory; see 'go help modules'
    build("project-no-go-mod", r"go\.mod file not found|cannot find main module|no modules specified"),
    // go: cannot load module ../lib listed in go.work file: open ../lib/go.mod: no such file or directory
    build(
        "project-replacement-missing",
        r"replacement directory (?P<path>\S+) does not exist|\(replaced by (?P<path2>[^)]+)\): reading .*no such file|cannot load module (?P<path3>\S+) listed in go\.work",
    ),
    // go.mod:5: usage: require module/path v1.2.3
    build(
        "project-broken-go-mod",
        r"(?:^|\s)(?:[^\s:]*[/\\])?go\.mod:(?P<line>\d+)(?::\d+)?: (?P<text>.+)",
    ),
    // main.go:4:2: missing go.sum entry for module providing package github.com/gin-gonic/gin
    build(
        "project-missing-go-sum",
        r"missing go\.sum entry for (?:module providing package (?P<package>\S+?)(?:[; ]|$)|go\.mod file)",
    )
    .fix("fix-go-mod-tidy"),
    // go: updates to go.mod needed
    build(
        "project-go-mod-not-tidy",
        r"updates to go\.(?:mod|sum) needed|go\.mod file indicates .* but .* provides",
    )
    .fix("fix-go-mod-tidy"),
    // main.go:4:2: no required module provides package github.com/gin-gonic/gin; to add it:
    build(
        "project-missing-module",
        r"no required module provides package (?P<package>[^\s;:]+)|cannot find module providing package (?P<package2>[^\s;:]+)",
    )
    .fix("fix-go-mod-tidy"),
    // module declares its path as: github.com/sirupsen/logrus
    build("project-module-renamed", r"module declares its path as: (?P<declared>\S+)"),
    // ambiguous import: found package cloud.google.com/go/compute/metadata in multiple modules:
    build("project-ambiguous-import", r"ambiguous import: found package (?P<package>\S+) in multiple modules"),
    // main.go:3:8: package internal/x is not in std (/usr/local/go/src/internal/x)
    build("project-package-not-in-std", r"package (?P<package>\S+) is not in (?:std|GOROOT)"),
    // "tool" is not an importable package; see 'go help packages'
    build("project-reserved-module-name", r#""(?P<name>\S+)" is not an importable package"#),
    // main.go:8:12: pattern web/*: no matching files found
    build("project-embed-missing", r"pattern (?P<pattern>\S+): no matching files found"),
    // go: inconsistent vendoring in /src:
    build("project-vendor-inconsistent", r"inconsistent vendoring in").fix("fix-go-mod-vendor"),
    // cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH
    build("project-needs-c-compiler", r#"C compiler "(?P<compiler>[^"]+)" not found"#),
    // ./main.go:3:11: fatal error: zlib.h: No such file or directory
    build("project-c-header-missing", r"fatal error: (?P<header>\S+\.h(?:pp)?): No such file or directory"),
    // /usr/bin/ld: cannot find -lsqlite3: No such file or directory
    build(
        "project-c-library-missing",
        r"cannot find -l(?P<library>[\w.+-]+)|undefined reference to [`'](?P<library2>\w+)'|Package (?P<library3>\S+) was not found in the pkg-config search path",
    ),
    // Binary was compiled with 'CGO_ENABLED=0', go-sqlite3 requires cgo to work. This is a stub
    build("project-needs-cgo", r"(?P<package>go-sqlite3) requires cgo to work"),
    // package example.com/x: build constraints exclude all Go files in /src
    build("project-build-constraints", r"build constraints exclude all Go files in (?P<folder>\S+)"),
    // found packages main (main.go) and util (util.go) in /src
    build(
        "project-two-packages",
        r"found packages (?P<first>\S+) \((?P<first_file>[^)]+)\) and (?P<second>\S+) \((?P<second_file>[^)]+)\) in",
    ),
    // ./b.go:3:6: main redeclared in this block
    build("project-main-redeclared", r"main redeclared in this block"),
    // runtime.main_main·f: function main is undeclared in the main package
    build("project-no-main-function", r"function main is undeclared in the main package"),
    // no Go files in /src
    build("project-no-go-files", r"no Go files in (?P<folder>\S+)"),
    // go: cannot write multiple packages to non-directory /tmp/x
    build("project-many-packages", r"cannot write multiple packages to non-directory"),
    // imports example.com/x/a from b.go: import cycle not allowed
    build(
        "project-import-cycle",
        r"(?:imports (?P<package>\S+)(?: from \S+)?: )?import cycle not allowed",
    ),
    // main.go:3:8: use of internal package example.com/y/internal/z not allowed
    build("project-internal-package", r"use of internal package (?P<package>\S+) not allowed"),
    // main.go:3:8: import "example.com/x/cmd/y" is a program, not an importable package
    build(
        "project-imports-program",
        r#"import "(?P<package>[^"]+)" is a program, not an importable package"#,
    ),
    // package example.com/shop is not a main package
    build(
        "project-not-main-package",
        r"package (?P<package>\S+) is not a main package|cannot run non-main package",
    ),
    // error obtaining VCS status: exit status 128
    build("project-vcs-status", r"error obtaining VCS status: exit status"),
    // go: x: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed
    build("machine-compiler-killed", r"(?:compile|link|cgo|asm|vet|gcc|cc1|ld|collect2).*: signal: killed"),
    // build cache is required, but could not be located: GOCACHE is not defined and neither …
    build("project-build-no-home", r"build cache is required, but could not be located|GOCACHE is not defined|module cache not found: neither GOMODCACHE nor GOPATH is set"),
    // mkdir /root/.cache/go-build: permission denied
    build(
        "machine-cannot-write",
        r"failed to initialize build cache at (?P<path>[^\s:]+)|could not create module cache:.* (?P<path2>\S+?):? permission denied|(?:mkdir|open|create) (?P<path3>\S*(?:go-build|/pkg/mod|/go/pkg)[^\s:]*): (?:permission denied|read-only file system)|^go: .*(?:mkdir|open|create|creating) (?P<path4>[^\s:]+): (?:permission denied|read-only file system)|a\.out: open (?P<path5>[^\s:]+): permission denied",
    ),
    // unable to resolve git version: … exec: "git": executable file not found in $PATH
    build("project-git-missing", r#"exec: "git": executable file not found"#),
    // /bin/sh: go: command not found
    build(
        "machine-go-not-found",
        r#"(?:^|: )(?:\d+: )?go: (?:command )?not found|exec: "go": executable file not found|bash: go: "#,
    ),
    // --- FAIL: TestAdd (0.00s)
    build("project-test-failed", r"^\s*--- FAIL: (?P<name>\S+)"),
];
