//! What is done beside appending: sealing, the next tiers, deleting, making the log last. One piece of work a call.

use crate::SeriesError;
use crate::age;
use crate::aside::Aside;
use crate::fold::fold;
use crate::folder;
use crate::history::{History, WaitingLog};
use crate::key::SeriesKey;
use crate::segment::{self, Segment, SegmentName};
use crate::table::{FirstRow, Table};
use crate::tier::Tier;
use std::collections::BTreeSet;
use std::fs::File;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

/// A kill loses nothing that was written; a machine that loses its power may lose so much.
const SYNC_EVERY_MS: u64 = 5_000;
/// What was recorded before and after a longer break is not made into one file.
const MAX_BREAK_MS: i64 = 24 * 3_600_000;
/// After a failure nothing is tried for so long.
const REST_MS: u64 = 30_000;

/// When things were done.
#[derive(Debug, Default)]
pub(crate) struct Upkeep {
    failed_ms: Option<i64>,
    synced_ms: Option<i64>,
}

enum Due {
    Discard(Aside),
    Delete(Vec<Arc<Segment>>),
    Seal(Arc<WaitingLog>),
    Coarsen(Tier, Vec<Arc<Segment>>),
}

impl History {
    /// Does the next piece of work that is due, if any, and says whether there was one: call it again then. A piece
    /// takes some tenths of a second for 300 containers; appending goes on meanwhile, from another thread.
    ///
    /// # Errors
    /// [`SeriesError::Full`] and [`SeriesError::Io`]; nothing is lost by them, and for half a minute nothing more is
    /// tried. [`SeriesError::ReadOnly`] in a reader.
    pub fn maintain(&self, now_ms: i64) -> Result<bool, SeriesError> {
        if self.is_read_only {
            return Err(SeriesError::ReadOnly { path: self.folder.clone() });
        }
        let mut upkeep = self.upkeep.lock().unwrap_or_else(PoisonError::into_inner);
        if upkeep.failed_ms.is_some_and(|failed_ms| failed_ms.abs_diff(now_ms) < REST_MS) {
            return Ok(false);
        }
        let done = self.sync(&mut upkeep, now_ms).and_then(|()| self.work(now_ms));
        upkeep.failed_ms = done.is_err().then_some(now_ms);
        done
    }

    fn sync(&self, upkeep: &mut Upkeep, now_ms: i64) -> Result<(), SeriesError> {
        if upkeep.synced_ms.is_some_and(|synced_ms| synced_ms.abs_diff(now_ms) < SYNC_EVERY_MS) {
            return Ok(());
        }
        let current =
            self.state().current.as_ref().map(|current| (current.file.clone(), current.path.clone()));
        if let Some((file, path)) = current {
            file.sync_data().map_err(SeriesError::io(path))?;
        }
        upkeep.synced_ms = Some(now_ms);
        Ok(())
    }

    fn work(&self, now_ms: i64) -> Result<bool, SeriesError> {
        match self.due(now_ms) {
            None => return Ok(false),
            // Deleting comes first: it makes room for the rest.
            Some(Due::Discard(aside)) => self.discard(&aside)?,
            Some(Due::Delete(segments)) => self.delete(&segments)?,
            Some(Due::Seal(waiting)) => self.seal(&waiting)?,
            Some(Due::Coarsen(tier, segments)) => self.coarsen(tier, &segments)?,
        }
        Ok(true)
    }

