//! A sealed file: one block for each container, an index of them at the end. Never changed once it is there.
//!
//! ```text
//! segment = head · (u32 CRC-32 of block · block)* · footer · u32 length of footer · u32 CRC-32 of footer · "slipwayE"
//! footer  = varint n · n × (key · varint offset · varint length · zigzag start of the first row · varint its span ·
//!           varint last end − first end)
//! ```

use crate::SeriesError;
use crate::block;
use crate::head::{self, FileKind, HEAD_BYTES, Readable};
use crate::key::{Keys, SeriesKey};
use crate::table::{FirstRow, Table};
use crate::tier::Tier;
use slipway_model::bytes::{Damaged, Reader, put_signed, put_varint};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const END: &[u8; 8] = b"slipwayE";
pub(crate) const TRAILER_BYTES: usize = 16;

/// A sealed file and its index.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) name: SegmentName,
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// Start of the earliest row.
    pub(crate) from_ms: i64,
    /// End of the latest.
    pub(crate) to_ms: i64,
    pub(crate) blocks: HashMap<Arc<SeriesKey>, BlockPlace>,
}

/// What a segment's file name says: its tier and the logs, by number, that it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SegmentName {
    pub(crate) tier: Tier,
    pub(crate) first_seq: u32,
    pub(crate) last_seq: u32,
}

/// Where a container's block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BlockPlace {
    offset: u64,
    bytes: u32,
    pub(crate) first: FirstRow,
    pub(crate) last_ms: i64,
}

impl BlockPlace {
    /// From where to where in the file it lies, its checksum first.
    pub(crate) fn range(&self) -> (usize, usize) {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX);
        (start, start.saturating_add(self.bytes as usize))
    }
}

/// A file that was opened.
#[derive(Debug)]
pub(crate) enum ReadSegment {
    Read(Segment),
    Damaged,
    Newer,
}

impl Segment {
    /// Opens a file and reads its index.
    pub(crate) fn open(path: &Path, name: SegmentName, keys: &mut Keys) -> Result<ReadSegment, SeriesError> {
        let mut file = File::open(path).map_err(SeriesError::io(path))?;
        let bytes = file.metadata().map_err(SeriesError::io(path))?.len();
        let mut head = Vec::new();
        (&mut file).take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(SeriesError::io(path))?;
        match head::check(&head, FileKind::Segment, name.tier.to_byte()) {
            Err(Damaged) => return Ok(ReadSegment::Damaged),
            Ok(Readable::Newer) => return Ok(ReadSegment::Newer),
            Ok(Readable::Version1) => {}
        }
        let Some(footer) = read_footer(&mut file, bytes).map_err(SeriesError::io(path))? else {
            return Ok(ReadSegment::Damaged);
        };
        let blocks_end = bytes - (footer.len() + TRAILER_BYTES) as u64;
        let Ok(blocks) = decode_footer(&footer, blocks_end, keys) else { return Ok(ReadSegment::Damaged) };
        let from_ms = blocks.values().map(|block| block.first.start_ms).min();
        let to_ms = blocks.values().map(|block| block.last_ms).max();
        let (Some(from_ms), Some(to_ms)) = (from_ms, to_ms) else { return Ok(ReadSegment::Damaged) };
        Ok(ReadSegment::Read(Self { name, path: path.to_owned(), bytes, from_ms, to_ms, blocks }))
    }

    /// Opens the file to read blocks of it. One that was written anew since is not the one that this tells of, which is
    /// gone.
    pub(crate) fn file(&self) -> Result<File, SeriesError> {
        let file = File::open(&self.path).map_err(SeriesError::io(&self.path))?;
        let is_same = file.metadata().map_err(SeriesError::io(&self.path))?.len() == self.bytes;
        if is_same { Ok(file) } else { Err(SeriesError::io(&self.path)(ErrorKind::NotFound.into())) }
    }

