//! What time it is where something is to be deleted for its age.
//!
//! A clock is believed only after it has been written by for hours: a machine whose clock is wrong for a while, and that
//! may even be started again and again meanwhile, must not lose a fortnight by it. So the time is taken from the rows
//! themselves, in the order in which they were written, whatever they say. Each file says a time, to which is added
//! what was recorded after it. Of the last six hours that were recorded, three must say that it is so late.
//!
//! Where the clock is right this is the time of the newest row. After a break it lags behind by it for three hours of
//! recording, and so long more is kept. Where less than three hours are there at all, nothing is old.

use crate::history::State;
use crate::tier::Tier;
use std::cmp::Reverse;

const LOOKED_AT_MS: i64 = 6 * 3_600_000;
const SETTLED_MS: i64 = LOOKED_AT_MS / 2;

/// What a file says of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    tier: Tier,
    first_seq: u32,
    last_seq: u32,
    from_ms: i64,
    to_ms: i64,
}

/// The time; none where it is not known yet.
pub(crate) fn settled_ms(state: &State, log_ms: i64) -> Option<i64> {
    let segments = state.segments.iter().map(|segment| Said {
        tier: segment.name.tier,
        first_seq: segment.name.first_seq,
        last_seq: segment.name.last_seq,
        from_ms: segment.from_ms,
        to_ms: segment.to_ms,
    });
    let logs = state.logs().filter_map(|(seq, log)| {
        let (first_ms, last_ms) = (log.first_ms?, log.last_ms?);
        Some(Said {
            tier: Tier::Second,
            first_seq: seq,
            last_seq: seq,
            from_ms: first_ms.min(last_ms),
            to_ms: first_ms.max(last_ms),
        })
    });
    settled(segments.chain(logs).collect(), log_ms)
}

