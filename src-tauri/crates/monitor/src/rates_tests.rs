//! Rates from recorded samples, ordinary and odd.

use super::*;
use proptest::prelude::*;
use slipway_model::Timestamp;

const START: i64 = 1_764_000_000_000;

/// Two processors; the machine's own count goes along with the clock.
fn at(ms: i64, cpu_ms: u64) -> Reading {
    Reading {
        time: Timestamp::from_ms(START + ms),
        monotonic_ns: u64::try_from((START + ms) * 1_000_000).unwrap_or(0),
        cpu_total_ns: cpu_ms * 1_000_000,
        machine: Some(((1_000_000 + 2 * ms.max(0) as u64) * 1_000_000, 2)),
        memory_usage_bytes: Some(9),
        inactive_file_bytes: 2,
        ..Reading::default()
    }
}

fn cpu(sample: &Sample) -> f64 {
    sample.values[Metric::Cpu]
}

fn run(samples: &[Reading]) -> Vec<Sample> {
    let mut rates = Rates::default();
    samples.iter().filter_map(|sample| rates.next(*sample)).collect()
}

#[test]
fn half_a_core_is_five_hundred_million_nanocores_and_fifty_percent() {
    let made = run(&[at(0, 0), at(1000, 500)]);
    assert_eq!((cpu(&made[1]), made[1].cpu_percent_docker, made[1].span_ms), (5e8, 50.0, 1000));
}

#[test]
fn the_first_sample_has_memory_and_no_rate() {
    let made = run(&[at(0, 900)]);
    assert!(cpu(&made[0]).is_nan() && made[0].cpu_percent_docker.is_nan());
    assert_eq!((made[0].values[Metric::Memory], made[0].span_ms), (7.0, 0));
}

#[test]
fn a_sample_that_was_there_before_gives_nothing() {
    let made = run(&[at(0, 0), at(1000, 500), at(1000, 500), at(2000, 1000)]);
    assert_eq!(made.len(), 3);
    assert_eq!(cpu(&made[2]), 5e8);
}

#[test]
fn a_counter_that_starts_anew_gives_no_spike() {
    let made = run(&[at(0, 5000), at(1000, 5500), at(2000, 100), at(3000, 350)]);
    assert!(cpu(&made[2]).is_nan());
    assert_eq!(cpu(&made[3]), 2.5e8);
}

#[test]
fn a_gap_is_a_gap_and_not_an_average() {
    let made = run(&[at(0, 0), at(60_000, 30_000), at(61_000, 30_500)]);
    assert!(cpu(&made[1]).is_nan());
    assert_eq!(cpu(&made[2]), 5e8);
}

#[test]
fn an_engine_that_was_away_for_a_moment_loses_nothing() {
    let made = run(&[at(0, 0), at(4000, 2000)]);
    assert_eq!((cpu(&made[1]), made[1].span_ms), (5e8, 4000));
}

#[test]
fn a_clock_set_back_gives_no_rate_and_goes_on() {
    let mut back = at(-50_000, 700);
    back.machine = at(2000, 0).machine;
    let mut after = at(-49_000, 1200);
    after.machine = at(3000, 0).machine;
    let made = run(&[at(1000, 200), back, after]);
    assert!(cpu(&made[1]).is_nan());
    assert_eq!(cpu(&made[2]), 5e8);
}

#[test]
fn a_clock_set_on_by_less_than_a_gap_is_noticed() {
    let mut on = at(10_000, 1000);
    on.machine = at(2000, 0).machine;
    assert!(cpu(&run(&[at(1000, 500), on])[1]).is_nan());
    let mut nearly = at(1001, 1000);
    nearly.machine = at(9000, 0).machine;
    assert!(cpu(&run(&[at(1000, 500), nearly])[1]).is_nan(), "not 500 cores");
}

#[test]
fn without_the_machines_count_the_percentage_is_of_the_clock() {
    let (mut one, mut two) = (at(0, 0), at(1000, 500));
    one.machine = None;
    two.machine = None;
    let made = run(&[one, two]);
    assert_eq!(cpu(&made[1]), 5e8);
    assert_eq!(made[1].cpu_percent_docker, 50.0);
}

#[test]
fn waiting_is_a_share_of_the_periods_between() {
    let (mut one, mut two) = (at(0, 0), at(1000, 300));
    (one.periods, one.throttled_periods) = (100, 50);
    (two.periods, two.throttled_periods) = (110, 58);
    assert_eq!(run(&[one, two])[1].values[Metric::Waited], 0.8);
    assert_eq!(run(&[at(0, 0), at(1000, 500)])[1].values[Metric::Waited], 0.0);
}

#[test]
fn a_sample_without_a_time_is_none() {
    assert_eq!(run(&[Reading::default()]), []);
}

proptest! {
    #[test]
    fn a_rate_is_never_negative_or_endless(
        samples in proptest::collection::vec((0_i64..40_000, 0_u64..90_000, any::<u8>(), any::<u64>(), any::<u64>()), 0..30)
    ) {
        let samples: Vec<_> = samples.into_iter().map(|(ms, cpu, cpus, system, periods)| Reading {
            machine: (system % 3 > 0).then_some((system, cpus.into())), periods,
            throttled_periods: periods / 2, ..at(ms, cpu)
        }).collect();
        for made in run(&samples) {
            for rate in [cpu(&made), made.cpu_percent_docker, made.values[Metric::Waited]] {
                prop_assert!(rate.is_nan() || (rate >= 0.0 && rate.is_finite()), "{}", rate);
            }
            prop_assert_eq!(cpu(&made).is_nan(), made.span_ms == 0);
        }
    }
}

#[test]
fn waiting_that_nobody_tells_of_is_unknown_and_not_zero() {
    let (mut one, mut two) = (at(1_000, 0), at(2_000, 500_000_000));
    (one.throttling_unknown, two.throttling_unknown) = (true, true);
    let mut rates = Rates::default();
    rates.next(one);
    let values = rates.next(two).unwrap().values;
    assert!(values[Metric::Waited].is_nan() && values[Metric::WaitedTime].is_nan());
    assert!(values[Metric::Cpu].is_finite());
}
