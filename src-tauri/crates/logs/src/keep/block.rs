//! A block: up to a megabyte of lines, open while lines come in, compressed once it is full.
//!
//! ```text
//! block  = head · lz4 text · lz4 rest
//! head   = "SLLB" · u16 version · u16 0 · u64 first seq · u32 lines · u32 text bytes · u32 compressed · u32 rest bytes
//!          · u32 compressed · i64 least time (ns) · i64 greatest time · 8 × u32 lines of each level · u32 CRC-32 of
//!          both parts · u32 CRC-32 of the head
//! text   = (line · "\n")*
//! rest   = (zigzag time − time before)* · flags* · (varint length)* · (bytes more)*   each for all lines
//! ```
//! Text lies alone, so that a search unpacks nothing else.

use super::record::{Flags, Gap, Kept, Record};
use slipway_model::Timestamp;
use slipway_model::bytes::{Damaged, Reader, put_bytes, put_signed, put_varint};

/// Text of a block that is full.
pub(crate) const BLOCK_TEXT_BYTES: usize = 1 << 20;
/// Lines of a block that is full.
pub(crate) const BLOCK_LINES: usize = 1 << 15;
/// Bytes of [`Head`] in a file.
pub(crate) const HEAD_BYTES: usize = 92;
const MAGIC: &[u8; 4] = b"SLLB";
const VERSION: u16 = 1;
/// More than this in one part is damage: a full block, and one longest line with all its colours.
const MAX_PART_BYTES: usize = 8 << 20;

/// Lines in the order of their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) first_seq: u64,
    times: Vec<i64>,
    flags: Vec<u8>,
    /// Where each line's text ends; its newline follows.
    ends: Vec<u32>,
    text: String,
    /// What there is more of some lines, by their place.
    more: Vec<(u32, Box<[u8]>)>,
}

impl Block {
    pub(crate) fn new(first_seq: u64) -> Self {
        Self { first_seq, ..Self::default() }
    }

    pub(crate) fn push(&mut self, record: &Record) {
        let flags = Flags::of(record);
        if flags.has_more() {
            let mut more = Vec::new();
            match record.gap {
                Some(gap) => gap.put(&mut more),
                None => more.extend_from_slice(&record.styles),
            }
            self.more.push((self.len() as u32, more.into()));
        }
        self.times.push(record.time.unix_nanos());
        self.flags.push(flags.0);
        // A newline within would shift every line after it.
        if record.gap.is_none() && !record.text.contains('\n') {
            self.text.push_str(&record.text);
        }
        self.ends.push(self.text.len() as u32);
        self.text.push('\n');
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn next_seq(&self) -> u64 {
        self.first_seq + self.len() as u64
    }

    pub(crate) fn is_full(&self) -> bool {
        self.text.len() >= BLOCK_TEXT_BYTES || self.len() >= BLOCK_LINES
    }

    pub(crate) fn text_of(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).map_or(0, |end| *end as usize + 1) };
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The time of the line at a place, in nanoseconds since the epoch.
    pub(crate) fn time_of(&self, at: usize) -> i64 {
        self.times.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn flags_of(&self, at: usize) -> Flags {
        Flags(self.flags.get(at).copied().unwrap_or_default())
    }

    /// All texts, each with a newline behind it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn line(&self, at: usize) -> Option<Kept> {
        if at >= self.len() {
            return None;
        }
        let flags = self.flags_of(at);
        let more = self.more.binary_search_by_key(&(at as u32), |(at, _)| *at).ok();
        let more = more.map(|found| &self.more[found].1[..]).unwrap_or_default();
        let gap = if flags.is_gap() { Gap::read(more).ok() } else { None };
        Some(Kept {
            seq: self.first_seq + at as u64,
            origin: None,
            record: Record {
                time: Timestamp::from_unix_nanos(self.time_of(at)),
                stream: flags.stream(),
                level: flags.level(),
                truncated: flags.truncated(),
                part: flags.is_part(),
                text: self.text_of(at).to_owned(),
                styles: if flags.is_gap() { Vec::new() } else { more.to_vec() },
                gap,
            },
        })
    }

    /// Its head, and all of it as it lies in a file.
    pub(crate) fn encode(&self) -> (Head, Vec<u8>) {
        let mut rest = Vec::with_capacity(self.len() * 6);
        let mut before = 0;
        for time in &self.times {
            put_signed(&mut rest, time.wrapping_sub(before));
            before = *time;
        }
        rest.extend_from_slice(&self.flags);
        let mut start = 0;
        for end in &self.ends {
            put_varint(&mut rest, u64::from(end - start));
            start = end + 1;
        }
        for (_, more) in &self.more {
            put_bytes(&mut rest, more);
        }
        let (text, packed) =
            (lz4_flex::block::compress(self.text.as_bytes()), lz4_flex::block::compress(&rest));
        let mut levels = [0; 8];
        for flags in self.flags.iter().map(|flags| Flags(*flags)).filter(|flags| !flags.is_gap()) {
            levels[usize::from(flags.level() & 7)] += 1;
        }
        let mut sum = crc32fast::Hasher::new();
        sum.update(&text);
        sum.update(&packed);
        let head = Head {
            first_seq: self.first_seq,
            lines: self.len() as u32,
            text_bytes: self.text.len() as u32,
            text_packed: text.len() as u32,
            rest_bytes: rest.len() as u32,
            rest_packed: packed.len() as u32,
            first_ns: self.times.iter().copied().min().unwrap_or_default(),
            last_ns: self.times.iter().copied().max().unwrap_or_default(),
            levels,
            sum: sum.finalize(),
        };
        let mut out = Vec::with_capacity(HEAD_BYTES + text.len() + packed.len());
        head.put(&mut out);
        out.extend_from_slice(&text);
        out.extend_from_slice(&packed);
        (head, out)
    }

