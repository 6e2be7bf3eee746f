//! The tail: what came since the last block was sealed, written down as it comes.
//!
//! ```text
//! file    = "SLLT" · u16 version · u16 0 · u64 first seq · frame*
//! frame   = u32 length of payload · u32 CRC-32 of payload · payload
//! payload = place of both streams · varint n · n × record
//! place   = u8 known · zigzag time (ns) · varint bytes with that time
//! ```
//! Lines and the place in the engine's log up to which they tell it lie in one frame: after a kill at any instant
//! reading goes on exactly behind the last line that is kept.

use super::KeepError;
use super::record::{self, Record};
use crate::resume::Place;
use slipway_model::Timestamp;
use slipway_model::bytes::{Damaged, Reader, put_signed, put_varint};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 4] = b"SLLT";
const VERSION: u16 = 1;
const FILE_HEAD_BYTES: usize = 16;
/// A longer one is damage.
const MAX_PAYLOAD_BYTES: usize = 64 << 20;

/// A tail that is written.
#[derive(Debug)]
pub(crate) struct TailFile {
    path: PathBuf,
    file: File,
    frame: Vec<u8>,
}

impl TailFile {
    /// Begins a new one; one of the same name goes.
    pub(crate) fn create(path: PathBuf, first_seq: u64) -> Result<Self, KeepError> {
        let mut head = Vec::with_capacity(FILE_HEAD_BYTES);
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&VERSION.to_le_bytes());
        head.extend_from_slice(&[0; 2]);
        head.extend_from_slice(&first_seq.to_le_bytes());
        let create = || {
            let mut file = File::create(&path)?;
            file.write_all(&head)?;
            Ok(file)
        };
        let file = create().map_err(KeepError::io(&path))?;
        Ok(Self { path, file, frame: Vec::new() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn write<'a>(
        &mut self,
        records: impl ExactSizeIterator<Item = &'a Record>,
        places: &[Option<Place>; 2],
    ) -> Result<(), KeepError> {
        let out = &mut self.frame;
        out.clear();
        out.extend_from_slice(&[0; 8]);
        for place in places {
            let known = place.unwrap_or_default();
            out.push(u8::from(place.is_some()));
            put_signed(out, known.time.unix_nanos());
            put_varint(out, known.bytes);
        }
        put_varint(out, records.len() as u64);
        for one in records {
            record::put(out, one);
        }
        let (length, sum) = ((out.len() - 8) as u32, crc32fast::hash(&out[8..]));
        out[..4].copy_from_slice(&length.to_le_bytes());
        out[4..8].copy_from_slice(&sum.to_le_bytes());
        self.file.write_all(out).map_err(KeepError::io(&self.path))
    }
}

/// What a tail holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) first_seq: u64,
    pub(crate) records: Vec<Record>,
    /// Up to where the engine's log is told by them.
    pub(crate) places: Option<[Option<Place>; 2]>,
    /// Bytes of a frame that was never finished.
    pub(crate) torn_bytes: u64,
}

/// What stands in a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Read {
    Tail(Tail),
    /// A newer Slipway wrote it.
    Newer,
    /// It never got as far as its first bytes, or is no tail.
    Damage,
}

/// Reads a tail from a file's bytes, as far as it is whole.
pub(crate) fn read(bytes: &[u8]) -> Read {
    let Some((head, mut rest)) = bytes.split_at_checked(FILE_HEAD_BYTES) else { return Read::Damage };
    let version = u16::from_le_bytes([head[4], head[5]]);
    if head[..4] == *MAGIC && version > VERSION {
        return Read::Newer;
    }
    if head[..4] != *MAGIC || version != VERSION {
        return Read::Damage;
    }
    let Ok(first_seq) = Reader(&head[8..]).array().map(u64::from_le_bytes) else { return Read::Damage };
    if first_seq >= 1 << 52 {
        return Read::Damage;
    }
    let mut tail = Tail { first_seq, ..Tail::default() };
    while let Some((payload, after)) = next(rest) {
        let Ok((records, places)) = payload_of(payload) else { break };
        tail.records.extend(records);
        tail.places = Some(places);
        rest = after;
    }
    tail.torn_bytes = rest.len() as u64;
    Read::Tail(tail)
}

fn next(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = Reader(bytes);
    let (length, sum) = (reader.u32().ok()? as usize, reader.u32().ok()?);
    if length > MAX_PAYLOAD_BYTES {
        return None;
    }
    let (payload, after) = reader.0.split_at_checked(length)?;
    (crc32fast::hash(payload) == sum).then_some((payload, after))
}

type Payload = (Vec<Record>, [Option<Place>; 2]);

fn payload_of(payload: &[u8]) -> Result<Payload, Damaged> {
    let mut reader = Reader(payload);
    let mut places = [None; 2];
    for place in &mut places {
        let known = reader.byte()? != 0;
        let (time, bytes) = (Timestamp::from_unix_nanos(reader.signed()?), reader.varint()?);
        *place = known.then_some(Place { time, bytes });
    }
    let count = reader.count()?;
    let mut records = Vec::new();
    for _ in 0..count {
        records.push(record::read(&mut reader)?);
    }
    if reader.is_empty() { Ok((records, places)) } else { Err(Damaged) }
}
