//! A [`Table`] as bytes: the rows' times, then each metric on its own, so that one is read without the others.
//!
//! ```text
//! block  = varint rows · bytes times · varint metrics · metric*
//! times  = bits of: zigzag(difference of differences of ends) · zigzag(span − difference of ends)
//! metric = varint id · u8 kind · u8 flags · bytes of: [varint centre ·] bits of:
//!          [absent 0/1 for each row] · [zigzag(span − known)] · zigzag(average − what was expected) ·
//!          [average − least] · [most − average]
//! ```
//! What the flags do not name is left out: nothing absent, the whole span known, one value that is all three. An
//! average is expected to be the one before, or, where that is shorter (noise), the column's centre.

use crate::bits::{BitReader, BitWriter, cost_bits};
use crate::metric::{Kind, Metric};
use crate::table::{Cell, Column, MAX_FOLDED_SPAN_MS, Stretch, Table};
use slipway_model::bytes::{Damaged, Reader, put_bytes, put_signed, put_varint, unzigzag, zigzag};
use std::collections::HashSet;

/// No block has more rows; one of half a day of ten seconds has 4,320.
const MAX_ROWS: usize = 100_000;
/// Nor more cells in all: what is set aside for a block stays within 128 MiB, whatever its bytes say.
const MAX_CELLS: usize = 4 << 20;

const ABSENT: u8 = 1;
const PARTLY_KNOWN: u8 = 2;
const SPREAD: u8 = 4;
const CENTRED: u8 = 8;

/// Appends the block of a table.
pub(crate) fn encode(table: &Table, out: &mut Vec<u8>) {
    put_varint(out, table.rows.len() as u64);
    put_bytes(out, &times(&table.rows));
    put_varint(out, table.columns.len() as u64);
    for column in &table.columns {
        put_varint(out, column.metric.id.into());
        out.push(column.metric.kind.to_byte());
        let (flags, body) = cells(&table.rows, &column.cells);
        out.push(flags);
        put_bytes(out, &body);
    }
}

fn times(rows: &[Stretch]) -> Vec<u8> {
    let (mut ends, mut spans) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    let (mut last_end, mut last_step) = (0_i64, 0_i64);
    for row in rows {
        let step = row.end_ms.wrapping_sub(last_end);
        ends.push(zigzag(step.wrapping_sub(last_step)));
        spans.push(zigzag(i64::from(row.span_ms).wrapping_sub(step)));
        (last_end, last_step) = (row.end_ms, step);
    }
    let mut bits = BitWriter::default();
    bits.stream(&ends);
    bits.stream(&spans);
    bits.finish()
}

fn cells(rows: &[Stretch], cells: &[Cell]) -> (u8, Vec<u8>) {
    let known = || rows.iter().zip(cells).filter(|(_, cell)| cell.known_ms > 0);
    let mut flags = 0;
    let absent: Vec<u64> = cells.iter().map(|cell| u64::from(cell.known_ms == 0)).collect();
    if absent.contains(&1) {
        flags |= ABSENT;
    }
    let missing: Vec<u64> =
        known().map(|(row, cell)| zigzag(i64::from(row.span_ms) - i64::from(cell.known_ms))).collect();
    if missing.iter().any(|missing| *missing != 0) {
        flags |= PARTLY_KNOWN;
    }
    if known().any(|(_, cell)| cell.min != cell.max) {
        flags |= SPREAD;
    }
    let averages: Vec<i64> = known().map(|(_, cell)| cell.avg).collect();
    let centre = centre(&averages);
    let mut last = 0;
    let from_last: Vec<u64> =
        averages.iter().map(|avg| zigzag(avg.wrapping_sub(std::mem::replace(&mut last, *avg)))).collect();
    let from_centre: Vec<u64> = averages.iter().map(|avg| zigzag(avg.wrapping_sub(centre))).collect();
    let mut out = Vec::new();
    let is_noise = cost_bits(&from_centre) + 16 < cost_bits(&from_last);
    if is_noise {
        flags |= CENTRED;
        put_signed(&mut out, centre);
    }
    let mut bits = BitWriter::default();
    if flags & ABSENT != 0 {
        bits.stream(&absent);
    }
    if flags & PARTLY_KNOWN != 0 {
        bits.stream(&missing);
    }
    bits.stream(if is_noise { &from_centre } else { &from_last });
    if flags & SPREAD != 0 {
        let below: Vec<u64> = known().map(|(_, cell)| cell.avg.wrapping_sub(cell.min) as u64).collect();
        let above: Vec<u64> = known().map(|(_, cell)| cell.max.wrapping_sub(cell.avg) as u64).collect();
        bits.stream(&below);
        bits.stream(&above);
    }
    out.extend_from_slice(&bits.finish());
    (flags, out)
}