    /// Reads both parts of a block, which follow its head.
    ///
    /// # Errors
    /// [`Damaged`], where they are not what the head says.
    pub(crate) fn decode(head: &Head, parts: &[u8]) -> Result<Self, Damaged> {
        let text = text_of(head, parts)?;
        let (_, packed) = parts.split_at_checked(head.text_packed as usize).ok_or(Damaged)?;
        let rest = unpack(packed, head.rest_bytes)?;
        let mut reader = Reader(&rest);
        let lines = head.lines as usize;
        // A time takes at least a byte: more lines than bytes are damage, and nothing is set aside for them.
        if lines > rest.len() {
            return Err(Damaged);
        }
        let mut block = Self { first_seq: head.first_seq, text, ..Self::default() };
        let mut time = 0_i64;
        for _ in 0..lines {
            time = time.wrapping_add(reader.signed()?);
            block.times.push(time);
        }
        block.flags = reader.take(lines)?.to_vec();
        let mut end = 0_usize;
        for at in 0..lines {
            end += usize::from(at > 0) + reader.number::<usize>()?;
            if block.text.as_bytes().get(end) != Some(&b'\n') {
                return Err(Damaged);
            }
            block.ends.push(end as u32);
        }
        for at in 0..lines {
            if block.flags_of(at).has_more() {
                block.more.push((at as u32, reader.bytes()?.into()));
            }
        }
        let whole = reader.is_empty() && block.text.len() == if lines == 0 { 0 } else { end + 1 };
        if whole { Ok(block) } else { Err(Damaged) }
    }
}

/// The text of a block alone: each line with a newline behind it.
///
/// # Errors
/// [`Damaged`], where it is not what the head says.
pub(crate) fn text_of(head: &Head, parts: &[u8]) -> Result<String, Damaged> {
    if parts.len() != head.parts_bytes() || crc32fast::hash(parts) != head.sum {
        return Err(Damaged);
    }
    let (packed, _) = parts.split_at_checked(head.text_packed as usize).ok_or(Damaged)?;
    String::from_utf8(unpack(packed, head.text_bytes)?).map_err(|_| Damaged)
}

fn unpack(packed: &[u8], bytes: u32) -> Result<Vec<u8>, Damaged> {
    let bytes = bytes as usize;
    if bytes > MAX_PART_BYTES {
        return Err(Damaged);
    }
    let unpacked = lz4_flex::block::decompress(packed, bytes).map_err(|_| Damaged)?;
    if unpacked.len() == bytes { Ok(unpacked) } else { Err(Damaged) }
}

/// What is known of a block without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) first_seq: u64,
    pub(crate) lines: u32,
    pub(crate) text_bytes: u32,
    text_packed: u32,
    rest_bytes: u32,
    rest_packed: u32,
    pub(crate) first_ns: i64,
    pub(crate) last_ns: i64,
    /// How many lines have which level; of those without one the first.
    pub(crate) levels: [u32; 8],
    sum: u32,
}

/// What stands where a head should.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A head.
    Head(Head),
    /// One of a newer Slipway.
    Newer,
    /// None.
    Damage,
}

impl Head {
    pub(crate) fn next_seq(&self) -> u64 {
        self.first_seq + u64::from(self.lines)
    }

    /// Bytes that follow the head.
    pub(crate) fn parts_bytes(&self) -> usize {
        self.text_packed as usize + self.rest_packed as usize
    }

    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&self.first_seq.to_le_bytes());
        for number in [self.lines, self.text_bytes, self.text_packed, self.rest_bytes, self.rest_packed] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.first_ns.to_le_bytes());
        out.extend_from_slice(&self.last_ns.to_le_bytes());
        for count in self.levels {
            out.extend_from_slice(&count.to_le_bytes());
        }
        out.extend_from_slice(&self.sum.to_le_bytes());
        let sum = crc32fast::hash(&out[start..]);
        out.extend_from_slice(&sum.to_le_bytes());
    }

    pub(crate) fn read(bytes: &[u8; HEAD_BYTES]) -> Found {
        let sum = crc32fast::hash(&bytes[..HEAD_BYTES - 4]).to_le_bytes();
        let version = u16::from_le_bytes([bytes[4], bytes[5]]);
        if bytes[..4] == *MAGIC && version > VERSION {
            return Found::Newer;
        }
        if bytes[..4] != *MAGIC || version != VERSION || bytes[HEAD_BYTES - 4..] != sum {
            return Found::Damage;
        }
        let mut reader = Reader(&bytes[8..]);
        Self::fields(&mut reader).map_or(Found::Damage, Found::Head)
    }

    fn fields(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let first_seq = u64::from_le_bytes(reader.array()?);
        let mut number = || reader.u32();
        let (lines, text_bytes, text_packed) = (number()?, number()?, number()?);
        let (rest_bytes, rest_packed) = (number()?, number()?);
        let (first_ns, last_ns) = (i64::from_le_bytes(reader.array()?), i64::from_le_bytes(reader.array()?));
        let mut levels = [0; 8];
        for level in &mut levels {
            *level = reader.u32()?;
        }
        let sum = reader.u32()?;
        let head = Self {
            first_seq,
            lines,
            text_bytes,
            text_packed,
            rest_bytes,
            rest_packed,
            first_ns,
            last_ns,
            levels,
            sum,
        };
        let sane = first_seq.checked_add(u64::from(lines)).is_some_and(|next| next < 1 << 53)
            && [text_bytes, text_packed, rest_bytes, rest_packed]
                .iter()
                .all(|bytes| *bytes as usize <= MAX_PART_BYTES + (1 << 20));
        if sane { Ok(head) } else { Err(Damaged) }
    }
}
