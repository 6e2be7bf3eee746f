//! Go's own panics and fatal errors. The place is in the trace below them.

use super::Severity::Aftermath;
use super::{Entry, run, start};

pub(super) const ENTRIES: &[Entry] = &[
    // fatal error: runtime: out of memory
    start(
        "ended-out-of-memory",
        r"^fatal error: .*(?:out of memory|cannot allocate memory)|^runtime: out of memory",
    )
    .with(&[("how", "go")])
    .fix("fix-raise-memory"),
    // panic: assignment to entry in nil map
    run("project-run-nil-map", r"assignment to entry in nil map"),
    // panic: runtime error: invalid memory address or nil pointer dereference
    run("project-run-nil-pointer", r"invalid memory address or nil pointer dereference").severity(Aftermath),
    // panic: runtime error: index out of range [1] with length 1
    run("project-run-index", r"index out of range \[(?P<index>-?\d+)\](?: with length (?P<length>\d+))?"),
    // panic: runtime error: slice bounds out of range [:5] with capacity 3
    run("project-run-slice", r"slice bounds out of range (?P<range>\[.*?\])"),
    // panic: interface conversion: interface {} is string, not int
    run("project-run-conversion", r"interface conversion: (?P<text>.+)"),
    // panic: runtime error: integer divide by zero
    run("project-run-divide", r"integer divide by zero"),
    // panic: send on closed channel
    run("project-run-closed-channel", r"(?P<text>send on closed channel|close of (?:closed|nil) channel)"),
    // fatal error: all goroutines are asleep - deadlock!
    run("project-run-deadlock", r"all goroutines are asleep"),
    // fatal error: concurrent map writes
    run(
        "project-run-concurrent-map",
        r"concurrent map (?P<text>writes|read and map write|iteration and map write)",
    ),
    // WARNING: DATA RACE
    run("project-run-race", r"WARNING: DATA RACE"),
    // runtime: goroutine stack exceeds 1000000000-byte limit
    run("project-run-stack", r"goroutine stack exceeds|fatal error: stack overflow"),
    // panic: sync: negative WaitGroup counter
    run(
        "project-run-sync",
        r"(?P<text>sync: (?:negative WaitGroup|unlock of unlocked|RUnlock of unlocked|WaitGroup is reused|WaitGroup misuse).*)",
    ),
    // panic: pattern "GET /items" (registered at …) conflicts with pattern "GET /items" (registered at …):
    run(
        "project-run-route-twice",
        r#"pattern "(?P<route>[^"]+)" \(registered at [^)]*\) conflicts|multiple registrations for (?P<route2>\S+)|handlers are already registered for path '(?P<route3>[^']+)'|panic: .*'(?P<route4>[^']+)'.* conflicts with existing"#,
    ),
    // SIGSEGV: segmentation violation / signal arrived during cgo execution
    run(
        "project-run-c-crash",
        r"^SIG(?:SEGV|BUS|ABRT|ILL): |signal arrived during cgo execution|unexpected signal during runtime execution",
    ),
];
