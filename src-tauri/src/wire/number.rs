//! Numbers that JavaScript can hold.

/// The greatest whole number that a JavaScript number holds exactly.
pub const MAX: u64 = (1 << 53) - 1;

/// The number, at most [`MAX`]. What is greater is no byte count or time that we know, and is cut instead of being
/// silently rounded on the other side.
pub fn safe(number: u64) -> u64 {
    number.min(MAX)
}

/// The same for times, which may lie before the epoch.
pub fn safe_ms(number: i64) -> i64 {
    number.clamp(-(MAX as i64), MAX as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_javascript_would_round_crosses_the_border() {
        assert_eq!(safe(u64::MAX), MAX);
        assert_eq!(safe(7), 7);
        assert_eq!(safe_ms(i64::MIN), -(MAX as i64));
    }
}
