//! Slipway's window: start, plugins, lifecycle. What it can do is in `commands`, what crosses to the UI in `wire`.
//!
//! A window owns nothing but its subscriptions: closing it ends none of the app's tasks, opening it again finds
//! everything as it is. Only this package knows Tauri.

pub mod commands;
mod handover;
mod lifecycle;
mod logging;
mod renderer;
mod start;
mod testing;
mod tray;
pub mod wire;

use std::process::ExitCode;

/// Runs the window until the user quits. A second start hands its folder to the first and ends at once.
pub fn run() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    if first.as_deref().is_some_and(|word| word == "--export-bindings") {
        return export_bindings(arguments.next());
    }
    renderer::choose();
    start::start(first.map(std::path::PathBuf::from))
}

/// Writes the TypeScript of the contract.
fn export_bindings(path: Option<std::ffi::OsString>) -> ExitCode {
    let Some(path) = path else { return ExitCode::from(2) };
    match bindings() {
        Ok(text) if std::fs::write(path, text).is_ok() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// The TypeScript of the contract.
///
/// # Errors
/// What the generator says of a type that TypeScript cannot hold.
pub fn bindings() -> Result<String, String> {
    let header = "// Generated from src-tauri/src/wire and src-tauri/src/commands by `make bindings`. Do not edit.\n";
    let language = specta_typescript::Typescript::default().header(header);
    commands::contract().export_str(language).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_typescript_in_the_ui_is_the_contract_as_it_is_here() {
        let written = include_str!("../../ui/src/ipc/bindings.ts");
        let now = super::bindings().unwrap();
        assert!(written == now, "ui/src/ipc/bindings.ts has drifted: run `make bindings`");
    }
}
