//! Samples for drawing: binary, little-endian, so that a chart gets typed arrays and no JSON is parsed.
//! `ui/src/ipc/binary.ts` reads it; both sides test against `ui/src/ipc/binary.fixture.json`.

use slipway_app::monitor::Columns;

/// One container: a header of six numbers, then seven rows of `columns` numbers, all 64-bit floats; NaN is "none" or
/// a gap.
///
/// Header: from_ms, to_ms, columns, CPU limit in nanocores, memory limit in bytes, time of the newest sample.
/// Rows: CPU min, avg, max; memory min, avg, max; share of time made to wait, 0 to 1.
#[derive(Debug, Clone, Copy)]
pub struct SeriesColumns<'a>(pub &'a Columns);

impl SeriesColumns<'_> {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let columns = self.0;
        let count = columns.cpu_nanocores.len();
        let none = |limit: Option<u64>| limit.map_or(f64::NAN, |limit| limit as f64);
        let mut bytes = Vec::with_capacity((6 + 7 * count) * 8);
        let mut put = |number: f64| bytes.extend_from_slice(&number.to_le_bytes());
        put(columns.from_ms as f64);
        put(columns.to_ms as f64);
        put(count as f64);
        put(none(columns.cpu_limit));
        put(none(columns.memory_limit));
        put(columns.newest_ms.map_or(f64::NAN, |ms| ms as f64));
        for row in [&columns.cpu_nanocores, &columns.memory_bytes] {
            row.iter().for_each(|column| put(column.min));
            row.iter().for_each(|column| put(column.avg));
            row.iter().for_each(|column| put(column.max));
        }
        columns.waited.iter().for_each(|share| put(*share));
        bytes
    }
}

/// All containers of the table: two 32-bit counts (rows, columns), then for each row the bytes of its id as a 32-bit
/// count, the id padded with zeros to a multiple of four, its CPU maxima and its memory maxima as 32-bit floats; NaN is
/// a gap.
#[derive(Debug, Clone, Copy)]
pub struct FleetColumns<'a>(pub &'a [(String, Columns)]);

impl FleetColumns<'_> {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let columns = self.0.first().map_or(0, |(_, row)| row.cpu_nanocores.len());
        let mut bytes = Vec::with_capacity(8 + self.0.len() * (68 + columns * 8));
        bytes.extend_from_slice(&(self.0.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&(columns as u32).to_le_bytes());
        for (id, row) in self.0 {
            bytes.extend_from_slice(&(id.len() as u32).to_le_bytes());
            bytes.extend_from_slice(id.as_bytes());
            bytes.resize(bytes.len().next_multiple_of(4), 0);
            for series in [&row.cpu_nanocores, &row.memory_bytes] {
                for column in series {
                    bytes.extend_from_slice(&(column.max as f32).to_le_bytes());
                }
            }
        }
        bytes
    }
}
