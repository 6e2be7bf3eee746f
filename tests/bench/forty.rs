//! A server made with forty packages of others, built natively and by a Dockerfile: the first time, with nothing
//! compiled and no module there, and after edits.

use crate::buildkit::{Neighbour, Times};
use crate::edits::edit;
use crate::warm::ship;
use slipway_tests::{App, Slipway, TestEngine, ports};

/// Edits after the first build.
const EDITS: usize = 5;
const PATH: &str = "/version";

/// The first build of each and the edits after it. None: the engine is not one that the bench may empty.
pub(crate) fn measure(engine: &TestEngine, builder: &str) -> Option<(Times, Times)> {
    if !may_empty(engine) {
        println!("  left out: the build cache of {} is not ours to empty", engine.url());
        return None;
    }
    let home = with_go_alone(engine);
    let app = App::copy(engine, "forty", "forty");
    let neighbour = Neighbour::new(engine, &app, builder);
    let port = ports::free();
    engine.docker(&["builder", "prune", "-af"]);
    let (mut first, mut again) = (Times::default(), Times::default());
    for round in 0..=EDITS {
        let slipway = ship(&home, &app, port, PATH, &edit(&app, round, "slipway"));
        let dockerfile = neighbour.ship(PATH, &edit(&app, round, "dockerfile"));
        println!(
            "  slipway {slipway:.0} ms, dockerfile {dockerfile:.0} ms{}",
            if round == 0 { " (first)" } else { "" }
        );
        let times = if round == 0 { &mut first } else { &mut again };
        times.slipway.push(slipway);
        times.dockerfile.push(dockerfile);
    }
    Some((first, again))
}

/// Whether the engine is one that `scripts/engine-netns` started for this run.
fn may_empty(engine: &TestEngine) -> bool {
    engine.url().starts_with("unix:///var/tmp/slipway-engine-")
}

/// A home with a Go toolchain, as the builder image has one, and empty caches.
fn with_go_alone(engine: &TestEngine) -> Slipway {
    let home = Slipway::beside(engine);
    let mut fresh = home.clone();
    for (name, folder) in [("GOCACHE", "cache/go-build"), ("GOMODCACHE", "cache/go-mod")] {
        let folder = home.data().join(folder);
        std::fs::remove_file(&folder).expect("it is a link to the shared one");
        std::fs::create_dir(&folder).expect("the scratch folder can be written");
        fresh = fresh.environment(name, folder.to_str().expect("our own names are text"));
    }
    fresh
}
