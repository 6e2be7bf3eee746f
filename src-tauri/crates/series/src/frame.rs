//! A frame: all rows of one second, as they lie in a log.
//!
//! ```text
//! frame   = u32 length of payload · u32 CRC-32 of payload · payload
//! payload = zigzag time · varint n · n × (varint id · u8 kind) · varint n · n × key · (varint key number · bytes row)*
//! key     = bytes engine · container
//! ```
//! Metrics and keys are named once in a log, in the frame that uses them first, and numbered in that order.

use crate::key::SeriesKey;
use crate::metric::{Kind, Metric};
use slipway_model::bytes::{Damaged, Reader, put_signed, put_varint};

pub(crate) const FRAME_HEAD_BYTES: usize = 8;
/// A longer one is damage.
const MAX_PAYLOAD_BYTES: usize = 64 << 20;

/// What a frame says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    pub(crate) time_ms: i64,
    pub(crate) new_metrics: Vec<Metric>,
    pub(crate) new_keys: Vec<SeriesKey>,
    /// Numbers of keys, and their rows.
    pub(crate) rows: Vec<(usize, &'a [u8])>,
}

/// Writes a frame over what `out` holds. `rows` is what [`put_row`] made.
pub(crate) fn put<'a>(
    out: &mut Vec<u8>,
    time_ms: i64,
    new_metrics: &[Metric],
    new_keys: impl ExactSizeIterator<Item = &'a SeriesKey>,
    rows: &[u8],
) {
    out.clear();
    out.extend_from_slice(&[0; FRAME_HEAD_BYTES]);
    put_signed(out, time_ms);
    put_varint(out, new_metrics.len() as u64);
    for metric in new_metrics {
        put_varint(out, metric.id.into());
        out.push(metric.kind.to_byte());
    }
    put_varint(out, new_keys.len() as u64);
    for key in new_keys {
        key.put(out);
    }
    out.extend_from_slice(rows);
    let length = (out.len() - FRAME_HEAD_BYTES) as u32;
    let sum = crc32fast::hash(&out[FRAME_HEAD_BYTES..]);
    out[..4].copy_from_slice(&length.to_le_bytes());
    out[4..FRAME_HEAD_BYTES].copy_from_slice(&sum.to_le_bytes());
}

/// Appends a row for [`put`], and says where in `out` the row itself lies.
pub(crate) fn put_row(out: &mut Vec<u8>, key: usize, row: &[u8]) -> std::ops::Range<usize> {
    put_varint(out, key as u64);
    put_varint(out, row.len() as u64);
    let start = out.len();
    out.extend_from_slice(row);
    start..out.len()
}

/// Takes the next payload from the front of a log's bytes; nothing where the frame is not whole.
pub(crate) fn next<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let mut ahead = *reader;
    let length = usize::try_from(ahead.u32().ok()?).ok()?;
    let sum = ahead.u32().ok()?;
    if length > MAX_PAYLOAD_BYTES {
        return None;
    }
    let payload = ahead.take(length).ok()?;
    if crc32fast::hash(payload) != sum {
        return None;
    }
    *reader = ahead;
    Some(payload)
}

/// Reads a payload.
///
/// # Errors
/// [`Damaged`] where it is not one, though its sum is right.
pub(crate) fn read(payload: &[u8], known_keys: usize) -> Result<Frame<'_>, Damaged> {
    let mut reader = Reader(payload);
    let time_ms = reader.signed()?;
    let mut new_metrics = Vec::new();
    for _ in 0..reader.count()? {
        let id = reader.number()?;
        new_metrics.push(Metric { id, kind: Kind::from_byte(reader.byte()?).ok_or(Damaged)? });
    }
    let mut new_keys = Vec::new();
    for _ in 0..reader.count()? {
        new_keys.push(SeriesKey::read(&mut reader)?);
    }
    let mut rows = Vec::new();
    while !reader.is_empty() {
        let key: usize = reader.number()?;
        if key >= known_keys + new_keys.len() {
            return Err(Damaged);
        }
        rows.push((key, reader.bytes()?));
    }
    Ok(Frame { time_ms, new_metrics, new_keys, rows })
}