    fn due(&self, now_ms: i64) -> Option<Due> {
        let state = self.state();
        // Now may be earlier: a clock that was set back makes nothing older.
        if let Some(age_ms) = age::settled_ms(&state, self.log_ms).map(|settled_ms| settled_ms.min(now_ms)) {
            let is_past = |aside: &&Aside| aside.since_ms < age_ms.saturating_sub(Tier::Minute.kept_ms());
            if let Some(aside) = state.aside.first().filter(is_past) {
                return Some(Due::Discard(aside.clone()));
            }
            let too_old = too_old(&state.segments, age_ms);
            if !too_old.is_empty() {
                return Some(Due::Delete(too_old));
            }
        }
        if let Some(waiting) = state.waiting.first() {
            return Some(Due::Seal(waiting.clone()));
        }
        for tier in Tier::ALL {
            if let Some(next) = tier.next()
                && let Some(group) = group(&state.segments, tier, now_ms)
            {
                return Some(Due::Coarsen(next, group));
            }
        }
        if state.bytes() <= self.cap_bytes() {
            return None;
        }
        if let Some(aside) = state.aside.first() {
            return Some(Due::Discard(aside.clone()));
        }
        let oldest = oldest_of_fullest(&state.segments)?;
        match oldest.name.tier.next() {
            // What it says is kept a little coarser.
            Some(next) if !is_covered(&state.segments, oldest.name) => {
                let group = first_uncovered(&state.segments, oldest.name.tier);
                Some(Due::Coarsen(next, group.segments))
            }
            _ => Some(Due::Delete(vec![oldest])),
        }
    }

    fn discard(&self, aside: &Aside) -> Result<(), SeriesError> {
        // One that cannot be deleted must not be tried in the place of all else; the next start finds it again.
        self.state().aside.retain(|known| known.path != aside.path);
        match std::fs::remove_file(&aside.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(SeriesError::io(&aside.path)(error))
            }
            _ => Ok(()),
        }
    }

    fn delete(&self, segments: &[Arc<Segment>]) -> Result<(), SeriesError> {
        for segment in segments {
            match std::fs::remove_file(&segment.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(SeriesError::io(&segment.path)(error));
                }
                _ => {}
            }
            let mut state = self.state();
            state.segments.retain(|known| known.name != segment.name);
            state.keys.tidy();
        }
        Ok(())
    }

    pub(crate) fn seal(&self, waiting: &WaitingLog) -> Result<(), SeriesError> {
        let log = &waiting.log;
        let forgotten = self.state().forgotten.clone();
        let mut each: Vec<_> = log.each().filter(|(key, _)| !forgotten.contains(key.as_ref())).collect();
        each.sort_unstable_by_key(|(key, _)| *key);
        let tables =
            each.into_iter().map(|(key, rows)| Ok((key.clone(), rows.table(&log.metrics, |_| true))));
        let name = SegmentName { tier: Tier::Second, first_seq: waiting.seq, last_seq: waiting.seq };
        let made = segment::write(&folder::segment_path(&self.folder, name), name, tables)?;
        let mut state = self.state();
        state.waiting.retain(|known| known.seq != waiting.seq);
        state.segments.extend(made.map(Arc::new));
        state.segments.sort_unstable_by_key(|segment| segment.name);
        drop(state);
        std::fs::remove_file(&waiting.path).map_err(SeriesError::io(&waiting.path))
    }

    fn coarsen(&self, tier: Tier, parts: &[Arc<Segment>]) -> Result<(), SeriesError> {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Ok(()) };
        let name = SegmentName { tier, first_seq: first.name.first_seq, last_seq: last.name.last_seq };
        let mut files = Vec::new();
        for part in parts {
            files.push(part.file()?);
        }
        let keys: BTreeSet<&Arc<SeriesKey>> = parts.iter().flat_map(|part| part.blocks.keys()).collect();
        let tables =
            keys.into_iter().map(|key| Ok((key.clone(), fold(&self.tables(key, parts, &mut files)?, tier))));
        let path = folder::segment_path(&self.folder, name);
        let made = segment::write(&path, name, tables)?;
        let mut state = self.state();
        match made {
            Some(made) => state.segments.push(Arc::new(made)),
            // Not one block could be read: without this they would be tried for ever.
            None => state.segments.retain(|known| parts.iter().all(|part| part.name != known.name)),
        }
        state.segments.sort_unstable_by_key(|segment| segment.name);
        Ok(())
    }

    /// One container's rows of all parts, each giving way to those after it.
    fn tables(
        &self,
        key: &SeriesKey,
        parts: &[Arc<Segment>],
        files: &mut [File],
    ) -> Result<Vec<Table>, SeriesError> {
        let mut tables = Vec::new();
        let mut later: Option<FirstRow> = None;
        for (part, file) in parts.iter().zip(files).rev() {
            let Some(place) = part.blocks.get(key) else { continue };
            match part.read(file, *place, |_| true)? {
                Some(mut table) => {
                    if let Some(later) = later {
                        table.give_way(later);
                    }
                    tables.push(table);
                }
                None => {
                    self.damaged_blocks.fetch_add(1, Ordering::Relaxed);
                }
            }
            later = Some(place.first.before(later));
        }
        tables.reverse();
        Ok(tables)
    }
}

