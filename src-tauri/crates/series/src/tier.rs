//! The three tiers: how fine they are, how long they are kept, when one is made into the next.

/// How finely time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// Rows as they were appended, one a second.
    Second,
    /// Ten seconds a row.
    TenSeconds,
    /// A minute a row.
    Minute,
}

impl Tier {
    /// All, from the finest.
    pub const ALL: [Self; 3] = [Self::Second, Self::TenSeconds, Self::Minute];

    /// The width of a row.
    pub const fn width_ms(self) -> i64 {
        match self {
            Self::Second => 1_000,
            Self::TenSeconds => 10_000,
            Self::Minute => 60_000,
        }
    }

    /// How long it is kept.
    pub const fn kept_ms(self) -> i64 {
        const HOUR_MS: i64 = 3_600_000;
        match self {
            Self::Second => 2 * HOUR_MS,
            Self::TenSeconds => 24 * HOUR_MS,
            Self::Minute => 14 * 24 * HOUR_MS,
        }
    }

    /// Its share of the cap, in percent. A share that is not used is free for the others.
    pub(crate) const fn share_percent(self) -> u64 {
        match self {
            Self::Second | Self::TenSeconds => 25,
            Self::Minute => 50,
        }
    }

    /// The tier that is made of this one.
    pub(crate) const fn next(self) -> Option<Self> {
        match self {
            Self::Second => Some(Self::TenSeconds),
            Self::TenSeconds => Some(Self::Minute),
            Self::Minute => None,
        }
    }

    /// So many files make one of the next tier: an hour of ten minutes each, half a day of hours.
    pub(crate) const fn files_for_next(self) -> usize {
        match self {
            Self::Second => 6,
            Self::TenSeconds | Self::Minute => 12,
        }
    }

    /// Where a file is older, it is made into the next tier with what there is: a program that runs for minutes at a
    /// time never has enough files.
    pub(crate) const fn waits_for_next_ms(self) -> i64 {
        match self {
            Self::Second => 70 * 60_000,
            Self::TenSeconds | Self::Minute => 13 * 3_600_000,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Second => "1s",
            Self::TenSeconds => "10s",
            Self::Minute => "60s",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.name() == name)
    }

    pub(crate) const fn to_byte(self) -> u8 {
        match self {
            Self::Second => 0,
            Self::TenSeconds => 1,
            Self::Minute => 2,
        }
    }

    /// The tier for columns of a width: the coarsest that is not coarser than they are.
    pub(crate) fn for_columns(width_ms: f64) -> Self {
        let fits = Self::ALL.into_iter().rev().find(|tier| tier.width_ms() as f64 <= width_ms);
        fits.unwrap_or(Self::Second)
    }
}
