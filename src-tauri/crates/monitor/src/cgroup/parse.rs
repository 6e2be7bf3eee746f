//! The kernel's formats, taken apart without allocation. Whatever does not read as it should is not known.

use std::str;

/// A file of one number. `max` and what is no number is not known.
pub(crate) fn number(text: &[u8]) -> Option<u64> {
    str::from_utf8(text).ok()?.trim().parse().ok()
}

/// The values of `NAME VALUE` lines, for the given names in any order.
pub(crate) fn named<const N: usize>(text: &[u8], names: [&str; N]) -> [Option<u64>; N] {
    let mut found = [None; N];
    for line in text.split(|byte| *byte == b'\n') {
        let Some(space) = line.iter().position(|byte| *byte == b' ') else { continue };
        let (name, value) = (&line[..space], &line[space + 1..]);
        if let Some(at) = names.iter().position(|wanted| wanted.as_bytes() == name) {
            found[at] = number(value);
        }
    }
    found
}

/// A limit that no machine reaches is none: version 1 writes 2^63 rounded down to a page for it.
pub(crate) fn v1_limit(text: &[u8]) -> Option<u64> {
    number(text).filter(|bytes| *bytes < (1 << 62))
}

/// `cpu.max` of version 2: `QUOTA PERIOD` in microseconds, or `max PERIOD`.
pub(crate) fn v2_cpu_limit(text: &[u8]) -> Option<u64> {
    let mut words = str::from_utf8(text).ok()?.split_ascii_whitespace();
    cpu_limit(words.next()?.parse().ok(), words.next()?.parse().ok())
}

/// Nanocores of a quota and its period.
pub(crate) fn cpu_limit(quota_us: Option<i64>, period_us: Option<u64>) -> Option<u64> {
    let quota = u64::try_from(quota_us?).ok().filter(|quota| *quota > 0)?;
    let period = period_us.filter(|period| *period > 0)?;
    u64::try_from(u128::from(quota) * 1_000_000_000 / u128::from(period)).ok()
}

/// Bytes or operations read and written, over all disks. Version 1: `MAJOR:MINOR Read N` lines and a total.
pub(crate) fn v1_disk(text: &[u8]) -> Option<(u64, u64)> {
    let (mut read, mut written) = (0_u64, 0_u64);
    for line in str::from_utf8(text).ok()?.lines() {
        let mut words = line.split_ascii_whitespace();
        let (Some(device), Some(kind), Some(count)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let Some(count) = count.parse().ok().filter(|_| device.contains(':')) else { continue };
        match kind {
            "Read" => read = read.saturating_add(count),
            "Write" => written = written.saturating_add(count),
            _ => {}
        }
    }
    Some((read, written))
}

/// Bytes read and written, reads and writes, over all disks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Disk {
    pub(crate) read_bytes: u64,
    pub(crate) written_bytes: u64,
    pub(crate) reads: u64,
    pub(crate) writes: u64,
}

/// `io.stat` of version 2: `MAJOR:MINOR rbytes=N wbytes=N rios=N wios=N …` a line.
pub(crate) fn v2_disk(text: &[u8]) -> Option<Disk> {
    let mut sum = Disk::default();
    for line in str::from_utf8(text).ok()?.lines() {
        for word in line.split_ascii_whitespace().skip(1) {
            let Some((name, count)) = word.split_once('=') else { continue };
            let Ok(count) = count.parse::<u64>() else { continue };
            let total = match name {
                "rbytes" => &mut sum.read_bytes,
                "wbytes" => &mut sum.written_bytes,
                "rios" => &mut sum.reads,
                "wios" => &mut sum.writes,
                _ => continue,
            };
            *total = total.saturating_add(count);
        }
    }
    Some(sum)
}