fn centre(averages: &[i64]) -> i64 {
    let sum: i128 = averages.iter().map(|avg| i128::from(*avg)).sum();
    (sum / averages.len().max(1) as i128) as i64
}

/// Reads a block, and of its metrics those that are wanted.
///
/// # Errors
/// [`Damaged`] for what [`encode`] cannot have written.
pub(crate) fn decode(bytes: &[u8], mut wanted: impl FnMut(u16) -> bool) -> Result<Table, Damaged> {
    let mut reader = Reader(bytes);
    let count: usize = reader.number()?;
    if count > MAX_ROWS {
        return Err(Damaged);
    }
    let rows = decode_times(reader.bytes()?, count)?;
    let mut columns: Vec<Column> = Vec::new();
    let mut seen = HashSet::new();
    for _ in 0..reader.count()? {
        let id = reader.number()?;
        let kind = Kind::from_byte(reader.byte()?).ok_or(Damaged)?;
        let flags = reader.byte()?;
        let body = reader.bytes()?;
        if wanted(id) {
            let metric = Metric { id, kind };
            if !seen.insert(metric) || seen.len().saturating_mul(count) > MAX_CELLS {
                return Err(Damaged);
            }
            columns.push(Column { metric, cells: decode_cells(body, flags, &rows)? });
        }
    }
    Ok(Table { rows, columns })
}

fn decode_times(bytes: &[u8], count: usize) -> Result<Vec<Stretch>, Damaged> {
    let (mut ends, mut spans) = (Vec::new(), Vec::new());
    let mut bits = BitReader::new(bytes);
    bits.stream(count, &mut ends)?;
    bits.stream(count, &mut spans)?;
    let mut rows: Vec<Stretch> = Vec::with_capacity(count);
    let mut step = 0_i64;
    for (end, span) in ends.into_iter().zip(spans) {
        step = step.wrapping_add(unzigzag(end));
        let last = rows.last().map(|last| last.end_ms);
        let end_ms = last.unwrap_or(0).wrapping_add(step);
        let span_ms = u32::try_from(unzigzag(span).wrapping_add(step)).map_err(|_| Damaged)?;
        if span_ms == 0 || span_ms > MAX_FOLDED_SPAN_MS || last.is_some_and(|last| last >= end_ms) {
            return Err(Damaged);
        }
        rows.push(Stretch { end_ms, span_ms });
    }
    Ok(rows)
}

