//! What is shown, as a file: comma-separated values or JSON.

use serde_json::{Value, json};
use slipway_model::Fault;
use slipway_monitor::{Columns, Metric};
use std::fmt::Write as _;
use std::path::Path;

/// One container's part of what is shown.
#[derive(Debug, Clone)]
pub struct Exported {
    /// Its id.
    pub id: String,
    /// Its name, hostile.
    pub name: String,
    /// Its columns, a band for each metric.
    pub columns: Columns,
}

/// A row a container and column: time, container, then least, average and most of each metric, with its unit in the
/// heading. What is not known is empty.
pub fn csv(metrics: &[Metric], parts: &[Exported]) -> String {
    let mut text = "time_ms,time_utc,container_id,container_name".to_owned();
    for metric in metrics {
        for what in ["min", "avg", "max"] {
            // Writing to a string does not fail.
            let _ = write!(text, ",{}_{what} ({})", metric.name(), metric.unit());
        }
    }
    text.push_str("\r\n");
    for part in parts {
        for (at, time_ms) in times(&part.columns).enumerate() {
            let bands = &part.columns.bands;
            if bands.iter().all(|band| band.get(at).is_none_or(|column| column.avg.is_nan())) {
                continue;
            }
            let _ = write!(text, "{time_ms},{},{},{}", utc(time_ms), cell(&part.id), cell(&part.name));
            for band in bands {
                for value in band.get(at).map_or([f64::NAN; 3], |column| [column.min, column.avg, column.max])
                {
                    text.push(',');
                    if value.is_finite() {
                        let _ = write!(text, "{}", rounded(value));
                    }
                }
            }
            text.push_str("\r\n");
        }
    }
    text
}

/// The same as JSON: an array a metric, `null` where nothing is known.
pub fn json(metrics: &[Metric], parts: &[Exported]) -> String {
    let known = |value: f64| if value.is_finite() { json!(rounded(value)) } else { Value::Null };
    let containers: Vec<Value> = parts
        .iter()
        .map(|part| {
            let series: serde_json::Map<String, Value> = metrics
                .iter()
                .zip(&part.columns.bands)
                .map(|(metric, band)| {
                    let all = |of: fn(&slipway_series::MinAvgMax) -> f64| -> Vec<Value> {
                        band.iter().map(|column| known(of(column))).collect()
                    };
                    let series = json!({
                        "unit": metric.unit(),
                        "min": all(|column| column.min),
                        "avg": all(|column| column.avg),
                        "max": all(|column| column.max),
                    });
                    (metric.name().to_owned(), series)
                })
                .collect();
            json!({
                "id": part.id,
                "name": part.name,
                "time_ms": times(&part.columns).collect::<Vec<_>>(),
                "series": series,
            })
        })
        .collect();
    json!({ "slipway_export": 1, "containers": containers }).to_string()
}

/// Where each column begins.
fn times(columns: &Columns) -> impl Iterator<Item = i64> {
    let count = columns.bands.first().map_or(0, Vec::len);
    let width = (columns.to_ms - columns.from_ms) as f64 / count.max(1) as f64;
    let from = columns.from_ms as f64;
    (0..count).map(move |at| (from + at as f64 * width).round() as i64)
}

/// Six digits behind the point are more than is measured.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A name is anybody's to choose: it stays one cell, and is no formula for a spreadsheet.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', '\'']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// A file that the user chose could not be written.
pub fn cannot_write(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new("machine-cannot-write")
        .with("path", path.to_string_lossy().into_owned())
        .detail(error.to_string())
}

/// `2026-11-25T20:15:00.000Z`.
pub(crate) fn utc(time_ms: i64) -> String {
    let (days, of_day) = (time_ms.div_euclid(86_400_000), time_ms.rem_euclid(86_400_000));
    // Howard Hinnant's civil_from_days: years begin in March, so that the leap day is the last one.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (h, m, s, ms) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60, of_day % 1000);
    format!("{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}.{ms:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_series::MinAvgMax;

    fn part(name: &str) -> Exported {
        let bands = vec![
            vec![MinAvgMax { min: 1.0, avg: 2.0, max: 3.5 }, MinAvgMax::GAP],
            vec![MinAvgMax::only(7.0), MinAvgMax::GAP],
        ];
        let columns = Columns {
            from_ms: 1_764_100_800_000,
            to_ms: 1_764_100_802_000,
            bands,
            cpu_limit: None,
            memory_limit: None,
            newest_ms: None,
        };
        Exported { id: "abc".to_owned(), name: name.to_owned(), columns }
    }

    #[test]
    fn a_gap_is_no_row_and_a_name_is_no_formula() {
        let text = csv(&[Metric::Cpu, Metric::Memory], &[part("=cmd|' /c calc'!A0\n\"x\"")]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines[0].starts_with("time_ms,time_utc,container_id,container_name,cpu_min (nanocores),"));
        assert!(lines[1].starts_with("1764100800000,2025-11-25T20:00:00.000Z,abc,\"'=cmd|"), "{}", lines[1]);
        assert!(lines[1].ends_with("\"\"x\"\"\",1,2,3.5,7,7,7"), "{}", lines[1]);
        assert_eq!(lines.len(), 3, "the second column is a gap, and the last line is empty");
    }

    #[test]
    fn json_has_null_for_a_gap() {
        let value: Value = serde_json::from_str(&json(&[Metric::Cpu, Metric::Memory], &[part("x")])).unwrap();
        let one = &value["containers"][0];
        assert_eq!(one["time_ms"], json!([1_764_100_800_000_i64, 1_764_100_801_000_i64]));
        assert_eq!(one["series"]["cpu"]["avg"], json!([2.0, null]));
    }

    #[test]
    fn times_are_those_of_the_calendar() {
        assert_eq!(utc(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(utc(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(utc(-1), "1969-12-31T23:59:59.999Z");
    }
}