    /// Reads a block of [`Segment::file`]; nothing where it is damaged.
    pub(crate) fn read(
        &self,
        file: &mut File,
        place: BlockPlace,
        wanted: impl FnMut(u16) -> bool,
    ) -> Result<Option<Table>, SeriesError> {
        let mut bytes = Vec::with_capacity(place.bytes as usize);
        file.seek(SeekFrom::Start(place.offset)).map_err(SeriesError::io(&self.path))?;
        file.take(place.bytes.into()).read_to_end(&mut bytes).map_err(SeriesError::io(&self.path))?;
        let mut reader = Reader(&bytes);
        let table = match reader.u32() {
            Ok(sum) if bytes.len() == place.bytes as usize && sum == crc32fast::hash(reader.0) => {
                block::decode(reader.0, wanted).ok()
            }
            _ => None,
        };
        Ok(table)
    }
}

fn read_footer(file: &mut File, bytes: u64) -> std::io::Result<Option<Vec<u8>>> {
    let Some(trailer_at) = bytes.checked_sub(TRAILER_BYTES as u64) else { return Ok(None) };
    let mut trailer = [0; TRAILER_BYTES];
    file.seek(SeekFrom::Start(trailer_at))?;
    file.read_exact(&mut trailer)?;
    let mut reader = Reader(&trailer);
    let (Ok(length), Ok(sum)) = (reader.u32(), reader.u32()) else { return Ok(None) };
    let Some(at) = trailer_at.checked_sub(length.into()).filter(|at| *at >= HEAD_BYTES as u64) else {
        return Ok(None);
    };
    if reader.0 != END {
        return Ok(None);
    }
    let mut footer = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(length.into()).read_to_end(&mut footer)?;
    Ok((footer.len() == length as usize && crc32fast::hash(&footer) == sum).then_some(footer))
}

pub(crate) fn decode_footer(
    footer: &[u8],
    blocks_end: u64,
    keys: &mut Keys,
) -> Result<HashMap<Arc<SeriesKey>, BlockPlace>, Damaged> {
    let mut reader = Reader(footer);
    let mut blocks = HashMap::new();
    for _ in 0..reader.count()? {
        let key = SeriesKey::read(&mut reader)?;
        let offset = reader.varint()?;
        let bytes: u32 = reader.number()?;
        let start_ms = reader.signed()?;
        let end_ms = start_ms.checked_add_unsigned(reader.varint()?).ok_or(Damaged)?;
        let last_ms = end_ms.checked_add_unsigned(reader.varint()?).ok_or(Damaged)?;
        let is_inside = offset.checked_add(bytes.into()).is_some_and(|end| end <= blocks_end);
        if !is_inside || offset < HEAD_BYTES as u64 {
            return Err(Damaged);
        }
        let first = FirstRow { start_ms, end_ms };
        blocks.insert(keys.shared(key), BlockPlace { offset, bytes, first, last_ms });
    }
    if reader.is_empty() { Ok(blocks) } else { Err(Damaged) }
}

/// Writes a segment beside its place and moves it there when it is whole and on the disk. Nothing is made where no
/// table has a row.
pub(crate) fn write(
    path: &Path,
    name: SegmentName,
    tables: impl Iterator<Item = Result<(Arc<SeriesKey>, Table), SeriesError>>,
) -> Result<Option<Segment>, SeriesError> {
    let blocks = tables.map(|table| table.map(|(key, table)| (key, Block::Rows(table))));
    let Some(made) = prepare(path, name, blocks)? else { return Ok(None) };
    put_in_place(&made)?;
    Ok(Some(made))
}

/// Writes beside its place what a segment has without one container; nothing where nothing is left.
pub(crate) fn prepare_without(segment: &Segment, key: &SeriesKey) -> Result<Option<Segment>, SeriesError> {
    let mut file = segment.file()?;
    let mut rest: Vec<_> = segment.blocks.iter().filter(|(other, _)| other.as_ref() != key).collect();
    rest.sort_unstable_by_key(|(_, place)| place.offset);
    let blocks = rest.into_iter().map(|(other, place)| {
        let mut bytes = Vec::with_capacity(place.bytes as usize);
        file.seek(SeekFrom::Start(place.offset)).map_err(SeriesError::io(&segment.path))?;
        (&mut file)
            .take(place.bytes.into())
            .read_to_end(&mut bytes)
            .map_err(SeriesError::io(&segment.path))?;
        Ok((other.clone(), Block::Whole(bytes, *place)))
    });
    prepare(&segment.path, segment.name, blocks)
}

