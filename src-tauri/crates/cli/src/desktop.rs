//! `slipway [FOLDER]`: starts the window's program, which lies beside this one.

use crate::output::Output;
use slipway_model::Fault;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

pub(crate) fn open(folder: Option<&Path>, output: &Output) -> ExitCode {
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return output
            .fail(&Fault::new("project-folder-missing").with("folder", folder.display().to_string()));
    }
    let program = beside_this_one();
    let mut command = Command::new(&program);
    if let Some(folder) = folder {
        command.arg(std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => output.fail(
            &Fault::new("machine-window-not-found")
                .with("path", program.display().to_string())
                .detail(error.to_string()),
        ),
    }
}

fn beside_this_one() -> PathBuf {
    let name = format!("slipway-desktop{}", std::env::consts::EXE_SUFFIX);
    std::env::current_exe()
        .ok()
        .and_then(|path| Some(path.parent()?.join(&name)))
        .unwrap_or_else(|| name.into())
}