fn decode_cells(bytes: &[u8], flags: u8, rows: &[Stretch]) -> Result<Vec<Cell>, Damaged> {
    let mut reader = Reader(bytes);
    let centre = if flags & CENTRED != 0 { Some(reader.signed()?) } else { None };
    let mut bits = BitReader::new(reader.0);
    let mut stream = Vec::new();
    let mut cells: Vec<Cell> =
        rows.iter().map(|row| Cell { known_ms: row.span_ms, ..Cell::default() }).collect();
    if flags & ABSENT != 0 {
        bits.stream(rows.len(), &mut stream)?;
        for (cell, absent) in cells.iter_mut().zip(&stream) {
            if *absent != 0 {
                cell.known_ms = 0;
            }
        }
    }
    let count = cells.iter().filter(|cell| cell.known_ms > 0).count();
    if flags & PARTLY_KNOWN != 0 {
        bits.stream(count, &mut stream)?;
        for (cell, missing) in known(&mut cells).zip(&stream) {
            let known_ms = i64::from(cell.known_ms).wrapping_sub(unzigzag(*missing));
            cell.known_ms = u32::try_from(known_ms).ok().filter(|known| *known > 0).ok_or(Damaged)?;
        }
    }
    bits.stream(count, &mut stream)?;
    let mut last = 0;
    for (cell, step) in known(&mut cells).zip(&stream) {
        cell.avg = centre.unwrap_or(last).wrapping_add(unzigzag(*step));
        (cell.min, cell.max) = (cell.avg, cell.avg);
        last = cell.avg;
    }
    if flags & SPREAD != 0 {
        bits.stream(count, &mut stream)?;
        for (cell, below) in known(&mut cells).zip(&stream) {
            cell.min = cell.avg.checked_sub_unsigned(*below).ok_or(Damaged)?;
        }
        bits.stream(count, &mut stream)?;
        for (cell, above) in known(&mut cells).zip(&stream) {
            cell.max = cell.avg.checked_add_unsigned(*above).ok_or(Damaged)?;
        }
    }
    Ok(cells)
}

fn known(cells: &mut [Cell]) -> impl Iterator<Item = &mut Cell> {
    cells.iter_mut().filter(|cell| cell.known_ms > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CODE: std::ops::Range<i64> = -(1 << 60)..(1 << 60);

    fn any_table() -> impl Strategy<Value = Table> {
        let row = (1_i64..5_000, 1_u32..20_000);
        let cell = (
            prop_oneof![Just(0_i64), 0_i64..5_000, CODE],
            prop_oneof![Just(0_i64), 0_i64..100],
            prop_oneof![Just(0_i64), 0_i64..100],
            prop_oneof![Just(0_u32), Just(1000), 1_u32..20_000],
        );
        (0_usize..200, 0_usize..4).prop_flat_map(move |(rows, columns)| {
            let column = (any::<u16>(), proptest::collection::vec(cell.clone(), rows));
            (proptest::collection::vec(row.clone(), rows), proptest::collection::vec(column, columns))
                .prop_map(|(rows, columns)| {
                    let mut table = Table::default();
                    let mut end_ms = 1_764_000_000_000;
                    for (step, span_ms) in rows {
                        end_ms += step;
                        table.begin_row(Stretch { end_ms, span_ms });
                    }
                    for (number, (id, cells)) in columns.into_iter().enumerate() {
                        let metric = Metric { id: id / 8 * 8 + number as u16, kind: Kind::Amount };
                        let cells = cells.into_iter().map(|(avg, below, above, known_ms)| match known_ms {
                            0 => Cell::default(),
                            _ => Cell { min: avg - below, avg, max: avg + above, known_ms },
                        });
                        table.columns.push(Column { metric, cells: cells.collect() });
                    }
                    table
                })
        })
    }

    proptest! {
        #[test]
        fn a_table_comes_back(table in any_table()) {
            let mut bytes = Vec::new();
            encode(&table, &mut bytes);
            prop_assert_eq!(decode(&bytes, |_| true), Ok(table.clone()));
            let first = table.columns.first().map(|column| column.metric.id);
            let only = decode(&bytes, |id| Some(id) == first).unwrap();
            prop_assert_eq!(only.columns.first(), table.columns.first());
            prop_assert!(only.columns.len() <= 1);
        }

        #[test]
        fn a_damaged_block_is_no_panic(
            table in any_table(), at in any::<prop::sample::Index>(), flip in 1_u8.., cut in any::<prop::sample::Index>(),
        ) {
            let mut bytes = Vec::new();
            encode(&table, &mut bytes);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            let _ = decode(&bytes, |_| true);
            bytes.truncate(cut.index(bytes.len() + 1));
            let _ = decode(&bytes, |_| true);
        }
    }
}
