//! Go's own version numbers: `1.22`, `1.22.3`, `1.26rc1`.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A Go version. `1.22` is the language version, `1.22.3` a release; Go orders them as `1.22 < 1.22rc1 < 1.22.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GoVersion {
    /// Always 1 so far.
    pub major: u32,
    /// The `22` of `1.22.3`.
    pub minor: u32,
    /// The `3` of `1.22.3`; none for a language version or a release before 1.21.0 (`1.20`).
    pub patch: Option<u32>,
    /// A release that is not yet one.
    pub pre: Option<Pre>,
}

/// A version before the first stable one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pre {
    /// `beta1`.
    Beta(u32),
    /// `rc1`.
    Rc(u32),
}

/// The text is no Go version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a Go version")]
pub struct NotAVersion;

impl GoVersion {
    /// The first Go that obeys a `go` line and can be fetched as a module.
    pub const OLDEST: Self = Self { major: 1, minor: 21, patch: Some(0), pre: None };

    /// The newest language version that is known here.
    pub const NEWEST: Self = Self { major: 1, minor: 27, patch: None, pre: None };

    /// A release.
    pub const fn release(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch: Some(patch), pre: None }
    }

    /// Whether it names a language version (`1.22`) and so leaves the patch open.
    pub const fn is_language(self) -> bool {
        self.patch.is_none() && self.pre.is_none()
    }

    /// Whether it is neither a beta nor a release candidate.
    pub const fn is_stable(self) -> bool {
        self.pre.is_none()
    }

    /// Whether both are of the same `1.N`.
    pub const fn same_language(self, other: Self) -> bool {
        self.major == other.major && self.minor == other.minor
    }

    fn rank(self) -> (u32, u32, u8, Option<Pre>, u32) {
        // 1.22 < 1.22beta1 < 1.22rc1 < 1.22.0
        let stage = match (self.patch, self.pre) {
            (_, Some(_)) => 1,
            (None, None) => 0,
            (Some(_), None) => 2,
        };
        (self.major, self.minor, stage, self.pre, self.patch.unwrap_or(0))
    }
}

impl Ord for GoVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}
impl PartialOrd for GoVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for GoVersion {
    type Err = NotAVersion;

    /// Reads `1.22.3`, `go1.22.3`, `go1.26rc1` and what a distribution appends (`go1.22.3-custom`, `go1.24.4 X:…`).
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let text = text.trim();
        let text = text.strip_prefix("go").unwrap_or(text);
        let text = text.split(['-', ' ', '+']).next().unwrap_or_default();
        let (major, rest) = number(text).ok_or(NotAVersion)?;
        let rest = rest.strip_prefix('.').ok_or(NotAVersion)?;
        let (minor, rest) = number(rest).ok_or(NotAVersion)?;
        let mut version = Self { major, minor, patch: None, pre: None };
        if rest.is_empty() {
            return Ok(version);
        }
        if let Some(n) = last(rest, "rc") {
            version.pre = Some(Pre::Rc(n));
        } else if let Some(n) = last(rest, "beta") {
            version.pre = Some(Pre::Beta(n));
        } else if let Some(n) = last(rest, ".") {
            version.patch = Some(n);
        } else {
            return Err(NotAVersion);
        }
        Ok(version)
    }
}

/// The number after a word, if nothing follows it.
fn last(text: &str, word: &str) -> Option<u32> {
    number(text.strip_prefix(word)?).filter(|(_, rest)| rest.is_empty()).map(|(n, _)| n)
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let digits = text.get(..end)?;
    if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some((digits.parse().ok()?, text.get(end..)?))
}

impl fmt::Display for GoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        match (self.patch, self.pre) {
            (Some(patch), _) => write!(f, ".{patch}"),
            (None, Some(Pre::Rc(n))) => write!(f, "rc{n}"),
            (None, Some(Pre::Beta(n))) => write!(f, "beta{n}"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(text: &str) -> GoVersion {
        text.parse().unwrap()
    }

    #[test]
    fn versions_are_read_as_go_writes_them() {
        for text in ["1.22", "1.22.3", "1.26rc1", "1.18beta2", "1.0"] {
            assert_eq!(v(text).to_string(), text);
        }
        assert_eq!(v("go1.24.4 X:nocoverageredesign"), v("1.24.4"));
        assert_eq!(v("go1.19.8-debian"), v("1.19.8"));
        for text in ["", "1", "1.", "1.22.", "1.22.3.4", "1.022", "latest", "1.22x", "v1.22"] {
            assert!(text.parse::<GoVersion>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_order_is_gos_own() {
        let order =
            ["1.20", "1.21", "1.21rc2", "1.21.0", "1.21.13", "1.22", "1.22beta1", "1.22rc1", "1.22.0"];
        for pair in order.windows(2) {
            assert!(v(pair[0]) < v(pair[1]), "{pair:?}");
        }
    }
}
