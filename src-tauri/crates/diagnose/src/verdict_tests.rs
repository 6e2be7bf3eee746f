//! Verdicts, one claim a test.

use super::*;

fn ended(code: i64) -> Evidence {
    Evidence { exit_code: Some(code), ..Evidence::default() }
}

fn lines(text: &str) -> Vec<(bool, String)> {
    text.lines().map(|line| (true, line.to_owned())).collect()
}

fn how(verdict: &Verdict) -> (&'static str, Option<Param>) {
    (verdict.code, verdict.params.get("how").or_else(|| verdict.params.get("reason")).cloned())
}

const PANIC: &str = "starting\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\tx/main.go:12 +0x1d";

#[test]
fn zero_is_finished_and_after_a_stop_stopped() {
    assert_eq!(verdict(&ended(0)).code, "ended-finished");
    assert!(!verdict(&ended(0)).is_fault());
    let stopped = Evidence { stopped_by: Some(StoppedBy::Slipway), ..ended(0) };
    assert_eq!(how(&verdict(&stopped)), ("ended-stopped", Some("clean".into())));
}

#[test]
fn a_137_alone_is_never_called_out_of_memory() {
    let verdict = verdict(&ended(137));
    assert_eq!(verdict.code, "ended-killed");
    assert_eq!(verdict.params["signal"], "SIGKILL".into());
}

#[test]
fn either_witness_makes_it_out_of_memory() {
    let flag = Evidence { oom_killed: true, ..ended(137) };
    let event = Evidence { oom_event: true, stopped_by: Some(StoppedBy::Slipway), ..ended(137) };
    assert_eq!(how(&verdict(&flag)), ("ended-out-of-memory", Some("kernel".into())));
    assert_eq!(verdict(&event).code, "ended-out-of-memory");
}

#[test]
fn a_limit_that_was_survived_does_not_hide_how_it_ended() {
    let fine = Evidence { oom_event: true, ..ended(0) };
    assert_eq!(verdict(&fine).code, "ended-finished");
    let panic = Evidence { oom_event: true, last_lines: lines(PANIC), ..ended(2) };
    assert_eq!(verdict(&panic).code, "ended-crashed");
    let child = Evidence { oom_event: true, ..ended(1) };
    assert_eq!(how(&verdict(&child)), ("ended-out-of-memory", Some("child".into())));
}

#[test]
fn exit_2_after_a_stop_is_normal_and_with_a_panic_a_crash() {
    let stopped = Evidence { stopped_by: Some(StoppedBy::Slipway), ..ended(2) };
    assert_eq!(how(&verdict(&stopped)), ("ended-stopped", Some("no-handler".into())));
    let panic = Evidence { stopped_by: Some(StoppedBy::Slipway), last_lines: lines(PANIC), ..ended(2) };
    let verdict = verdict(&panic);
    assert_eq!(how(&verdict), ("ended-crashed", Some("panic".into())));
    assert_eq!(verdict.evidence_line, Some(1));
    assert_eq!(verdict.panic.unwrap().line, Some(12));
}

#[test]
fn exit_2_without_a_panic_or_a_stop_is_a_crash_with_its_last_words() {
    let usage =
        Evidence { last_lines: lines("flag provided but not defined: -x\n  -a string\n\n"), ..ended(2) };
    let verdict = verdict(&usage);
    assert_eq!(how(&verdict), ("ended-crashed", Some("said".into())));
    assert_eq!(verdict.evidence_line, Some(1));
}

#[test]
fn words_about_a_panic_before_another_exit_are_no_panic() {
    let talk = Evidence { last_lines: lines("panic: is what we call it\nfailed"), ..ended(1) };
    assert_eq!(verdict(&talk).panic, None);
}

#[test]
fn a_stop_that_had_to_kill_is_still_a_stop() {
    let forced = Evidence { stopped_by: Some(StoppedBy::Slipway), ..ended(137) };
    assert_eq!(how(&verdict(&forced)), ("ended-stopped", Some("forced".into())));
    let with_code = Evidence { stopped_by: Some(StoppedBy::Slipway), ..ended(1) };
    assert_eq!(how(&verdict(&with_code)), ("ended-stopped", Some("with-code".into())));
}

#[test]
fn a_signal_of_its_own_making_is_a_crash_and_anothers_a_kill() {
    assert_eq!(how(&verdict(&ended(139))), ("ended-crashed", Some("signal".into())));
    assert_eq!(verdict(&ended(143)).code, "ended-killed");
    assert_eq!(verdict(&ended(200)).code, "ended-crashed");
    assert_eq!(verdict(&ended(-1)).code, "ended-crashed");
}

#[test]
fn what_the_engine_could_not_start_is_a_bad_command() {
    let error = r#"exec: "/app/x": stat /app/x: no such file or directory: unknown"#.to_owned();
    let evidence = Evidence { error, state: ProcessState::NotStarted, ..ended(127) };
    let verdict = verdict(&evidence);
    assert_eq!(how(&verdict), ("ended-bad-command", Some("not-found".into())));
    assert_eq!(verdict.params["name"], "/app/x".into());
    let in_log = Evidence { last_lines: lines("exec /app/x: exec format error"), ..ended(1) };
    assert_eq!(how(&super::verdict(&in_log)), ("ended-bad-command", Some("format".into())));
}

#[test]
fn a_program_that_talks_about_exec_errors_has_not_a_bad_command() {
    let evidence = Evidence { last_lines: lines("starting\nexec /bin/x: exec format error"), ..ended(1) };
    assert_eq!(verdict(&evidence).code, "ended-crashed");
}

#[test]
fn go_that_got_no_memory_is_out_of_memory() {
    let evidence = Evidence { last_lines: lines("fatal error: runtime: out of memory\n"), ..ended(2) };
    assert_eq!(how(&verdict(&evidence)), ("ended-out-of-memory", Some("go".into())));
}

#[test]
fn no_exit_code_is_unknown() {
    assert_eq!(verdict(&Evidence::default()).code, "ended-unknown");
    let created =
        Evidence { state: ProcessState::NotStarted, error: "port is already allocated".into(), ..ended(0) };
    assert_eq!(verdict(&created).code, "ended-unknown");
}

#[test]
fn every_verdict_carries_what_its_sentences_use() {
    for code in [None, Some(0), Some(1), Some(137)] {
        let verdict = verdict(&Evidence { exit_code: code, restart_count: 3, ..Evidence::default() });
        assert!(verdict.params.contains_key("exit_code") && verdict.params["restarts"] == 3_u32.into());
    }
}

#[test]
fn somebody_elses_stop_is_no_fault_and_not_the_users() {
    let somebody = Evidence { stopped_by: Some(StoppedBy::Somebody), ..ended(137) };
    assert_eq!(how(&verdict(&somebody)), ("ended-stopped-by-somebody", Some("forced".into())));
    assert!(!verdict(&somebody).is_fault());
    let oom = Evidence { oom_event: true, ..somebody };
    assert_eq!(verdict(&oom).code, "ended-out-of-memory", "the kernel was there first");
}

#[test]
fn one_that_was_stopped_for_its_health_is_unhealthy() {
    let sick = Evidence { stopped_by: Some(StoppedBy::Somebody), unhealthy: true, ..ended(143) };
    assert_eq!(verdict(&sick).code, "ended-unhealthy");
    let crashed = Evidence { unhealthy: true, ..ended(1) };
    assert_eq!(verdict(&crashed).code, "ended-crashed", "nobody stopped it");
}
