//! How much of a container's log the engine keeps: `--log-opt max-size=10m --log-opt max-file=3`.

use std::collections::HashMap;

/// What the driver `local` keeps where nothing else is said.
const LOCAL: (u64, u64) = (20 << 20, 5);

/// How many of the newest bytes are kept at least; none where nothing is ever thrown away, or the driver is not one
/// that says.
pub(crate) fn kept_bytes(driver: &str, options: &HashMap<String, String>) -> Option<u64> {
    let (size, files) = match driver {
        "json-file" => (None, 1),
        "local" => (Some(LOCAL.0), LOCAL.1),
        _ => return None,
    };
    let size = options.get("max-size").map_or(size, |text| bytes(text))?;
    let files = options.get("max-file").and_then(|text| text.parse().ok()).unwrap_or(files);
    // The newest of the files may have been begun just now.
    Some(size.saturating_mul(files.saturating_sub(1)))
}

/// A size as Docker reads it: `512`, `10k`, `10KB`, `2.5m`, `1GiB`; each step is 1024. None where it is none, or -1
/// (no limit).
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let unit = text.trim_start_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | '-'));
    let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
    let unit = unit.trim_start();
    let unit = unit.strip_suffix("ib").or_else(|| unit.strip_suffix('b')).unwrap_or(unit);
    let step = ["", "k", "m", "g", "t"].iter().position(|name| *name == unit)?;
    let bytes = number * 1024_f64.powi(i32::try_from(step).ok()?);
    (bytes >= 0.0).then_some(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(driver: &str, options: &[(&str, &str)]) -> Option<u64> {
        let options = options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        kept_bytes(driver, &options.collect())
    }

    #[test]
    fn what_is_kept_is_all_but_the_newest_file() {
        assert_eq!(kept("json-file", &[]), None);
        assert_eq!(kept("json-file", &[("max-size", "-1"), ("max-file", "3")]), None);
        assert_eq!(kept("json-file", &[("max-size", "10m"), ("max-file", "3")]), Some(20 << 20));
        assert_eq!(kept("json-file", &[("max-size", "10m")]), Some(0));
        assert_eq!(kept("local", &[]), Some(80 << 20));
        assert_eq!(kept("local", &[("max-file", "2")]), Some(20 << 20));
        assert_eq!(kept("journald", &[("max-size", "10m")]), None);
    }

    #[test]
    fn sizes_are_read_as_docker_reads_them() {
        let sizes = ["512", "10k", "10KB", "2.5m", "1GiB", "1 g", "1x", "", "-1", "9e9"];
        let read = sizes.map(bytes);
        let k = 1 << 10;
        let expected =
            [Some(512), Some(10 * k), Some(10 * k), Some(2560 * k), Some(k * k * k), Some(k * k * k)];
        assert_eq!(read[..6], expected);
        assert_eq!(read[6..], [None; 4]);
    }
}
