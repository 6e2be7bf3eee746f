//! Slipway without its window, in a process of its own: the program `headless` of `tests/bin`, which says what it
//! answers.

use crate::{Slipway, paths};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// It runs, and its index is live. Dropped, it is killed.
#[derive(Debug)]
pub struct Headless {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    engine_key: String,
}

impl Headless {
    /// Starts it with the data folder and engine of a [`Slipway`] and waits for its first list.
    pub fn start(home: &Slipway) -> Self {
        let mut child = Command::new(paths::program("headless"))
            .env_remove("DOCKER_CONTEXT")
            .envs(home.variables())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let questions = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut started = Self { child, questions, answers, engine_key: String::new() };
        started.engine_key = started.answer()["ready"].as_str().expect("it says its engine").to_owned();
        started
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The key that the history knows the engine by.
    pub fn engine_key(&self) -> &str {
        &self.engine_key
    }

    /// Asks something, and waits for the answer.
    pub fn ask(&mut self, question: &str) -> Value {
        let questions = self.questions.as_mut().expect("it was not ended");
        writeln!(questions, "{question}").expect("it listens");
        self.answer()
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("no answer ({error}): {line:?}"))
    }

    /// Kills it at once, as the kernel would.
    pub fn kill(mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }

    /// Ends it in order: everything is flushed, every task ended in time.
    pub fn end(mut self) {
        drop(self.questions.take());
        let status = self.child.wait().expect("it is our child");
        assert!(status.success(), "it ends in order: {status}");
    }
}

impl Drop for Headless {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.child.kill().ok();
            self.child.wait().ok();
        }
    }
}
