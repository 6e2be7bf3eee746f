//! Tauri's own build step: the configuration and the capabilities become code.

fn main() {
    tauri_build::build();
}
