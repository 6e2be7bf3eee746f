//! The last minutes, ordinary and odd.

use super::*;
use slipway_model::Timestamp;

const START: i64 = 1_764_000_000_000;

/// Half a core, read at a moment.
fn at(ms: i64) -> Reading {
    Reading {
        time: Timestamp::from_ms(START + ms),
        monotonic_ns: ms.unsigned_abs() * 1_000_000 + 1,
        cpu_total_ns: ms.unsigned_abs() * 500_000,
        memory_usage_bytes: Some(100),
        ..Reading::default()
    }
}

fn cpu(recent: &Recent, from: i64, to: i64, columns: usize) -> Vec<f64> {
    recent
        .band(Metric::Cpu, START + from, START + to, columns)
        .made()
        .iter()
        .map(|column| column.avg)
        .collect()
}

#[test]
fn fifteen_minutes_of_seconds_are_kept() {
    let mut recent = Recent::default();
    for second in 0..2_000 {
        assert!(recent.push(at(second * 1000 + 5)).0);
    }
    assert!(!recent.push(at(1_999_005)).0, "the same one again");
    assert!((900..=902).contains(&recent.seconds.len()));
    assert!(recent.fine.len() <= 121);
}

#[test]
fn ten_samples_a_second_are_seen_as_such_and_make_whole_seconds() {
    let mut recent = Recent::default();
    let mut over = Vec::new();
    for tick in 0..=30 {
        over.extend(recent.push(at(tick * 100)).1);
    }
    assert_eq!(over.len(), 3);
    assert_eq!(over[1].span_ms, 1000);
    assert!(over[1].known().any(|(metric, band)| metric == Metric::Cpu && band.avg == 5e8));
    assert!(
        over[1].known().all(|(metric, _)| metric != Metric::NetworkSent),
        "what was not read is not there"
    );
    assert_eq!(cpu(&recent, 0, 3000, 30), [5e8; 30]);
    assert_eq!(cpu(&recent, 0, 3000, 1), [5e8], "the second under way counts");
}

#[test]
fn a_clock_set_back_keeps_the_times_in_order() {
    let mut recent = Recent::default();
    for (wall, since) in [(10_000, 1), (11_000, 2), (12_000, 3), (5_000, 4), (6_000, 5)] {
        let monotonic_ns = since * 1_000_000_000;
        recent.push(Reading { monotonic_ns, cpu_total_ns: monotonic_ns / 2, ..at(wall) });
    }
    let times: Vec<_> = recent.fine.iter().map(|fine| fine.time_ms).collect();
    assert!(times.is_sorted() && times.len() == 2, "{times:?}");
    assert_eq!(recent.latest().unwrap().values[Metric::Cpu], 5e8, "and the rate is right all the same");
    assert!(recent.seconds.iter().all(|second| second.span_ms <= 2_000));
}

#[test]
fn a_machine_that_slept_has_a_gap_and_no_spike() {
    let mut recent = Recent::default();
    recent.push(at(1000));
    recent.push(at(2000));
    // The clock that is never set stands still while it sleeps.
    recent.push(Reading { time: Timestamp::from_ms(START + 602_000), ..at(3000) });
    let made = cpu(&recent, 0, 602_000, 602);
    assert_eq!((made[1], made[601]), (5e8, 5e8));
    assert!(made[2..600].iter().all(|value| value.is_nan()));
}

#[test]
fn another_run_begins_without_a_rate() {
    let mut recent = Recent::default();
    recent.push(at(1000));
    recent.push(at(2000));
    assert!(recent.end_run().is_some());
    recent.push(Reading { cpu_total_ns: 9_000_000_000, ..at(2500) });
    assert!(recent.latest().unwrap().values[Metric::Cpu].is_nan());
    recent.push(Reading { cpu_total_ns: 9_250_000_000, ..at(3000) });
    assert_eq!(recent.latest().unwrap().values[Metric::Cpu], 5e8);
}
