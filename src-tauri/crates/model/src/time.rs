//! Wall-clock times. Rates are made from monotonic time, which stays inside the room that measures.

use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// A moment on the wall clock: milliseconds since the Unix epoch and the remainder in nanoseconds
/// (`0..1_000_000`), where order matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Timestamp {
    /// Milliseconds since the Unix epoch.
    pub ms: i64,
    /// Nanoseconds past [`Timestamp::ms`].
    pub ns: u32,
}

impl Timestamp {
    /// From whole milliseconds.
    pub const fn from_ms(ms: i64) -> Self {
        Self { ms, ns: 0 }
    }

    /// From nanoseconds since the epoch.
    pub const fn from_unix_nanos(nanos: i64) -> Self {
        Self { ms: nanos.div_euclid(1_000_000), ns: nanos.rem_euclid(1_000_000) as u32 }
    }

    /// Nanoseconds since the epoch.
    pub const fn unix_nanos(self) -> i64 {
        self.ms * 1_000_000 + self.ns as i64
    }
}

/// The wall clock now.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp { ms: since.as_millis() as i64, ns: since.subsec_nanos() % 1_000_000 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_survive_the_way_there_and_back() {
        for nanos in [0, 1, 999_999, 1_000_000, 1_764_000_000_123_456_789, -1] {
            assert_eq!(Timestamp::from_unix_nanos(nanos).unix_nanos(), nanos);
        }
    }
}