fn settled(mut files: Vec<Said>, log_ms: i64) -> Option<i64> {
    // The newest first, each log in the finest file that tells of it.
    files.sort_unstable_by_key(|file| (Reverse(file.last_seq), file.tier, Reverse(file.first_seq)));
    let mut told_from: Option<u32> = None;
    let mut recorded_ms: i64 = 0;
    let mut times: Vec<(i64, i64)> = Vec::new();
    for file in files {
        let last_seq = told_from.map_or(file.last_seq, |from| file.last_seq.min(from.saturating_sub(1)));
        if last_seq < file.first_seq || told_from.is_some_and(|from| from <= file.first_seq) {
            continue;
        }
        // No log is longer: a file that is spans a clock that was set, and the earlier of its times is taken.
        let logs = i64::from(last_seq - file.first_seq) + 1;
        let most_ms = log_ms.saturating_mul(logs);
        let span_ms = file.to_ms.saturating_sub(file.from_ms).clamp(0, most_ms.max(0));
        times.push((file.from_ms.saturating_add(span_ms).saturating_add(recorded_ms), span_ms));
        recorded_ms = recorded_ms.saturating_add(span_ms);
        told_from = Some(file.first_seq);
        if recorded_ms >= LOOKED_AT_MS {
            break;
        }
    }
    times.sort_unstable_by_key(|(time_ms, _)| Reverse(*time_ms));
    let mut agree_ms: i64 = 0;
    let settled = times.into_iter().find(|(_, span_ms)| {
        agree_ms = agree_ms.saturating_add(*span_ms);
        agree_ms >= SETTLED_MS
    });
    settled.map(|(time_ms, _)| time_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LOG_MS: i64 = 600_000;
    const DAY_MS: i64 = 24 * 3_600_000;
    const START_MS: i64 = 1_764_000_000_000;

    /// Logs of ten minutes in a row, each by a clock that is wrong by so much.
    fn logs(wrong_by_ms: &[i64]) -> Vec<Said> {
        let each = wrong_by_ms.iter().zip(1..);
        each.map(|(wrong_ms, seq)| {
            let to_ms = START_MS + i64::from(seq) * LOG_MS + wrong_ms;
            Said {
                tier: Tier::Second,
                first_seq: seq,
                last_seq: seq,
                from_ms: to_ms.saturating_sub(LOG_MS),
                to_ms,
            }
        })
        .collect()
    }

    fn now_ms(logs: usize) -> i64 {
        START_MS + logs as i64 * LOG_MS
    }

    #[test]
    fn a_right_clock_is_believed_after_three_hours_and_is_exact() {
        assert_eq!(settled(logs(&[0; 17]), LOG_MS), None);
        assert_eq!(settled(logs(&[0; 18]), LOG_MS), Some(now_ms(18)));
        assert_eq!(settled(logs(&[0; 500]), LOG_MS), Some(now_ms(500)));
        assert_eq!(settled(Vec::new(), LOG_MS), None);
    }

    #[test]
    fn after_a_break_the_time_is_the_new_one_when_it_was_written_for_three_hours() {
        let after = |logs_after: usize| {
            let mut wrong = vec![-3 * DAY_MS; 40];
            wrong.extend(vec![0; logs_after]);
            settled(logs(&wrong), LOG_MS).unwrap() - now_ms(40 + logs_after)
        };
        assert_eq!((after(1), after(17), after(18)), (-3 * DAY_MS, -3 * DAY_MS, 0));
    }

    #[test]
    fn a_file_over_a_jump_of_the_clock_says_the_earlier_time() {
        let mut files = logs(&[0; 40]);
        let (first, last) = (files[34], files[39]);
        files.truncate(34);
        files.push(Said {
            tier: Tier::TenSeconds,
            first_seq: 35,
            to_ms: last.to_ms + 400 * DAY_MS,
            ..Said { from_ms: first.from_ms, ..last }
        });
        assert_eq!(settled(files, LOG_MS), Some(now_ms(40)));
    }

    #[test]
    fn each_log_counts_once_in_however_many_tiers_it_is() {
        let seconds = logs(&[0; 72]);
        let over = |tier, from: usize, to: usize| Said {
            tier,
            first_seq: seconds[from].first_seq,
            last_seq: seconds[to].last_seq,
            from_ms: seconds[from].from_ms,
            to_ms: seconds[to].to_ms,
        };
        let minutes = over(Tier::Minute, 0, 71);
        let hours: Vec<_> = (0..12).map(|hour| over(Tier::TenSeconds, hour * 6, hour * 6 + 5)).collect();
        let mut files = seconds.clone();
        files.extend(&hours);
        files.push(minutes);
        assert_eq!(settled(files, LOG_MS), Some(now_ms(72)));
        assert_eq!(settled(vec![minutes], LOG_MS), Some(now_ms(72)));
        // The last hour in seconds, five in tens of seconds, and the rest only in minutes.
        let mut files = seconds[66..].to_vec();
        files.extend(&hours[6..]);
        files.push(minutes);
        assert_eq!(settled(files, LOG_MS), Some(now_ms(72)));
    }

    proptest! {
        /// Of the last 36 logs, those of a wrong clock in the minority move nothing, wherever they are and whatever
        /// they say, and however often the program was started meanwhile.
        #[test]
        fn a_clock_that_is_wrong_for_less_than_three_of_six_hours_moves_nothing(
            before in 0usize..40,
            mut recent in prop::collection::vec(any::<i64>().prop_map(|ms| ms / 2 - START_MS), 0..17),
            places in prop::collection::vec(any::<prop::sample::Index>(), 36),
        ) {
            let mut wrong = vec![0; before + 36];
            for place in places {
                if let Some(wrong_ms) = recent.pop() {
                    wrong[before + place.index(36)] = wrong_ms;
                }
            }
            prop_assert_eq!(settled(logs(&wrong), LOG_MS), Some(now_ms(wrong.len())));
        }

        #[test]
        fn no_files_are_a_panic(
            numbers in prop::collection::vec((any::<u32>(), any::<u32>(), any::<i64>(), any::<i64>(), 0usize..3), 0..60),
            log_ms in any::<i64>(),
        ) {
            let files = numbers.into_iter().map(|(first_seq, last_seq, from_ms, to_ms, tier)| Said {
                tier: Tier::ALL[tier],
                first_seq: first_seq.min(last_seq),
                last_seq: first_seq.max(last_seq),
                from_ms,
                to_ms,
            });
            settled(files.collect(), log_ms);
        }
    }
}
