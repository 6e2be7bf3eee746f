//! What the engine tests, the window tests, the pictures and the benchmark share.
//!
//! A helper that cannot go on panics and says why: in a test that is the answer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a helper's panic is the test's answer"
)]

pub mod apps;
pub mod crowd;
pub mod display;
mod driver;
pub mod engine;
pub mod figures;
pub mod headless;
pub mod kernel;
pub mod keyring;
pub mod load;
pub mod machine;
pub mod module_proxy;
pub mod paths;
pub mod podman;
pub mod ports;
pub mod slipway;
pub mod socket_proxy;
pub mod tree;
pub mod wait;
pub mod window;

pub use apps::App;
pub use engine::TestEngine;
pub use headless::Headless;
pub use keyring::Keyring;
pub use machine::Machine;
pub use podman::Podman;
pub use slipway::{Finished, Slipway};
pub use window::{Opening, Window};
