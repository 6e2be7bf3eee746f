//! The output of a step cut into lines, whatever the pieces are that it comes in.

/// A longer line is cut.
const LONGEST: usize = 16 << 10;

/// A line that is not whole yet.
#[derive(Debug, Default)]
pub(super) struct Lines {
    open: Vec<u8>,
    cut: bool,
}

impl Lines {
    /// Takes a piece and gives out the lines that are whole.
    pub(super) fn push(&mut self, piece: &[u8], line: &mut dyn FnMut(String)) {
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            let body = part.strip_suffix(b"\n");
            let bytes = body.unwrap_or(part);
            let room = LONGEST.saturating_sub(self.open.len());
            self.cut |= bytes.len() > room;
            self.open.extend_from_slice(bytes.get(..bytes.len().min(room)).unwrap_or_default());
            if body.is_some() {
                self.end(line);
            }
        }
    }

    /// Gives out what is left.
    pub(super) fn finish(&mut self, line: &mut dyn FnMut(String)) {
        if !self.open.is_empty() {
            self.end(line);
        }
    }

    fn end(&mut self, line: &mut dyn FnMut(String)) {
        let mut text = String::from_utf8_lossy(&self.open).trim_end_matches('\r').to_owned();
        if std::mem::take(&mut self.cut) {
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
    fn torn_lines_are_joined_and_endless_ones_cut() {
        let (mut lines, mut seen) = (Lines::default(), Vec::new());
        for piece in ["a", "b\r\nc\n", "d"] {
            lines.push(piece.as_bytes(), &mut |line| seen.push(line));
        }
        lines.push(&vec![b'x'; 2 * LONGEST], &mut |line| seen.push(line));
        lines.finish(&mut |line| seen.push(line));
        assert_eq!(seen[..2], ["ab", "c"]);
        assert!(seen[2].ends_with('…') && seen[2].len() < LONGEST + 8);
    }
}
