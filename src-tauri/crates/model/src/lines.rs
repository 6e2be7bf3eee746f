//! Bytes cut into lines, whatever the pieces are that they come in.

/// A longer line is cut.
const LONGEST: usize = 16 << 10;

/// The line that is not whole yet. A line longer than 16 KiB is cut and ends with `…`; what is not UTF-8 is replaced.
#[derive(Debug, Default)]
pub struct Lines {
    open: Vec<u8>,
    cut: bool,
}

impl Lines {
    /// Takes a piece and gives out the lines that are whole.
    pub fn push(&mut self, piece: &[u8], line: &mut dyn FnMut(String)) {
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
    pub fn finish(&mut self, line: &mut dyn FnMut(String)) {
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

    #[test]
    fn a_torn_line_is_joined_and_an_endless_one_cut() {
        let (mut lines, mut seen) = (Lines::default(), Vec::new());
        for piece in ["a", "b\r\nc", "\n\nd"] {
            lines.push(piece.as_bytes(), &mut |line| seen.push(line));
        }
        lines.finish(&mut |line| seen.push(line));
        assert_eq!(seen, ["ab", "c", "", "d"]);
        let mut cut = Vec::new();
        lines.push(&vec![b'x'; LONGEST * 3], &mut |line| cut.push(line));
        lines.push(b"\n", &mut |line| cut.push(line));
        assert_eq!(cut.iter().map(String::len).collect::<Vec<_>>(), [LONGEST + '…'.len_utf8()]);
    }
}
