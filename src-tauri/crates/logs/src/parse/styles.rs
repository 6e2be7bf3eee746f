//! Colours of a terminal (SGR, and nothing else of its language), as runs over a line's text.
//!
//! Each line begins without any: what a line left switched on does not reach the next one.

use slipway_model::bytes::{Reader, put_varint};

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// That of the page.
    #[default]
    Default,
    /// Of the 256 of a terminal: 0–15 are the named ones.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Of the letters.
    pub foreground: Colour,
    /// Behind them.
    pub background: Colour,
    /// [`Style::BOLD`] and its like.
    pub attributes: u8,
}

impl Style {
    /// Heavier.
    pub const BOLD: u8 = 1;
    /// Paler.
    pub const DIM: u8 = 1 << 1;
    /// Slanted.
    pub const ITALIC: u8 = 1 << 2;
    /// With a line below.
    pub const UNDERLINE: u8 = 1 << 3;
    /// Foreground and background are exchanged.
    pub const INVERSE: u8 = 1 << 4;
    /// With a line through it.
    pub const STRIKE: u8 = 1 << 5;
}

/// From here on, text looks so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// A place in the text, in bytes.
    pub at: usize,
    /// How it looks.
    pub style: Style,
}

/// A line with more changes than this keeps those that came first.
const MOST_RUNS: usize = 256;

/// Takes the sequences of a line as they come.
#[derive(Debug, Default)]
pub(crate) struct Styler {
    style: Style,
    written: Style,
    runs: Vec<u8>,
    count: usize,
    last_at: usize,
}

impl Styler {
    /// The parameters of one sequence: what stands between `ESC [` and `m`.
    pub(crate) fn take(&mut self, parameters: &str) {
        if !parameters.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')) {
            return;
        }
        let mut rest = parameters.split(';');
        while let Some(parameter) = rest.next() {
            self.apply(parameter, &mut rest);
        }
    }

    fn apply<'a>(&mut self, parameter: &'a str, rest: &mut impl Iterator<Item = &'a str>) {
        let mut parts = parameter.split(':');
        let code = number(parts.next());
        let style = &mut self.style;
        match code {
            0 => *style = Style::default(),
            1 => style.attributes |= Style::BOLD,
            2 => style.attributes |= Style::DIM,
            3 => style.attributes |= Style::ITALIC,
            4 if parts.next() == Some("0") => style.attributes &= !Style::UNDERLINE,
            4 | 21 => style.attributes |= Style::UNDERLINE,
            7 => style.attributes |= Style::INVERSE,
            9 => style.attributes |= Style::STRIKE,
            22 => style.attributes &= !(Style::BOLD | Style::DIM),
            23 => style.attributes &= !Style::ITALIC,
            24 => style.attributes &= !Style::UNDERLINE,
            27 => style.attributes &= !Style::INVERSE,
            29 => style.attributes &= !Style::STRIKE,
            30..=37 => style.foreground = Colour::Indexed((code - 30) as u8),
            39 => style.foreground = Colour::Default,
            40..=47 => style.background = Colour::Indexed((code - 40) as u8),
            49 => style.background = Colour::Default,
            90..=97 => style.foreground = Colour::Indexed((code - 90 + 8) as u8),
            100..=107 => style.background = Colour::Indexed((code - 100 + 8) as u8),
            38 | 48 => {
                // With colons all in one parameter, and there may be an empty one for the colour space.
                let colons: Vec<&str> = parts.collect();
                let colour = if colons.is_empty() {
                    extended(rest)
                } else {
                    let skips = usize::from(colons.len() > 4 && colons[0] == "2");
                    let mut colons = colons.iter().take(1).chain(colons.iter().skip(1 + skips)).copied();
                    extended(&mut colons)
                };
                if let Some(colour) = colour {
                    if code == 38 { style.foreground = colour } else { style.background = colour }
                }
            }
            _ => {}
        }
    }

    /// Text is about to be written at a place.
    pub(crate) fn text_at(&mut self, at: usize) {
        if self.style == self.written || self.count == MOST_RUNS {
            return;
        }
        put_varint(&mut self.runs, (at - self.last_at) as u64);
        self.runs.push(self.style.attributes);
        put_colour(&mut self.runs, self.style.foreground);
        put_colour(&mut self.runs, self.style.background);
        self.written = self.style;
        self.last_at = at;
        self.count += 1;
    }

    /// What [`runs`] reads.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.runs
    }
}

fn number(text: Option<&str>) -> u32 {
    text.map_or(0, |text| if text.is_empty() { 0 } else { text.parse().unwrap_or(u32::MAX) })
}

