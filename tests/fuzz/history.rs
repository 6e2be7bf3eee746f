//! The history's files.

use slipway_tests::paths;
use std::time::Duration;

/// A history of a megabyte is not looked at for longer, whatever stands in it. This machine may be busy.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn no_bytes_of_a_history_panic_or_hang() {
    let folder = paths::fresh("fuzz-history");
    let seed = super::seed("history");
    let fuzzed = slipway_series::fuzz::run(&folder, seed, &mut super::until_the_end())
        .expect("the scratch folder can be written");
    eprintln!("history: {} histories, the slowest took {:?}", fuzzed.turns, fuzzed.longest);
    assert!(fuzzed.turns > 0 && fuzzed.longest < LONGEST, "{fuzzed:?}");
    paths::remove_all(&folder);
}
