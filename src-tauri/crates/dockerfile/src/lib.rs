//! Dockerfiles and `.dockerignore`: read, written, looked over and put onto another base. Text in, values out: nothing
//! here touches a file, an engine or the network.

mod error;
mod generate;
mod ignore;
mod lint;
mod parse;
mod rewrite;
mod stage;

pub use error::DockerfileError;
pub use generate::{Plan, generate, golang};
pub use ignore::{Ignore, Matched, default_ignore, looks_secret, private_patterns};
pub use lint::{Finding, Lint, lint};
pub use parse::{Dockerfile, Form, Heredoc, Instruction};
pub use rewrite::{MODULES_FOLDER, Unfit, onto_builder, with_modules};
pub use stage::{Base, Stage};
