//! The engine's times as text, read without a calendar library.

use slipway_model::Timestamp;

/// Reads an RFC 3339 time with up to nine digits of a second; the engine's "never" (the year 1) and what is no time
/// at all give `None`.
pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let (date, rest) = text.split_at_checked(10)?;
    if !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) {
        return None;
    }
    let (clock, rest) = rest.get(1..)?.split_at_checked(8)?;
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(clock, ':')?;
    let in_range =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    if year <= 1 || !in_range {
        return None;
    }
    let (nanos, zone) = fraction(rest)?;
    let seconds =
        days_since_epoch(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)?;
    let nanos_total = seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?;
    Some(Timestamp::from_unix_nanos(nanos_total))
}

/// What bollard has read itself: nanoseconds since the epoch. The engine's "never" gives `None` here, too.
pub(crate) fn from_nanos(nanos: i128) -> Option<Timestamp> {
    i64::try_from(nanos).ok().map(Timestamp::from_unix_nanos)
}

fn numbers(text: &str, between: char) -> Option<[i64; 3]> {
    let mut parts = text.split(between).map(digits);
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

fn digits(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// The nanoseconds after the point, and what follows them.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(after) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let (figures, zone) = after.split_at_checked(end)?;
    let kept = figures.get(..figures.len().min(9))?;
    let scale = 10_i64.pow(9 - kept.len() as u32);
    Some((digits(kept)? * scale, zone))
}

fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * (digits(hours)? * 3_600 + digits(minutes)? * 60))
}

/// Days from 1970-01-01 in the Gregorian calendar (Howard Hinnant's formula).
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engines_times_are_read_to_the_nanosecond() {
        for (text, nanos) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-24T15:48:23.123456789Z", 1_795_535_303_123_456_789),
            ("2026-11-24T16:48:23.1+01:00", 1_795_535_303_100_000_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000_000_000),
            ("2000-03-01T00:00:00-02:30", 951_877_800_000_000_000),
        ] {
            assert_eq!(parse_rfc3339(text).map(Timestamp::unix_nanos), Some(nanos), "{text}");
        }
    }

    #[test]
    fn never_and_nonsense_are_no_time() {
        for text in [
            "0001-01-01T00:00:00Z",
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-11-24T15:48:23",
            "2026-1é-24T1",
        ] {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }
}
