//! Whatever is given to it, it answers, soon, and never with more than was there.

use proptest::prelude::*;
use slipway_diagnose::{LINE_BYTES, TEXT_BYTES, explain, explain_lines};
use std::time::{Duration, Instant};

/// Pieces of real outputs, to be put together wrongly.
const PIECES: &[&str] = &[
    "panic: ",
    "fatal error: ",
    "goroutine 1 [running]:\n",
    "\tmain.go:5 +0x1d\n",
    "main.main()\n",
    "#12 3.4 ",
    "web-1 | ",
    "./main.go:5:2: ",
    "undefined: ",
    "Dockerfile:8\n",
    "\u{1b}[31m",
    "\u{1b}",
    "\r",
    "\n",
    "\0",
    "{\"msg\":\"",
    "\"}",
    "exec ",
    "\": ",
    "no such file or directory",
    "connection refused",
    "retrying",
    "ERROR: failed to solve: ",
    "http: panic serving ",
    "panic recovered:\n",
    ":99999999999999999999",
    "中文",
    "\u{202e}",
    "--- FAIL: ",
    "listen tcp :80: bind: ",
    "template: a:1: ",
    "go.mod:3: ",
    "%s",
    "\u{feff}",
    "connected\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..1500)) {
        let text = String::from_utf8_lossy(&bytes);
        let explained = explain(&text);
        let lines = text.split('\n').count();
        prop_assert!(explained.causes.len() <= 5 && explained.causes.iter().all(|cause| cause.line < lines));
        prop_assert!(explained.recognised || explained.likeliest_line.is_some());
    }

    #[test]
    fn no_mixture_of_real_outputs_breaks_it(pieces in proptest::collection::vec(0..PIECES.len(), 0..120)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        let explained = explain(&text);
        let lines = text.split('\n').count();
        for cause in &explained.causes {
            prop_assert!(cause.line < lines);
            prop_assert!(cause.place.as_ref().is_none_or(|place| place.line > 0 && !place.file.is_empty()));
        }
        prop_assert_eq!(explain_lines(text.split('\n')).recognised, explained.recognised);
    }
}

#[test]
fn a_large_output_is_explained_within_its_time() {
    let noise = "2026/11/24 10:00:00 GET /orders/17 200 1.2ms user=ann agent=\"curl/8.5.0\"\n".repeat(5_000);
    let text = format!("{noise}panic: assignment to entry in nil map\n{noise}");
    let began = Instant::now();
    let explained = explain(&text);
    assert_eq!(explained.causes.first().map(|cause| cause.line), Some(5_000));
    // Unoptimised, on a busy machine.
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn an_endless_line_and_an_endless_text_are_cut() {
    let endless = "panic: ".repeat(TEXT_BYTES / 7 + 10);
    let explained = explain(&endless);
    assert!(
        explained.causes.iter().all(|cause| cause
            .fault
            .detail
            .as_ref()
            .is_some_and(|text| text.len() < LINE_BYTES))
    );
    let ends_badly = format!("{}\npanic: at the very end", "x".repeat(TEXT_BYTES * 2));
    assert_eq!(explain(&ends_badly).causes.len(), 1);
}