fn extended<'a>(rest: &mut impl Iterator<Item = &'a str>) -> Option<Colour> {
    let mut byte = || u8::try_from(number(rest.next())).ok();
    match byte()? {
        5 => byte().map(Colour::Indexed),
        2 => Some(Colour::Rgb(byte()?, byte()?, byte()?)),
        _ => None,
    }
}

fn put_colour(out: &mut Vec<u8>, colour: Colour) {
    let number = match colour {
        Colour::Default => 0,
        Colour::Indexed(index) => 1 + u64::from(index),
        Colour::Rgb(red, green, blue) => {
            257 + (u64::from(red) << 16 | u64::from(green) << 8 | u64::from(blue))
        }
    };
    put_varint(out, number);
}

fn read_colour(reader: &mut Reader<'_>) -> Option<Colour> {
    match reader.varint().ok()? {
        0 => Some(Colour::Default),
        number @ 1..=256 => Some(Colour::Indexed((number - 1) as u8)),
        number => {
            let rgb = u32::try_from(number - 257).ok().filter(|rgb| *rgb < 1 << 24)?;
            let [_, red, green, blue] = rgb.to_be_bytes();
            Some(Colour::Rgb(red, green, blue))
        }
    }
}

/// The runs of a line as they are kept with it. What cannot be read ends them: they may come from a file.
pub fn runs(bytes: &[u8]) -> Vec<Run> {
    let mut reader = Reader(bytes);
    let (mut found, mut at) = (Vec::new(), 0_usize);
    while found.len() < MOST_RUNS && !reader.is_empty() {
        let Some(run) = read_run(&mut reader, at) else { break };
        at = run.at;
        found.push(run);
    }
    found
}

fn read_run(reader: &mut Reader<'_>, after: usize) -> Option<Run> {
    let step = usize::try_from(reader.varint().ok()?).ok()?;
    let attributes = reader.byte().ok()?;
    let (foreground, background) = (read_colour(reader)?, read_colour(reader)?);
    Some(Run { at: after.checked_add(step)?, style: Style { foreground, background, attributes } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sanitise::styled;
    use proptest::prelude::*;

    fn seen(bytes: &[u8]) -> (String, Vec<(usize, Colour, u8)>) {
        let (text, styles) = styled(bytes);
        let runs = runs(&styles);
        (text, runs.into_iter().map(|run| (run.at, run.style.foreground, run.style.attributes)).collect())
    }

    #[test]
    fn colours_become_runs_and_leave_the_text() {
        let (text, runs) = seen(b"a \x1b[31;1mred\x1b[0m b");
        assert_eq!(text, "a red b");
        assert_eq!(runs, [(2, Colour::Indexed(1), Style::BOLD), (5, Colour::Default, 0)]);
        let (_, runs) = seen(b"\x1b[38;5;208mx\x1b[38;2;1;2;3my\x1b[38:2::4:5:6mz\x1b[38:5:9mw\x1b[97mv");
        let colours: Vec<_> = runs.into_iter().map(|run| run.1).collect();
        assert_eq!(
            colours,
            [
                Colour::Indexed(208),
                Colour::Rgb(1, 2, 3),
                Colour::Rgb(4, 5, 6),
                Colour::Indexed(9),
                Colour::Indexed(15)
            ]
        );
    }

    #[test]
    fn what_changes_nothing_makes_no_run() {
        for bytes in [
            &b"\x1b[0mplain\x1b[m"[..],
            b"\x1b[31m\x1b[0mplain",
            b"\x1b[>4;2mplain",
            b"\x1b[2Jplain",
            b"\x1b[38;9mplain",
            b"\x1b[99999999999mplain",
        ] {
            assert_eq!(seen(bytes), ("plain".to_owned(), Vec::new()), "{bytes:?}");
        }
        assert_eq!(runs(&styled(&b"\x1b[31mx\x1b[32my".repeat(1_000)).1).len(), MOST_RUNS);
    }

    proptest! {
        #[test]
        fn any_bytes_are_runs_that_rise(bytes in any::<Vec<u8>>()) {
            let found = runs(&bytes);
            prop_assert!(found.is_sorted_by_key(|run| run.at));
        }

        #[test]
        fn runs_lie_at_characters(pieces in proptest::collection::vec(
            proptest::sample::select(vec!["\x1b[31m", "\x1b[0m", "\x1b[1;38;5;20m", "中", "x", "\x1b[", "é"]), 0..20
        )) {
            let (text, styles) = styled(pieces.concat().as_bytes());
            for run in runs(&styles) {
                prop_assert!(text.is_char_boundary(run.at) && run.at < text.len());
            }
        }
    }
}
