//! Names of the files of a history. A log has a number, the next higher one each time; a segment names the logs that
//! it was made of, so that what has been made of what needs no list that could disagree with the files.
//!
//! `0000000042.log` · `1s-0000000041-0000000041.seg` · `10s-0000000035-0000000040.seg` · `….damaged` (put aside)

use crate::SeriesError;
use crate::segment::SegmentName;
use crate::tier::Tier;
use std::path::{Path, PathBuf};

/// What lies in the folder, in the order of their numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) logs: Vec<(u32, PathBuf)>,
    pub(crate) segments: Vec<(SegmentName, PathBuf)>,
    /// Segments that were never finished.
    pub(crate) temporary: Vec<PathBuf>,
    /// What was put aside as damaged.
    pub(crate) aside: Vec<PathBuf>,
    /// Higher than any number in use, also by what is put aside.
    pub(crate) next_seq: u32,
}

pub(crate) fn list(folder: &Path) -> Result<Listing, SeriesError> {
    let mut listing = Listing { next_seq: 1, ..Listing::default() };
    for entry in std::fs::read_dir(folder).map_err(SeriesError::io(folder))? {
        let path = entry.map_err(SeriesError::io(folder))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let segment = segment_name(stem);
        let seq = segment.map(|name| name.last_seq).or_else(|| number(stem));
        listing.next_seq = listing.next_seq.max(seq.unwrap_or(0).saturating_add(1));
        match (ending, segment, number(stem)) {
            ("log", _, Some(seq)) => listing.logs.push((seq, path)),
            ("seg", Some(name), _) => listing.segments.push((name, path)),
            ("tmp", Some(_), _) => listing.temporary.push(path),
            ("log.damaged", _, Some(_)) | ("seg.damaged", Some(_), _) => listing.aside.push(path),
            _ => {}
        }
    }
    listing.logs.sort_unstable();
    listing.segments.sort_unstable();
    Ok(listing)
}

fn number(text: &str) -> Option<u32> {
    (text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn segment_name(stem: &str) -> Option<SegmentName> {
    let mut parts = stem.split('-');
    let (tier, first, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (tier, first_seq, last_seq) = (Tier::from_name(tier)?, number(first)?, number(last)?);
    (parts.next().is_none() && first_seq <= last_seq).then_some(SegmentName { tier, first_seq, last_seq })
}

pub(crate) fn log_path(folder: &Path, seq: u32) -> PathBuf {
    folder.join(format!("{seq:010}.log"))
}

pub(crate) fn segment_path(folder: &Path, name: SegmentName) -> PathBuf {
    let SegmentName { tier, first_seq, last_seq } = name;
    folder.join(format!("{}-{first_seq:010}-{last_seq:010}.seg", tier.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_others_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let name = SegmentName { tier: Tier::TenSeconds, first_seq: 3, last_seq: 8 };
        let segment = segment_path(folder.path(), name);
        let log = log_path(folder.path(), 9);
        let put = |path: PathBuf| {
            std::fs::write(&path, "").unwrap();
            crate::aside::put_aside(&path, 0).unwrap()
        };
        let aside = put(log_path(folder.path(), 20));
        for path in [&segment, &log, &segment.with_extension("tmp")] {
            std::fs::write(path, "").unwrap();
        }
        for other in [
            "notes.txt",
            "1.log",
            "+000000001.log",
            "1s-0000000002-0000000001.seg",
            "99999999999.log",
            "1.log.damaged",
        ] {
            std::fs::write(folder.path().join(other), "").unwrap();
        }
        assert!(aside.ends_with("0000000020.log.damaged"));
        let listing = list(folder.path()).unwrap();
        assert_eq!(listing.logs, [(9, log)]);
        assert_eq!(listing.segments, [(name, segment.clone())]);
        assert_eq!(listing.temporary, [segment.with_extension("tmp")]);
        assert_eq!(listing.aside, [aside]);
        assert_eq!(listing.next_seq, 21);
    }
}
