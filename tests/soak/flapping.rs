//! Containers that come and go, each kind in a thread of its own, and how often each ended.

use slipway_series::fuzz::Random;
use slipway_tests::TestEngine;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A container that ended so often, the last time with this code where that is known.
#[derive(Debug, Clone)]
pub(crate) struct Ends {
    pub(crate) id: String,
    pub(crate) times: usize,
    pub(crate) exit_code: Option<i64>,
}

/// One kind of coming and going: a round of it, until the end.
type Round = fn(&Docker, &mut Random) -> Ends;

/// All of them.
pub(crate) struct Flapping(Vec<JoinHandle<Vec<Ends>>>);

impl Flapping {
    pub(crate) fn start(engine: &TestEngine, image: &str, until: Instant) -> Self {
        let kinds: [(&'static str, Round); 5] = [
            ("starts", started_and_stopped),
            ("restarts", restarted),
            ("ends", ended_by_itself),
            ("vanishes", removed_while_it_ran),
            ("short", gone_by_itself),
        ];
        let threads = kinds.into_iter().enumerate().map(|(seed, (kind, round))| {
            let docker = Docker { engine: engine.clone(), image: image.to_owned(), kind };
            std::thread::spawn(move || {
                // Of a run that was cut off.
                docker.engine.try_docker(&["rm", "-fv", &docker.name()]).ok();
                let mut random = Random::new(seed as u64);
                let mut ends = Vec::new();
                while Instant::now() < until {
                    ends.push(round(&docker, &mut random));
                }
                ends
            })
        });
        Self(threads.collect())
    }

    /// Waits until each has ended its round. None of their containers is there any more.
    pub(crate) fn join(self) -> Vec<Ends> {
        self.0
            .into_iter()
            .flat_map(|thread| thread.join().expect("the engine does what it is told"))
            .collect()
    }
}

struct Docker {
    engine: TestEngine,
    image: String,
    kind: &'static str,
}

impl Docker {
    fn name(&self) -> String {
        format!("soak-{}", self.kind)
    }

    /// A new container, and its id.
    fn run(&self, options: &[&str], words: &[&str]) -> String {
        let name = self.name();
        let mut arguments = vec!["run", "-d", "--name", &name, "--label", "slipway.test=1"];
        arguments.extend(options);
        arguments.push(&self.image);
        arguments.extend(words);
        self.engine.docker(&arguments)
    }
}

/// Some tenths of a second.
fn pause(random: &mut Random) {
    std::thread::sleep(Duration::from_millis(random.below(900) as u64));
}

fn started_and_stopped(docker: &Docker, random: &mut Random) -> Ends {
    const TIMES: usize = 6;
    let id = docker.run(&[], &[]);
    for round in 0..TIMES {
        if round > 0 {
            docker.engine.docker(&["start", &id]);
        }
        pause(random);
        docker.engine.docker(&["kill", &id]);
        pause(random);
    }
    docker.engine.docker(&["rm", "-v", &id]);
    Ends { id, times: TIMES, exit_code: Some(137) }
}

fn restarted(docker: &Docker, random: &mut Random) -> Ends {
    const TIMES: usize = 4;
    let id = docker.run(&[], &[]);
    for _ in 0..TIMES {
        pause(random);
        docker.engine.docker(&["restart", "-t", "0", &id]);
    }
    pause(random);
    docker.engine.docker(&["rm", "-fv", &id]);
    // What took it away ended it too, and says nothing of how.
    Ends { id, times: TIMES + 1, exit_code: None }
}

fn ended_by_itself(docker: &Docker, random: &mut Random) -> Ends {
    let (code, ms) = (random.below(100), random.below(1500));
    let id = docker.run(&[], &["end", &code.to_string(), &ms.to_string()]);
    assert_eq!(docker.engine.docker(&["wait", &id]), code.to_string());
    pause(random);
    docker.engine.docker(&["rm", "-v", &id]);
    Ends { id, times: 1, exit_code: Some(code as i64) }
}

fn removed_while_it_ran(docker: &Docker, random: &mut Random) -> Ends {
    let id = docker.run(&[], &[]);
    pause(random);
    docker.engine.docker(&["rm", "-fv", &id]);
    Ends { id, times: 1, exit_code: None }
}

fn gone_by_itself(docker: &Docker, random: &mut Random) -> Ends {
    let id = docker.run(&["--rm"], &["end", "3", "0"]);
    while docker.engine.has(&id) {
        std::thread::sleep(Duration::from_millis(50));
    }
    pause(random);
    Ends { id, times: 1, exit_code: Some(3) }
}
