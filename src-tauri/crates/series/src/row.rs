//! A container's row as it is appended: what changed since its row before.
//!
//! ```text
//! row = varint (span_ms << 3 | whole | some absent << 1 | new metrics << 2)
//!       [varint n · n × varint number of the metric]      new metrics, after those known so far
//!       [bit for each known metric: present]              where some are absent
//!       bit for each present metric: changed
//!       for each changed: varint (zigzag(step of the average) << 1 | spread)
//!                         [varint average − least · varint most − average]
//! ```
//! A whole row forgets all rows before it: the first of a file, and the first after a write that failed. An unchanged
//! metric has one value that is least, average and most.

use crate::metric::{Metric, MinAvgMax};
use crate::table::MAX_SPAN_MS;
use slipway_model::bytes::{Damaged, Reader, put_varint, unzigzag, zigzag};

/// No container has more metrics; what is beyond is not recorded.
pub const MAX_METRICS: usize = 256;

const WHOLE: u64 = 1;
const SOME_ABSENT: u64 = 2;
const NEW_METRICS: u64 = 4;

/// What the last row of a container was, for writing the next.
#[derive(Debug, Default)]
pub(crate) struct RowWriter {
    metrics: Vec<Metric>,
    last: Vec<i64>,
    now: Vec<Option<(i64, i64, i64)>>,
    /// The next row is whole.
    starts_anew: bool,
}

impl RowWriter {
    /// For a container whose rows before, if any, are not known.
    pub(crate) fn new() -> Self {
        Self { starts_anew: true, ..Self::default() }
    }

    /// The next row will not lean on those before it.
    pub(crate) fn start_anew(&mut self) {
        self.starts_anew = true;
    }

    /// Appends a row. `number` gives a metric's number in the file.
    pub(crate) fn put(
        &mut self,
        out: &mut Vec<u8>,
        span_ms: u32,
        values: &[(Metric, MinAvgMax)],
        mut number: impl FnMut(Metric) -> u64,
    ) {
        if self.starts_anew {
            self.metrics.clear();
            self.last.clear();
        }
        let known = self.metrics.len();
        self.now.clear();
        self.now.resize(known, None);
        for (place, (metric, value)) in values.iter().enumerate() {
            if let Some(codes) = value.codes(metric.kind)
                && let Some(place) = self.place(place, *metric)
            {
                self.now[place] = Some(codes);
            }
        }
        let new = &self.metrics[known..];
        let some_absent = self.now.iter().any(Option::is_none);
        let mut head = u64::from(span_ms) << 3;
        head |= if std::mem::take(&mut self.starts_anew) { WHOLE } else { 0 };
        head |= if some_absent { SOME_ABSENT } else { 0 };
        head |= if new.is_empty() { 0 } else { NEW_METRICS };
        put_varint(out, head);
        if !new.is_empty() {
            put_varint(out, new.len() as u64);
            for metric in new {
                put_varint(out, number(*metric));
            }
        }
        if some_absent {
            put_bits(out, self.now.iter().map(Option::is_some));
        }
        let changed = |last: i64, (min, avg, max): (i64, i64, i64)| avg != last || min != max;
        let present = self.now.iter().zip(&self.last).filter_map(|(codes, last)| Some(((*codes)?, *last)));
        put_bits(out, present.map(|(codes, last)| changed(last, codes)));
        for (codes, last) in self.now.iter().zip(&mut self.last) {
            let Some((min, avg, max)) = *codes else { continue };
            if changed(*last, (min, avg, max)) {
                put_varint(out, zigzag(avg - *last) << 1 | u64::from(min != max));
                if min != max {
                    put_varint(out, (avg - min) as u64);
                    put_varint(out, (max - avg) as u64);
                }
                *last = avg;
            }
        }
    }

    /// The place of a metric in this container's rows; callers give them in the same order each time.
    fn place(&mut self, guess: usize, metric: Metric) -> Option<usize> {
        if self.metrics.get(guess) == Some(&metric) {
            return Some(guess);
        }
        let found = self.metrics.iter().position(|known| *known == metric);
        if found.is_none() && self.metrics.len() < MAX_METRICS {
            self.metrics.push(metric);
            self.last.push(0);
            self.now.push(None);
            return Some(self.metrics.len() - 1);
        }
        found
    }
}

fn put_bits(out: &mut Vec<u8>, bits: impl Iterator<Item = bool>) {
    let (mut byte, mut count) = (0_u8, 0);
    for bit in bits {
        byte |= u8::from(bit) << count;
        count += 1;
        if count == 8 {
            out.push(std::mem::take(&mut byte));
            count = 0;
        }
    }
    if count > 0 {
        out.push(byte);
    }
}

/// The span of a row, without the rest.
pub(crate) fn span_ms(bytes: &[u8]) -> Option<u32> {
    u32::try_from(Reader(bytes).varint().ok()? >> 3).ok()
}

/// Reads the rows of one container one after another.
#[derive(Debug, Default)]
pub(crate) struct RowReader {
    metrics: Vec<Metric>,
    last: Vec<i64>,
    /// The row's codes, least, average and most, at the places of [`RowReader::metrics`].
    now: Vec<Option<(i64, i64, i64)>>,
}

