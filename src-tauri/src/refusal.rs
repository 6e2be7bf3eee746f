//! Why there is no window: on the terminal, and where nobody reads one, in a box of the system's own.

use slipway_app::AppError;
use slipway_messages::{Catalog, Language};
use slipway_model::ToFault as _;
use std::io::IsTerminal as _;
use std::process::ExitCode;
use tauri_plugin_dialog::{DialogExt as _, MessageDialogKind};

/// Says it and gives the status to end with.
#[allow(clippy::print_stderr, reason = "before there is a window, this is the place")]
pub(crate) fn say_and_fail(error: &AppError) -> ExitCode {
    let fault = error.to_fault();
    let sentence = Catalog::new(Language::of_environment()).fault(&fault);
    let said: Vec<String> = [sentence.cause, sentence.fix].into_iter().flatten().collect();
    eprintln!("{}", sentence.title);
    said.iter().for_each(|text| eprintln!("{text}"));
    // Started from an icon, its terminal is a log that nobody looks at.
    if !std::io::stderr().is_terminal() && has_display() {
        show(&sentence.title, &said.join("\n\n"));
    }
    ExitCode::from(fault.area().exit_status())
}

fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Shows a box until it is closed. Where there is none to be had, the terminal has said it.
fn show(title: &str, text: &str) {
    let (title, text) = (title.to_owned(), text.to_owned());
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .setup(move |tauri| {
            let handle = tauri.handle().clone();
            tauri
                .dialog()
                .message(format!("{title}\n\n{text}"))
                .title("Slipway")
                .kind(MessageDialogKind::Error)
                .show(move |_| handle.exit(0));
            Ok(())
        })
        .build(crate::start::context());
    if let Ok(tauri) = built {
        // `run` would end the process with its own status.
        tauri.run_return(|_, _| {});
    }
}
