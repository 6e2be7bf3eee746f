//! The first 16 bytes of every file. They are the same in all versions of the format, so that any version can tell
//! what it may read.
//!
//! ```text
//! "slipwayH" · u16 version · u8 1 = log, 2 = segment · u8 tier · u32 CRC-32 of these twelve
//! ```
//! Numbers are little-endian, here and everywhere in these files.

use slipway_model::bytes::{Damaged, Reader};

pub(crate) const HEAD_BYTES: usize = 16;
/// The newest version that this program reads, and the one it writes.
pub(crate) const VERSION: u16 = 1;

const MAGIC: &[u8; 8] = b"slipwayH";

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Log = 1,
    Segment = 2,
}

/// Which program can read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readable {
    /// This one, by the reader for version 1.
    Version1,
    /// Only a newer one.
    Newer,
}

pub(crate) fn head(kind: FileKind, tier: u8) -> [u8; HEAD_BYTES] {
    head_of_version(VERSION, kind, tier)
}

pub(crate) fn head_of_version(version: u16, kind: FileKind, tier: u8) -> [u8; HEAD_BYTES] {
    let mut head = [0; HEAD_BYTES];
    head[..8].copy_from_slice(MAGIC);
    head[8..10].copy_from_slice(&version.to_le_bytes());
    head[10] = kind as u8;
    head[11] = tier;
    let sum = crc32fast::hash(&head[..12]);
    head[12..].copy_from_slice(&sum.to_le_bytes());
    head
}

/// Says who can read a file that begins so.
///
/// # Errors
/// [`Damaged`] where this is not such a file, or of another kind or tier than its name says.
pub(crate) fn check(bytes: &[u8], kind: FileKind, tier: u8) -> Result<Readable, Damaged> {
    let mut reader = Reader(bytes);
    let head: [u8; HEAD_BYTES] = reader.array()?;
    let mut fields = Reader(&head);
    let is_ours = fields.take(MAGIC.len())? == MAGIC;
    let version = u16::from_le_bytes(fields.array()?);
    let is_kind = fields.byte()? == kind as u8;
    let is_tier = fields.byte()? == tier;
    if !is_ours || fields.u32()? != crc32fast::hash(&head[..12]) {
        return Err(Damaged);
    }
    match version {
        0 => Err(Damaged),
        1 if is_kind && is_tier => Ok(Readable::Version1),
        1 => Err(Damaged),
        _ => Ok(Readable::Newer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_from_damage() {
        let head = head(FileKind::Log, 0);
        assert_eq!(check(&head, FileKind::Log, 0), Ok(Readable::Version1));
        assert_eq!(check(&head, FileKind::Segment, 0), Err(Damaged));
        assert_eq!(check(&head, FileKind::Log, 1), Err(Damaged));
        assert_eq!(check(&head[..15], FileKind::Log, 0), Err(Damaged));
        assert_eq!(check(&head_of_version(2, FileKind::Log, 0), FileKind::Log, 0), Ok(Readable::Newer));
        assert_eq!(check(&head_of_version(0, FileKind::Log, 0), FileKind::Log, 0), Err(Damaged));
        for at in 0..HEAD_BYTES {
            let mut head = head;
            head[at] ^= 4;
            assert_eq!(check(&head, FileKind::Log, 0), Err(Damaged), "byte {at}");
        }
    }
}
