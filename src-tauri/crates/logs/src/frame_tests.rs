//! Lines out of frames that were cut in any way.

use super::*;
use bytes::Bytes;
use proptest::prelude::*;

fn frame(stream: LogStream, ms: i64, bytes: &[u8]) -> LogFrame {
    LogFrame { stream, time: Some(Timestamp::from_ms(ms)), bytes: Bytes::copy_from_slice(bytes) }
}

fn join(frames: &[LogFrame]) -> Vec<Joined> {
    let mut joiner = Joiner::default();
    let mut lines = Vec::new();
    for frame in frames {
        joiner.push(frame, |line| lines.push(line));
    }
    joiner.flush(|line| lines.push(line));
    lines
}

fn texts(frames: &[LogFrame]) -> Vec<String> {
    join(frames).into_iter().map(|line| line.text).collect()
}

const OUT: LogStream = LogStream::Stdout;
const ERR: LogStream = LogStream::Stderr;

#[test]
fn a_torn_line_is_joined_and_has_its_first_pieces_time() {
    let lines = join(&[frame(OUT, 1, b"he"), frame(OUT, 2, b"llo\n"), frame(OUT, 3, b"x\n")]);
    assert_eq!((lines[0].text.as_str(), lines[0].time.ms), ("hello", 1));
    assert_eq!((lines[1].text.as_str(), lines[1].time.ms), ("x", 3));
}

#[test]
fn the_two_streams_never_mix() {
    assert_eq!(
        texts(&[frame(OUT, 1, b"ou"), frame(ERR, 1, b"err\n"), frame(OUT, 1, b"t\n")]),
        ["err", "out"]
    );
}

#[test]
fn a_character_torn_between_frames_is_whole() {
    assert_eq!(texts(&[frame(OUT, 1, b"caf\xc3"), frame(OUT, 1, b"\xa9\n")]), ["café"]);
}

#[test]
fn a_line_of_ten_megabytes_is_cut_and_says_so() {
    let piece = vec![b'x'; 16 * 1024];
    let mut frames: Vec<_> = (0..640).map(|_| frame(OUT, 1, &piece)).collect();
    frames.push(frame(OUT, 1, b"\nnext\n"));
    let mut joiner = Joiner::default();
    for frame in &frames[..640] {
        joiner.push(frame, |_| panic!("no line yet"));
    }
    assert!(joiner.pending_bytes() <= MAX_LINE_BYTES, "memory stays bounded");
    let lines = join(&frames);
    assert_eq!((lines[0].text.len(), lines[0].truncated), (MAX_LINE_BYTES, true));
    assert_eq!((lines[1].text.as_str(), lines[1].truncated), ("next", false));
}

#[test]
fn a_line_of_exactly_the_limit_is_not_cut() {
    let mut bytes = vec![b'x'; MAX_LINE_BYTES];
    bytes.push(b'\n');
    assert!(!join(&[frame(OUT, 1, &bytes)])[0].truncated);
}

#[test]
fn a_cut_through_a_character_leaves_no_half() {
    for broken in [&b""[..], b"\xff"] {
        let mut bytes = broken.to_vec();
        bytes.resize(MAX_LINE_BYTES - 1, b'x');
        bytes.extend_from_slice("é more\n".as_bytes());
        let line = &join(&[frame(OUT, 1, &bytes)])[0];
        assert!(line.truncated && line.text.ends_with('x'));
    }
}

#[test]
fn empty_lines_are_lines() {
    assert_eq!(texts(&[frame(OUT, 1, b"\n\na\n"), frame(OUT, 1, b"\n")]), ["", "", "a", ""]);
}

#[test]
fn a_frame_without_a_time_has_the_one_before() {
    let mut second = frame(OUT, 0, b"b\n");
    second.time = None;
    assert_eq!(join(&[frame(OUT, 7, b"a\n"), second])[1].time.ms, 7);
}

proptest! {
    #[test]
    fn the_lines_are_the_same_however_the_bytes_were_cut(
        bytes in proptest::collection::vec(
            prop_oneof![Just(b'\n'), Just(b'\r'), Just(0x1b), Just(b'['), any::<u8>()], 0..400),
        cuts in proptest::collection::vec(1_usize..40, 0..40),
    ) {
        let whole = join(&[frame(OUT, 1, &bytes)]);
        let mut frames = Vec::new();
        let mut rest = &bytes[..];
        for cut in cuts {
            let (piece, after) = rest.split_at(cut.min(rest.len()));
            frames.push(frame(OUT, 1, piece));
            rest = after;
        }
        frames.push(frame(OUT, 1, rest));
        prop_assert_eq!(join(&frames), whole);
    }
}
