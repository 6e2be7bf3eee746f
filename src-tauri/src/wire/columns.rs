//! Samples for drawing: binary, little-endian, so that a chart gets typed arrays and no JSON is parsed.
//! `ui/src/ipc/binary.ts` reads it.

use slipway_app::monitor::Columns;

/// One container: a header of six numbers, then for each metric that was asked for three rows of `columns` numbers, all
/// 64-bit floats; NaN is "none" or a gap.
///
/// Header: from_ms, to_ms, columns, CPU limit in nanocores, memory limit in bytes, time of the newest sample.
/// Rows: least, average, most.
#[derive(Debug, Clone, Copy)]
pub struct SeriesColumns<'a>(pub &'a Columns);

impl SeriesColumns<'_> {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let columns = self.0;
        let count = columns.bands.first().map_or(0, Vec::len);
        let none = |limit: Option<u64>| limit.map_or(f64::NAN, |limit| limit as f64);
        let mut bytes = Vec::with_capacity((6 + 3 * columns.bands.len() * count) * 8);
        let mut put = |number: f64| bytes.extend_from_slice(&number.to_le_bytes());
        put(columns.from_ms as f64);
        put(columns.to_ms as f64);
        put(count as f64);
        put(none(columns.cpu_limit));
        put(none(columns.memory_limit));
        put(columns.newest_ms.map_or(f64::NAN, |ms| ms as f64));
        for row in &columns.bands {
            row.iter().for_each(|column| put(column.min));
            row.iter().for_each(|column| put(column.avg));
            row.iter().for_each(|column| put(column.max));
        }
        bytes
    }
}

/// All containers of the table: two 32-bit counts (rows, columns), then for each row the bytes of its id as a 32-bit
/// count, the id padded with zeros to a multiple of four, its CPU maxima and its memory maxima as 32-bit floats; NaN is
/// a gap. Each row has these two bands.
#[derive(Debug, Clone, Copy)]
pub struct FleetColumns<'a>(pub &'a [(String, Columns)]);

impl FleetColumns<'_> {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let columns = self.0.first().and_then(|(_, row)| row.bands.first()).map_or(0, Vec::len);
        let mut bytes = Vec::with_capacity(8 + self.0.len() * (68 + columns * 8));
        bytes.extend_from_slice(&(self.0.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&(columns as u32).to_le_bytes());
        for (id, row) in self.0 {
            bytes.extend_from_slice(&(id.len() as u32).to_le_bytes());
            bytes.extend_from_slice(id.as_bytes());
            bytes.resize(bytes.len().next_multiple_of(4), 0);
            for series in &row.bands {
                for column in series {
                    bytes.extend_from_slice(&(column.max as f32).to_le_bytes());
                }
            }
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_app::monitor::MinAvgMax;

    fn columns() -> Columns {
        let one = |value: f64| MinAvgMax { min: value, avg: value + 1.0, max: value + 2.0 };
        Columns {
            from_ms: 10,
            to_ms: 30,
            bands: vec![vec![one(100.0), MinAvgMax::GAP], vec![one(200.0), MinAvgMax::GAP]],
            cpu_limit: Some(7),
            memory_limit: None,
            newest_ms: Some(29),
        }
    }

    #[test]
    fn a_series_is_a_header_and_three_rows_of_floats_a_metric() {
        let bytes = SeriesColumns(&columns()).bytes();
        let floats: Vec<f64> =
            bytes.chunks_exact(8).map(|eight| f64::from_le_bytes(eight.try_into().unwrap())).collect();
        assert_eq!(floats.len(), 6 + 6 * 2);
        assert_eq!(floats[..4], [10.0, 30.0, 2.0, 7.0]);
        assert!(floats[4].is_nan(), "no limit is no number");
        assert_eq!(floats[5], 29.0);
        let firsts: Vec<f64> = floats[6..].iter().step_by(2).copied().collect();
        assert_eq!(firsts, [100.0, 101.0, 102.0, 200.0, 201.0, 202.0]);
        assert!(floats[7].is_nan(), "a gap stays one");
    }

    #[test]
    fn a_row_of_the_fleet_is_its_id_padded_to_four_bytes_and_its_maxima() {
        let bytes = FleetColumns(&[("abcde".to_owned(), columns())]).bytes();
        assert_eq!(bytes[..12], [1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0]);
        assert_eq!(&bytes[12..20], b"abcde\0\0\0");
        let cpu = f32::from_le_bytes(bytes[20..24].try_into().unwrap());
        let memory = f32::from_le_bytes(bytes[28..32].try_into().unwrap());
        assert_eq!((cpu, memory), (102.0, 202.0));
        assert_eq!(bytes.len(), 36);
    }
}
