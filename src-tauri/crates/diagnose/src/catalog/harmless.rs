//! Lines that frighten and mean nothing: clients that went away, warnings, debug modes, an orderly end.

use super::Severity::Harmless;
use super::{Entry, Phase};

const fn harmless(code: &'static str, pattern: &'static str) -> Entry {
    Entry::new(Phase::Run, code, pattern).severity(Harmless)
}

/// These are asked first: whatever else such a line says, it is harmless.
pub(super) const FIRST: &[Entry] = &[
    // http: TLS handshake error from 10.0.0.7:51320: EOF
    harmless(
        "note-client-left",
        r"http: TLS handshake error from \S+: |http2: server: error reading preface from client",
    ),
    // http: Accept error: accept tcp …: use of closed network connection
    harmless(
        "note-orderly-end",
        r"use of closed network connection|http: Server closed|server closed$|signal: (?:interrupt|terminated)|(?:exited with|exit) code:? ?(?:0|143|130)\b|received signal:? (?:terminated|interrupt)|shutting down",
    ),
    // [GIN-debug] [WARNING] Running in "debug" mode. Switch to "release" mode in production.
    harmless(
        "note-debug-mode",
        r"\[GIN-debug\]|\[Fiber\] debug|\[WARNING\] You trusted all proxies|Running in .debug. mode",
    ),
    // W1124 10:00:00.000000       1 reflector.go:424] failed to list …
    harmless("note-warning", r"^[WID]\d{4} \d\d:\d\d:\d\d"),
    // WARNING: proxy environment variables are ignored; WARN[0000] …: the attribute `version` is obsolete
    harmless(
        "note-warning",
        r"^(?:\S+ )?(?:WARN(?:ING)?(?:\[\d+\])?|warn|npm warn|\[WARN(?:ING)?\])(?::| -|\s)\s*(?:proxy|ignoring|the attribute|/\S*docker-compose|deprecated|No (?:swap|memory|cpu|blkio)|IPv4|The \S+ variable is not set|You are using|bridge-nf|This is a development server|buildx|daemon is not using|found orphan|using default)",
    ),
    harmless(
        "note-warning",
        r"(?:kernel does not support (?:swap|memory|cgroup)|apt-utils is not installed|apt does not have a stable CLI|LegacyKeyValueFormat|FromAsCasing|JSONArgsRecommended|DEPRECATED: The legacy builder|statically linked applications requires at runtime|find image '\S+' locally|running pip as the 'root'|DeprecationWarning|is deprecated\b|^ld: warning:|maxprocs: )",
    ),
    // LOG_LEVEL is not set, using info
    harmless(
        "note-warning",
        r"(?:not set|unset|missing|not found|empty|no \S+)\b.{0,40}\b(?:using|defaulting|falling back|fallback|assuming)\b|\busing (?:the )?default",
    ),
    // failed to sync logger: sync /dev/stderr: invalid argument
    harmless(
        "note-warning",
        r"sync /dev/std(?:out|err): (?:invalid argument|inappropriate ioctl|bad file descriptor)",
    ),
    // http: superfluous response.WriteHeader call from main.handler (main.go:20)
    harmless(
        "note-warning",
        r"superfluous response\.WriteHeader call|URL query contains semicolon|closing bad idle connection: EOF",
    ),
    // 0 errors; err=<nil>
    harmless(
        "note-no-error",
        r"\b0 (?:errors?|failures?|failed)\b|\b(?:err|error)(?:=|: )(?:<?nil>?|null|none|)(?:\s|$)|\b(?:no|without) errors?\b",
    ),
];

/// These only where nothing in the tables knows the line better.
pub(super) const LAST: &[Entry] = &[
    // write tcp 10.0.0.2:8080->10.0.0.7:51320: write: broken pipe
    harmless(
        "note-client-left",
        r"write: (?:broken pipe|connection reset by peer)|read: connection reset by peer|^\S* ?\S* ?(?:EOF|unexpected EOF)$|remote error: tls: |http: proxy error: (?:context canceled|EOF)|client disconnected|stream closed",
    ),
    // rpc error: code = Canceled desc = context canceled
    harmless("note-client-left", r"context canceled|operation was canceled|code = Canceled|^CANCELED "),
];
