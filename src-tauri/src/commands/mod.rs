//! What the window may ask, one file an area. Bodies are a few lines: parse, call, map the error. Every argument is
//! hostile: a compromised page can do no more than a user at the same buttons.

#![allow(unreachable_pub, reason = "the contract's macro names each command by its path")]

mod actions;
mod containers;
mod costs;
mod engine;
mod logs;
mod projects;
mod samples;
mod saving;
mod settings;
mod window;

pub use window::AskedFor;

use crate::wire::Wake;
use std::sync::Arc;
use tauri::ipc::Invoke;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

/// The app as commands get it.
pub type AppState<'a> = tauri::State<'a, Arc<slipway_app::App>>;

/// The contract: every typed command and event.
pub fn contract() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            actions::ship_start,
            actions::action_read,
            actions::action_cancel,
            containers::containers,
            containers::container,
            containers::container_act,
            containers::container_write,
            containers::attention,
            containers::latest_all,
            samples::marks_read,
            samples::note_add,
            samples::note_remove,
            samples::recordings,
            samples::recording_forget,
            samples::advice,
            samples::self_cost,
            samples::series_export,
            samples::picture_save,
            costs::costs_offer,
            costs::costs,
            costs::costs_start,
            costs::costs_cancel,
            costs::images_shared,
            logs::logs_read,
            logs::logs_tail,
            logs::logs_search,
            logs::logs_found,
            logs::logs_matches,
            logs::logs_step,
            logs::logs_seek,
            logs::logs_rates,
            logs::logs_numbers,
            logs::logs_requests,
            logs::logs_trace,
            logs::logs_export,
            logs::logs_kept,
            logs::logs_keep,
            logs::logs_search_end,
            engine::engine_overview,
            engine::engine_look_again,
            engine::engine_choose,
            engine::engine_preflight,
            engine::engine_mend,
            engine::machine_now,
            projects::projects_recent,
            projects::project_open,
            projects::project,
            projects::project_forget,
            projects::project_settings_set,
            projects::project_fix,
            projects::project_fix_stop,
            projects::project_dockerfile,
            projects::project_dockerfile_save,
            projects::project_folder_pick,
            projects::templates,
            projects::template_create,
            projects::template_suggest,
            projects::open_in_editor,
            projects::open_folder,
            settings::settings,
            settings::settings_set,
            settings::proxy_test,
            settings::storage,
            settings::storage_remove,
            settings::diagnostics_copy,
            settings::log_folder_open,
            window::ready,
            window::start_notices,
            window::open_url,
            window::quit,
        ])
        .events(collect_events![Wake])
        .error_handling(ErrorHandlingMode::Throw)
        // Every such number is cut to 2^53 where it is made: see `wire::number`.
        .dangerously_cast_bigints_to_number()
        .disable_serde_phases()
}

/// The typed commands, and the two that answer in bytes and so are not part of the generated contract.
pub fn handler(
    contract: &Builder<tauri::Wry>,
) -> impl Fn(Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
    let typed = contract.invoke_handler();
    let binary: Box<dyn Fn(Invoke<tauri::Wry>) -> bool + Send + Sync> =
        Box::new(tauri::generate_handler![samples::fleet_read, samples::series_read]);
    move |invoke| match invoke.message.command() {
        "fleet_read" | "series_read" => binary(invoke),
        _ => typed(invoke),
    }
}