/// `/proc/PID/net/dev`: bytes received and sent, over all interfaces but `lo`.
pub(crate) fn network(text: &[u8]) -> Option<(u64, u64)> {
    let (mut received, mut sent) = (0_u64, 0_u64);
    let mut lines = str::from_utf8(text).ok()?.lines().skip(2);
    lines.try_for_each(|line| {
        // A long name leaves no space before the first number.
        let (name, numbers) = line.rsplit_once(':')?;
        if name.trim() != "lo" {
            let mut numbers = numbers.split_ascii_whitespace();
            received = received.saturating_add(numbers.next()?.parse::<u64>().ok()?);
            sent = sent.saturating_add(numbers.nth(7)?.parse::<u64>().ok()?);
        }
        Some(())
    })?;
    Some((received, sent))
}

/// A `*.pressure` file: microseconds of the `some` line.
pub(crate) fn pressure(text: &[u8]) -> Option<u64> {
    let some = str::from_utf8(text).ok()?.lines().find(|line| line.starts_with("some "))?;
    some.split_ascii_whitespace().find_map(|word| word.strip_prefix("total="))?.parse().ok()
}

/// Every reader over the same bytes, for tests that try any.
pub(crate) fn every(bytes: &[u8]) {
    number(bytes);
    named(bytes, ["a", "usage_usec", ""]);
    v1_limit(bytes);
    v2_cpu_limit(bytes);
    v1_disk(bytes);
    v2_disk(bytes);
    network(bytes);
    pressure(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_of_names_and_numbers() {
        let stat = b"cache 5\nrss 7\nrss_huge 9\ntotal_inactive_file 11\n";
        assert_eq!(named(stat, ["total_inactive_file", "rss", "swap"]), [Some(11), Some(7), None]);
        assert_eq!((number(b"42\n"), number(b"max\n"), number(b"-1\n")), (Some(42), None, None));
    }

    #[test]
    fn limits_and_the_lack_of_one() {
        assert_eq!(v1_limit(b"9223372036854771712\n"), None);
        assert_eq!(v1_limit(b"67108864\n"), Some(64 << 20));
        assert_eq!(v2_cpu_limit(b"30000 100000\n"), Some(300_000_000));
        assert_eq!(v2_cpu_limit(b"max 100000\n"), None);
        assert_eq!(cpu_limit(Some(-1), Some(100_000)), None);
        assert_eq!(cpu_limit(Some(1), Some(0)), None);
    }

    #[test]
    fn disks_are_summed_and_their_total_is_not_added() {
        let v1 = b"254:0 Read 100\n254:0 Write 20\n254:0 Sync 9\n8:0 Read 1\n8:0 Write 2\nTotal 123\n";
        assert_eq!(v1_disk(v1), Some((101, 22)));
        assert_eq!(v1_disk(b"Total 0\n"), Some((0, 0)));
        let v2 = b"8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=9\n254:0 rbytes=10 wbytes=20 rios=30 wios=40\n";
        assert_eq!(v2_disk(v2), Some(Disk { read_bytes: 11, written_bytes: 22, reads: 33, writes: 44 }));
    }

    #[test]
    fn interfaces_are_summed_without_loopback() {
        let text = b"Inter-|   Receive                            |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     500       1    0    0    0     0          0         0      500       1    0    0    0     0       0          0
  eth0:    1000       1    0    0    0     0          0         0       70       1    0    0    0     0       0          0
eth12345:7       1    0    0    0     0          0         0       3       1    0    0    0     0       0          0\n";
        assert_eq!(network(text), Some((1007, 73)));
        assert_eq!(network(b""), Some((0, 0)));
        assert_eq!(network(b"a\nb\neth0: 12\n"), None, "half a line is not known");
    }

    #[test]
    fn pressure_is_the_some_line() {
        let text = b"some avg10=0.00 avg60=0.00 avg300=0.00 total=4242\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n";
        assert_eq!((pressure(text), pressure(b"full total=7\n")), (Some(4242), None));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            every(&bytes);
        }
    }
}
