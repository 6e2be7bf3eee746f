//! Slipway's window: start, plugins, lifecycle. What it can do is in `commands`, what crosses to the UI in `wire`.
//!
//! A window owns nothing but its subscriptions: closing it ends none of the app's tasks, opening it again finds
//! everything as it is. Only this package knows Tauri.

pub mod commands;
mod handover;
mod lifecycle;
mod logging;
mod refusal;
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
#[allow(clippy::print_stderr, reason = "a developer's command, there is no window to say it in")]
fn export_bindings(path: Option<std::ffi::OsString>) -> ExitCode {
    match path.map(|path| write_bindings(std::path::Path::new(&path))) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        None => ExitCode::from(2),
    }
}

/// Writes the TypeScript of the contract to a file.
///
/// # Errors
/// What the generator says of a type that TypeScript cannot hold, or of the file.
pub fn write_bindings(path: &std::path::Path) -> Result<(), String> {
    let header =
        "// Generated from src-tauri/src/wire and src-tauri/src/commands by `make bindings`. Do not edit.\n";
    let language = specta_typescript::Typescript::default().header(header);
    commands::contract().export(language, path).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_typescript_in_the_ui_is_the_contract_as_it_is_here() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        super::write_bindings(&file).unwrap();
        let written = include_str!("../../ui/src/ipc/bindings.ts");
        let now = std::fs::read_to_string(file).unwrap();
        assert!(written == now, "ui/src/ipc/bindings.ts has drifted: run `make bindings`");
    }
}
