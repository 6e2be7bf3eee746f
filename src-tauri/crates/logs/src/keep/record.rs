//! One line as it is kept, and what stands in the place of lines that are missing.

use crate::frame::Joined;
use crate::parse::{Trace, level_of};
use slipway_engine::{LogFrame, LogStream};
use slipway_model::Timestamp;
use slipway_model::bytes::{Damaged, Reader, put_bytes, put_signed, put_varint};

/// Why lines are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The engine had thrown its oldest lines away before they were read.
    Rotated,
    /// The container's logging driver keeps nothing that could be read.
    NotKept,
}

impl Missing {
    fn to_byte(self) -> u8 {
        match self {
            Self::Rotated => 0,
            Self::NotKept => 1,
        }
    }

    fn from_byte(byte: u8) -> Result<Self, Damaged> {
        match byte {
            0 => Ok(Self::Rotated),
            1 => Ok(Self::NotKept),
            _ => Err(Damaged),
        }
    }
}

/// A row in the place of lines that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Why.
    pub missing: Missing,
    /// How many lines, where that is known.
    pub lines: Option<u64>,
}

impl Gap {
    /// The engine let go of lines, nobody knows how many.
    pub fn rotated() -> Self {
        Self { missing: Missing::Rotated, lines: None }
    }

    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.push(self.missing.to_byte());
        put_varint(out, self.lines.map_or(0, |lines| lines.saturating_add(1)));
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut reader = Reader(bytes);
        let missing = Missing::from_byte(reader.byte()?)?;
        Ok(Self { missing, lines: reader.varint()?.checked_sub(1) })
    }
}

/// A line, or a gap, on its way into a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// When the engine read it.
    pub time: Timestamp,
    /// Where it was written to.
    pub stream: LogStream,
    /// How loud it is meant: 1 (trace) to 6 (fatal), 0 where it does not say.
    pub level: u8,
    /// It was longer and was cut.
    pub truncated: bool,
    /// It goes on what a line before it began: a panic, a stack.
    pub part: bool,
    /// Its text, harmless, without the newline; of a gap nothing.
    pub text: String,
    /// Which parts of it have which colours, in the form of the reader of colours.
    pub styles: Vec<u8>,
    /// It stands for lines that are missing.
    pub gap: Option<Gap>,
}

impl From<Joined> for Record {
    fn from(line: Joined) -> Self {
        let Joined { time, stream, text, styles, truncated } = line;
        let level = level_of(&text).map_or(0, |level| level as u8);
        Self { time, stream, level, truncated, part: false, text, styles, gap: None }
    }
}

impl Record {
    /// A line, and whether it goes on what was written before it to the same stream.
    pub fn after(line: Joined, traces: &mut [Trace; 2]) -> Self {
        let mut record = Self::from(line);
        record.part = traces[crate::frame::place(record.stream)].goes_on(&record.text);
        if record.part {
            record.level = 0;
        }
        record
    }

    /// A gap before a frame.
    pub fn gap(before: &LogFrame, gap: Gap) -> Self {
        Self { time: before.time.unwrap_or_default(), ..Self::gap_of(before.stream, gap) }
    }

    /// A gap without a time.
    pub(crate) fn gap_of(stream: LogStream, gap: Gap) -> Self {
        Self {
            time: Timestamp::default(),
            stream,
            level: 0,
            truncated: false,
            part: false,
            text: String::new(),
            styles: Vec::new(),
            gap: Some(gap),
        }
    }
}

/// A line that was kept, or a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number: one more at each line. The first that was ever kept of a container is not 0, so that older ones
    /// can still come before it.
    pub seq: u64,
    /// What it is.
    pub record: Record,
    /// Where it is from, in a log of several containers; its number is then one of that log.
    pub origin: Option<Origin>,
}

/// Where a line of a log of several containers is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Which of the containers.
    pub source: usize,
    /// Its number in the log of that container.
    pub seq: u64,
}

const STDERR: u8 = 1;
const TRUNCATED: u8 = 1 << 1;
const LEVEL_SHIFT: u32 = 2;
const LEVEL: u8 = 0b111 << LEVEL_SHIFT;
const GAP: u8 = 1 << 5;
const STYLED: u8 = 1 << 6;
const PART: u8 = 1 << 7;

/// Everything of a record that fits in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flags(pub(crate) u8);

impl Flags {
    pub(crate) fn of(record: &Record) -> Self {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        Self(
            flag(record.stream == LogStream::Stderr, STDERR)
                | flag(record.truncated, TRUNCATED)
                | flag(record.part, PART)
                | (record.level.min(7) << LEVEL_SHIFT)
                | flag(record.gap.is_some(), GAP)
                | flag(!record.styles.is_empty() && record.gap.is_none(), STYLED),
        )
    }

    pub(crate) fn stream(self) -> LogStream {
        if self.0 & STDERR == 0 { LogStream::Stdout } else { LogStream::Stderr }
    }

    pub(crate) fn truncated(self) -> bool {
        self.0 & TRUNCATED != 0
    }

    pub(crate) fn is_part(self) -> bool {
        self.0 & PART != 0
    }

    pub(crate) fn level(self) -> u8 {
        (self.0 & LEVEL) >> LEVEL_SHIFT
    }

    pub(crate) fn is_gap(self) -> bool {
        self.0 & GAP != 0
    }

    /// Something more is written down beside it.
    pub(crate) fn has_more(self) -> bool {
        self.0 & (GAP | STYLED) != 0
    }
}

/// Writes a record down in a row of its own.
pub(super) fn put(out: &mut Vec<u8>, record: &Record) {
    let flags = Flags::of(record);
    put_signed(out, record.time.unix_nanos());
    out.push(flags.0);
    put_bytes(out, record.text.as_bytes());
    if flags.has_more() {
        let mut more = Vec::new();
        match record.gap {
            Some(gap) => gap.put(&mut more),
            None => more.extend_from_slice(&record.styles),
        }
        put_bytes(out, &more);
    }
}

/// Reads what [`put`] wrote.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Record, Damaged> {
    let time = Timestamp::from_unix_nanos(reader.signed()?);
    let flags = Flags(reader.byte()?);
    let text = std::str::from_utf8(reader.bytes()?).map_err(|_| Damaged)?.to_owned();
    let more = if flags.has_more() { reader.bytes()? } else { &[] };
    let gap = if flags.is_gap() { Some(Gap::read(more)?) } else { None };
    Ok(Record {
        time,
        stream: flags.stream(),
        level: flags.level(),
        truncated: flags.truncated(),
        part: flags.is_part(),
        text,
        styles: if gap.is_some() { Vec::new() } else { more.to_vec() },
        gap,
    })
}
