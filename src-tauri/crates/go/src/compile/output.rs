//! An output that may be endless, kept as its beginning and its end.

use std::collections::VecDeque;

const HEAD: usize = 64 << 10;
const TAIL: usize = 64 << 10;
/// A longer line is cut.
const LINE: usize = 16 << 10;

/// The first and the last part of an output, in whole lines.
#[derive(Debug, Default)]
pub(super) struct Kept {
    head: String,
    tail: VecDeque<String>,
    tail_bytes: usize,
    left_out: u64,
}

impl Kept {
    pub(super) fn push(&mut self, line: &str) {
        if self.tail.is_empty() && self.left_out == 0 && self.head.len() + line.len() < HEAD {
            self.head.push_str(line);
            self.head.push('\n');
            return;
        }
        self.tail_bytes += line.len() + 1;
        self.tail.push_back(line.to_owned());
        while self.tail_bytes > TAIL {
            let Some(gone) = self.tail.pop_front() else { break };
            self.tail_bytes -= gone.len() + 1;
            self.left_out += 1;
        }
    }

    pub(super) fn text(self) -> String {
        let mut text = self.head;
        if self.left_out > 0 {
            text.push_str(&format!("[… {} lines …]\n", self.left_out));
        }
        for line in self.tail {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

/// Cuts bytes into lines, whatever the pieces are that they come in.
#[derive(Debug, Default)]
pub(super) struct Lines {
    open: Vec<u8>,
    skipping: bool,
}

impl Lines {
    pub(super) fn push(&mut self, bytes: &[u8], line: &mut dyn FnMut(String)) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (body, ends) = match piece.strip_suffix(b"\n") {
                Some(body) => (body, true),
                None => (piece, false),
            };
            let room = LINE.saturating_sub(self.open.len());
            self.open.extend_from_slice(body.get(..body.len().min(room)).unwrap_or_default());
            self.skipping |= body.len() > room;
            if ends {
                self.end(line);
            }
        }
    }

    pub(super) fn finish(&mut self, line: &mut dyn FnMut(String)) {
        if !self.open.is_empty() {
            self.end(line);
        }
    }

    fn end(&mut self, line: &mut dyn FnMut(String)) {
        let mut text = String::from_utf8_lossy(&self.open).trim_end_matches('\r').to_owned();
        if std::mem::take(&mut self.skipping) {
            text.push('…');
        }
        self.open.clear();
        line(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_is_joined_and_an_endless_one_cut() {
        let (mut lines, mut seen) = (Lines::default(), Vec::new());
        for piece in ["a", "b\r\nc", "\n\nd"] {
            lines.push(piece.as_bytes(), &mut |line| seen.push(line));
        }
        lines.finish(&mut |line| seen.push(line));
        assert_eq!(seen, ["ab", "c", "", "d"]);
        let mut cut = Vec::new();
        lines.push(&vec![b'x'; LINE * 3], &mut |line| cut.push(line));
        lines.push(b"\n", &mut |line| cut.push(line));
        assert_eq!(cut.iter().map(String::len).collect::<Vec<_>>(), [LINE + '…'.len_utf8()]);
    }

    #[test]
    fn of_an_endless_output_the_beginning_and_the_end_are_kept() {
        let mut kept = Kept::default();
        for n in 0..100_000 {
            kept.push(&format!("line {n}"));
        }
        let text = kept.text();
        assert!(text.len() < HEAD + TAIL + 100);
        assert!(
            text.starts_with("line 0\n") && text.ends_with("line 99999\n") && text.contains("[… "),
            "{}",
            text.len()
        );
    }
}