/// Whether a coarser segment tells all that this one does.
fn is_covered(segments: &[Arc<Segment>], name: SegmentName) -> bool {
    let covers = |other: SegmentName| {
        other.tier > name.tier && other.first_seq <= name.first_seq && other.last_seq >= name.last_seq
    };
    segments.iter().any(|other| covers(other.name))
}

/// Segments of a tier that no coarser one covers, oldest first.
fn uncovered(segments: &[Arc<Segment>], tier: Tier) -> impl Iterator<Item = &Arc<Segment>> {
    let of_tier = segments.iter().filter(move |segment| segment.name.tier == tier);
    of_tier.filter(move |segment| !is_covered(segments, segment.name))
}

/// The oldest segments of a tier that may be made into one of the next.
#[derive(Default)]
struct Group {
    segments: Vec<Arc<Segment>>,
    /// No more will come to them.
    is_whole: bool,
}

/// Where a number is missing between two, a newer Slipway may have a file of it: one segment must not claim to tell of
/// it. Nor does one tell of times before and after a clock was set far: by a minute of another year all rows that are
/// older in the order of writing would seem to lie in its future, for as long as it is kept.
fn first_uncovered(segments: &[Arc<Segment>], tier: Tier) -> Group {
    let mut group = Group::default();
    for segment in uncovered(segments, tier).take(tier.files_for_next()) {
        if let Some(last) = group.segments.last() {
            if last.name.last_seq.saturating_add(1) != segment.name.first_seq {
                return group;
            }
            let is_set_back = segment.from_ms < last.from_ms;
            if is_set_back || segment.from_ms.saturating_sub(last.to_ms) > MAX_BREAK_MS {
                return Group { is_whole: true, ..group };
            }
        }
        group.segments.push(segment.clone());
    }
    group.is_whole = group.segments.len() == tier.files_for_next();
    group
}

/// Segments that are to be made into one of the next tier.
fn group(segments: &[Arc<Segment>], tier: Tier, now_ms: i64) -> Option<Vec<Arc<Segment>>> {
    let group = first_uncovered(segments, tier);
    let first = group.segments.first()?;
    let waits_ms = now_ms.saturating_sub(first.from_ms);
    (group.is_whole || waits_ms > tier.waits_for_next_ms()).then_some(group.segments)
}

/// Segments past their time that are not needed to make the next tier. A segment of a clock that ran ahead is as old
/// as the next one after it; one of a clock that ran behind says nothing of those before it.
fn too_old(segments: &[Arc<Segment>], now_ms: i64) -> Vec<Arc<Segment>> {
    let mut newest_first: Vec<_> = segments.iter().collect();
    newest_first.sort_by_key(|segment| std::cmp::Reverse(segment.name.last_seq));
    let mut ends_ms = now_ms;
    let mut found = Vec::new();
    for segment in newest_first {
        if segment.to_ms <= now_ms {
            ends_ms = segment.to_ms;
        }
        let is_past = |tier: Tier| ends_ms < now_ms.saturating_sub(tier.kept_ms());
        let tier = segment.name.tier;
        if is_past(Tier::Minute) || (is_past(tier) && is_covered(segments, segment.name)) {
            found.push(segment.clone());
        }
    }
    found
}

/// The oldest segment of the tier that uses most of its share of the cap.
fn oldest_of_fullest(segments: &[Arc<Segment>]) -> Option<Arc<Segment>> {
    let of = |tier: Tier| segments.iter().filter(move |segment| segment.name.tier == tier);
    let used = |tier: &Tier| of(*tier).map(|segment| segment.bytes).sum::<u64>() / tier.share_percent();
    let fullest = Tier::ALL.into_iter().max_by_key(used)?;
    of(fullest).min_by_key(|segment| segment.name.first_seq).cloned()
}
