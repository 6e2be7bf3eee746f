//! What is recorded, and how exactly: a value becomes a small whole number, its code, and comes back from it.
//!
//! Codes of one kind are ordered as their values are, and encoding what came out of a code gives that code again.
//! So the least and the most of a minute are exactly the least and the most of its seconds.

/// Below this a rounded amount is exact: 11 bits are kept of every number.
const EXACT_BELOW: u64 = 2048;
/// Of an amount's 11 bits the first is always set: 10 tell amounts of one magnitude apart.
const STEPS: u64 = 1024;
/// No number is larger than this (2^60, 10^18) after scaling; differences of codes then stay far from overflowing.
const LARGEST: f64 = (1_u64 << 60) as f64;

/// How a metric's values are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Whole numbers that may be large (bytes, nanocores, bytes a second): exact below 2,048, above it rounded by
    /// less than 0.05 %.
    Amount,
    /// Small numbers (a share from 0 to 1, seconds): to a millionth, or by less than 0.05 % where that is more;
    /// up to 10^12.
    Fraction,
    /// Numbers that must come back as they were (limits, counts of kills): to a thousandth, up to 2^43. Costs more
    /// than the others where they change all the time.
    Exact,
}

impl Kind {
    pub(crate) const fn to_byte(self) -> u8 {
        match self {
            Self::Amount => 0,
            Self::Fraction => 1,
            Self::Exact => 2,
        }
    }

    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Amount),
            1 => Some(Self::Fraction),
            2 => Some(Self::Exact),
            _ => None,
        }
    }

    /// The code of a value. The value is finite.
    pub(crate) fn encode(self, value: f64) -> i64 {
        match self {
            Self::Amount => rounded(value),
            Self::Fraction => rounded(value * 1e6),
            Self::Exact => (value * 1e3).round().clamp(-LARGEST, LARGEST) as i64,
        }
    }

    /// The value of a code.
    pub(crate) fn decode(self, code: i64) -> f64 {
        match self {
            Self::Amount => unrounded(code),
            Self::Fraction => unrounded(code) / 1e6,
            Self::Exact => code as f64 / 1e3,
        }
    }
}

fn rounded(value: f64) -> i64 {
    let whole = value.abs().round().min(LARGEST) as u64;
    let code = if whole < EXACT_BELOW {
        whole
    } else {
        let dropped = whole.ilog2() - STEPS.ilog2();
        let kept = (whole + (1 << (dropped - 1))) >> dropped;
        // Where rounding up makes a power of two, this is the code of that power.
        u64::from(dropped) * STEPS + kept
    };
    if value < 0.0 { -(code as i64) } else { code as i64 }
}

fn unrounded(code: i64) -> f64 {
    let magnitude = code.unsigned_abs();
    let dropped = (magnitude / STEPS).saturating_sub(1);
    let kept = magnitude - dropped * STEPS;
    let value = match dropped {
        0..50 => (kept << dropped) as f64,
        // Only a damaged code says so.
        _ => kept as f64 * 2.0_f64.powi(dropped.min(1000) as i32),
    };
    if code < 0 { -value } else { value }
}

/// One thing that is measured. The number is the caller's; it must mean the same for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Metric {
    /// Its number.
    pub id: u16,
    /// How its values are kept.
    pub kind: Kind,
}

/// A value over a span of time, or what lies in one column; all NaN where nothing is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MinAvgMax {
    /// The least.
    pub min: f64,
    /// The average over the time that is known.
    pub avg: f64,
    /// The most.
    pub max: f64,
}

impl MinAvgMax {
    /// Nothing known.
    pub const GAP: Self = Self { min: f64::NAN, avg: f64::NAN, max: f64::NAN };

    /// One value that stands for the whole span.
    pub const fn only(value: f64) -> Self {
        Self { min: value, avg: value, max: value }
    }

    /// The codes of least, average and most, in that order and in that order of size; none for a gap.
    pub(crate) fn codes(self, kind: Kind) -> Option<(i64, i64, i64)> {
        if !self.avg.is_finite() {
            return None;
        }
        let avg = kind.encode(self.avg);
        let bound = |value: f64| if value.is_finite() { kind.encode(value) } else { avg };
        // Sums of floats may push an average past its bounds by a hair; the average gives way unless the bounds are
        // the wrong way round.
        let (min, max) = (bound(self.min), bound(self.max));
        Some(if min <= max { (min, avg.clamp(min, max), max) } else { (avg, avg, avg) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_must_be_exact_is() {
        for value in [0.0, 1.0, 17.0, 0.125, 536_870_912.0, 3e8, 1_000_001.0, -5.0, 8e12] {
            assert_eq!(Kind::Exact.decode(Kind::Exact.encode(value)), value);
        }
        for value in 0..5000 {
            let back = Kind::Amount.decode(Kind::Amount.encode(f64::from(value)));
            assert!((back - f64::from(value)).abs() <= f64::from(value) * 0.0005, "{value}: {back}");
            assert!(value >= 2048 || back == f64::from(value));
        }
        assert_eq!(Kind::Amount.decode(Kind::Amount.encode(536_870_912.0)), 536_870_912.0);
    }

    #[test]
    fn bounds_hold_the_average() {
        let value = MinAvgMax { min: 1.0, avg: 1.000_000_1, max: 1.0 };
        assert_eq!(value.codes(Kind::Exact), Some((1000, 1000, 1000)));
        let turned = MinAvgMax { min: 9.0, avg: 5.0, max: 1.0 };
        assert_eq!(turned.codes(Kind::Amount), Some((5, 5, 5)));
        assert_eq!(MinAvgMax::GAP.codes(Kind::Amount), None);
        assert_eq!(MinAvgMax::only(f64::INFINITY).codes(Kind::Amount), None);
    }

    proptest! {
        #[test]
        fn codes_are_ordered_stable_and_close(
            a in -1e15_f64..1e15, b in prop_oneof![-1e15_f64..1e15, -10.0_f64..1e5],
            kind in prop_oneof![Just(Kind::Amount), Just(Kind::Fraction), Just(Kind::Exact)],
        ) {
            let (a, b) = if kind == Kind::Fraction { (a / 1e4, b / 1e4) } else { (a, b) };
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(kind.encode(low) <= kind.encode(high));
            for value in [a, b] {
                let code = kind.encode(value);
                let back = kind.decode(code);
                // From 2^42 on, thousandths are finer than a float is.
                if kind != Kind::Exact || value.abs() < 4e12 {
                    prop_assert_eq!(kind.encode(back), code);
                }
                let step = match kind { Kind::Amount => 0.5, Kind::Fraction => 5e-7, Kind::Exact => 5e-4 };
                prop_assert!((back - value).abs() <= value.abs() * 0.0005 + step, "{} {}", value, back);
            }
        }

        #[test]
        fn no_code_and_no_value_panics(code in any::<i64>(), value in any::<f64>()) {
            for kind in [Kind::Amount, Kind::Fraction, Kind::Exact] {
                prop_assert!(!kind.decode(code).is_nan());
                kind.encode(value);
            }
        }
    }
}