/// A container's part of a file that is written.
enum Block {
    Rows(Table),
    /// As it lies in another file, with its checksum; what is damaged stays so.
    Whole(Vec<u8>, BlockPlace),
}

fn prepare(
    path: &Path,
    name: SegmentName,
    blocks: impl Iterator<Item = Result<(Arc<SeriesKey>, Block), SeriesError>>,
) -> Result<Option<Segment>, SeriesError> {
    let temporary = path.with_extension("tmp");
    let written = write_temporary(&temporary, path, name, blocks);
    if !matches!(written, Ok(Some(_))) {
        // What stays of it is removed at the next start.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// Moves a segment that is whole beside its place there.
pub(crate) fn put_in_place(made: &Segment) -> Result<(), SeriesError> {
    let path = &made.path;
    std::fs::rename(path.with_extension("tmp"), path).map_err(SeriesError::io(path))?;
    sync_folder(path);
    Ok(())
}

fn write_temporary(
    temporary: &Path,
    path: &Path,
    name: SegmentName,
    content: impl Iterator<Item = Result<(Arc<SeriesKey>, Block), SeriesError>>,
) -> Result<Option<Segment>, SeriesError> {
    let failed = || SeriesError::io(temporary);
    let mut out = BufWriter::new(File::create(temporary).map_err(failed())?);
    out.write_all(&head::head(FileKind::Segment, name.tier.to_byte())).map_err(failed())?;
    let mut at = HEAD_BYTES as u64;
    let mut blocks = HashMap::new();
    let (mut from_ms, mut to_ms) = (i64::MAX, i64::MIN);
    let mut bytes = Vec::new();
    for one in content {
        let (key, block) = one?;
        let (first, last_ms) = match block {
            Block::Rows(table) => {
                let (Some(first), Some(last)) = (table.first_row(), table.rows.last()) else { continue };
                bytes.clear();
                bytes.extend_from_slice(&[0; 4]);
                block::encode(&table, &mut bytes);
                let sum = crc32fast::hash(&bytes[4..]);
                bytes[..4].copy_from_slice(&sum.to_le_bytes());
                (first, last.end_ms)
            }
            Block::Whole(whole, place) => {
                bytes = whole;
                (place.first, place.last_ms)
            }
        };
        out.write_all(&bytes).map_err(failed())?;
        let place = BlockPlace { offset: at, bytes: bytes.len() as u32, first, last_ms };
        at += bytes.len() as u64;
        (from_ms, to_ms) = (from_ms.min(first.start_ms), to_ms.max(last_ms));
        blocks.insert(key, place);
    }
    if blocks.is_empty() {
        return Ok(None);
    }
    let footer = encode_footer(&blocks);
    out.write_all(&footer).map_err(failed())?;
    out.write_all(&(footer.len() as u32).to_le_bytes()).map_err(failed())?;
    out.write_all(&crc32fast::hash(&footer).to_le_bytes()).map_err(failed())?;
    out.write_all(END).map_err(failed())?;
    let file = out.into_inner().map_err(|error| failed()(error.into_error()))?;
    file.sync_all().map_err(failed())?;
    let bytes = at + (footer.len() + TRAILER_BYTES) as u64;
    Ok(Some(Segment { name, path: path.to_owned(), bytes, from_ms, to_ms, blocks }))
}

fn encode_footer(blocks: &HashMap<Arc<SeriesKey>, BlockPlace>) -> Vec<u8> {
    let mut footer = Vec::new();
    put_varint(&mut footer, blocks.len() as u64);
    let mut sorted: Vec<_> = blocks.iter().collect();
    sorted.sort_unstable_by_key(|(_, place)| place.offset);
    for (key, place) in sorted {
        key.put(&mut footer);
        put_varint(&mut footer, place.offset);
        put_varint(&mut footer, place.bytes.into());
        put_signed(&mut footer, place.first.start_ms);
        put_varint(&mut footer, place.first.end_ms.abs_diff(place.first.start_ms));
        put_varint(&mut footer, place.last_ms.abs_diff(place.first.end_ms));
    }
    footer
}

/// A rename lasts only when the folder is on the disk. Where the system cannot do that, it does so by itself.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}