impl RowReader {
    /// Reads the next row and gives the span; its values are then in [`RowReader::values`].
    pub(crate) fn read(&mut self, bytes: &[u8], metrics_of_file: &[Metric]) -> Result<u32, Damaged> {
        let mut reader = Reader(bytes);
        let head = reader.varint()?;
        let span_ms = u32::try_from(head >> 3).map_err(|_| Damaged)?;
        if head & WHOLE != 0 {
            self.metrics.clear();
            self.last.clear();
        }
        if head & NEW_METRICS != 0 {
            for _ in 0..reader.count()? {
                let number: usize = reader.number()?;
                self.metrics.push(*metrics_of_file.get(number).ok_or(Damaged)?);
                self.last.push(0);
            }
            if self.metrics.len() > MAX_METRICS {
                return Err(Damaged);
            }
        }
        self.now.clear();
        self.now.resize(self.metrics.len(), None);
        let known = self.metrics.len();
        let mut presence = if head & SOME_ABSENT != 0 { Some(bits(&mut reader, known)?) } else { None };
        let is_present = |presence: &mut Option<_>| presence.as_mut().is_none_or(take_bit);
        let mut counted = presence;
        let present = (0..known).filter(|_| is_present(&mut counted)).count();
        let mut changes = bits(&mut reader, present)?;
        for (last, now) in self.last.iter_mut().zip(&mut self.now) {
            if !is_present(&mut presence) {
                continue;
            }
            let (mut below, mut above) = (0, 0);
            if take_bit(&mut changes) {
                let step = reader.varint()?;
                *last = last.wrapping_add(unzigzag(step >> 1));
                if step & 1 != 0 {
                    (below, above) = (reader.varint()?, reader.varint()?);
                }
            }
            let min = last.checked_sub_unsigned(below).ok_or(Damaged)?;
            let max = last.checked_add_unsigned(above).ok_or(Damaged)?;
            *now = Some((min, *last, max));
        }
        if reader.is_empty() && (1..=MAX_SPAN_MS).contains(&span_ms) { Ok(span_ms) } else { Err(Damaged) }
    }

    /// What is known in the row that was read last.
    pub(crate) fn values(&self) -> impl Iterator<Item = (Metric, (i64, i64, i64))> + '_ {
        self.metrics.iter().zip(&self.now).filter_map(|(metric, codes)| Some((*metric, (*codes)?)))
    }
}

type Bits<'a> = (&'a [u8], usize);

fn bits<'a>(reader: &mut Reader<'a>, count: usize) -> Result<Bits<'a>, Damaged> {
    Ok((reader.take(count.div_ceil(8))?, 0))
}

fn take_bit((bytes, at): &mut Bits<'_>) -> bool {
    let bit = bytes.get(*at / 8).is_some_and(|byte| byte >> (*at % 8) & 1 != 0);
    *at += 1;
    bit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Kind;
    use proptest::prelude::*;

    fn any_row() -> impl Strategy<Value = (u32, Vec<(Metric, MinAvgMax)>)> {
        let value = prop_oneof![
            Just(MinAvgMax::GAP),
            (0..3).prop_map(|value: i32| MinAvgMax::only(value.into())),
            (0.0..1e9, 0.0..1e9, 0.0..1e9).prop_map(|(a, b, c): (f64, f64, f64)| {
                let (min, max) = (a.min(b).min(c), a.max(b).max(c));
                MinAvgMax { min, avg: a, max }
            }),
        ];
        let values = proptest::collection::btree_map(0_u16..20, value, 0..12).prop_map(|values| {
            values.into_iter().map(|(id, value)| (Metric { id, kind: Kind::Amount }, value)).collect()
        });
        (1_u32..=MAX_SPAN_MS, values)
    }

    proptest! {
        #[test]
        fn rows_come_back(rows in proptest::collection::vec((any_row(), any::<bool>()), 1..20)) {
            let all: Vec<_> = (0..20).map(|id| Metric { id, kind: Kind::Amount }).collect();
            let (mut writer, mut reader) = (RowWriter::new(), RowReader::default());
            for ((span_ms, values), anew) in rows {
                if anew {
                    writer.start_anew();
                }
                let mut out = Vec::new();
                writer.put(&mut out, span_ms, &values, |metric| metric.id.into());
                prop_assert_eq!(reader.read(&out, &all), Ok(span_ms));
                let mut read: Vec<_> = reader.values().collect();
                read.sort_unstable();
                let written: Vec<_> = values
                    .iter()
                    .filter_map(|(metric, value)| Some((*metric, value.codes(metric.kind)?)))
                    .collect();
                prop_assert_eq!(read, written);
            }
        }

        #[test]
        fn any_bytes_are_no_panic(rows in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..5)) {
            let all: Vec<_> = (0..20).map(|id| Metric { id, kind: Kind::Amount }).collect();
            let mut reader = RowReader::default();
            for row in rows {
                let _ = reader.read(&row, &all);
            }
        }
    }
}
