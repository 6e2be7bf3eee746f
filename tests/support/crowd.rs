//! Many real containers at once: nearly all sleep, of thirty one works.

use crate::TestEngine;

/// So many are started or removed at a time.
const AT_ONCE: usize = 4;
/// One of so many works, this much of a core in percent.
const ONE_WORKS_OF: usize = 30;
const WORKS_PERCENT: &str = "5";

/// Containers that all go when it is dropped.
#[derive(Debug)]
pub struct Crowd {
    engine: TestEngine,
    image: String,
    ids: Vec<String>,
}

impl Crowd {
    /// None yet.
    pub fn new(engine: &TestEngine) -> Self {
        Self { engine: engine.clone(), image: engine.image_of_app("idler"), ids: Vec::new() }
    }

    /// Starts more, until there are so many.
    pub fn grow(&mut self, count: usize) {
        let numbers: Vec<usize> = (self.ids.len()..count).collect();
        let ids = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..AT_ONCE)
                .map(|thread| {
                    let (engine, image) = (&self.engine, &self.image);
                    let mine = numbers.iter().skip(thread).step_by(AT_ONCE).copied().collect::<Vec<_>>();
                    scope.spawn(move || {
                        mine.into_iter().map(|number| start(engine, image, number)).collect::<Vec<_>>()
                    })
                })
                .collect();
            threads
                .into_iter()
                .flat_map(|thread| thread.join().expect("containers start"))
                .collect::<Vec<_>>()
        });
        self.ids.extend(ids);
    }

    /// Their ids.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }
}

fn start(engine: &TestEngine, image: &str, number: usize) -> String {
    let name = format!("crowd-{number:03}");
    engine.try_docker(&["rm", "-fv", &name]).ok();
    let mut arguments = vec!["run", "-d", "--name", &name, "--label", "slipway.test=1", image];
    if number.is_multiple_of(ONE_WORKS_OF) {
        arguments.extend(["work", WORKS_PERCENT]);
    }
    engine.docker(&arguments)
}

impl Drop for Crowd {
    fn drop(&mut self) {
        // The docker command removes all that it is given at once, and Engine 20.10 stood still for ever over its
        // networks when that were 200.
        for ids in self.ids.chunks(AT_ONCE) {
            let words: Vec<&str> = ["rm", "-fv"].into_iter().chain(ids.iter().map(String::as_str)).collect();
            self.engine.try_docker(&words).ok();
        }
    }
}
