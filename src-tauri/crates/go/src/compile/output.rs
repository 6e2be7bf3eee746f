//! An output that may be endless, kept as its beginning and its end.

use std::collections::VecDeque;

const HEAD: usize = 64 << 10;
const TAIL: usize = 64 << 10;

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

#[cfg(test)]
mod tests {
    use super::*;

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
