//! What `diagnose` knows of what other rooms met: their own fault stays where it knows nothing.

use slipway_build::BuildError;
use slipway_diagnose::{Cause, Phase, explain};
use slipway_engine::EngineError;
use slipway_go::list::Complaint;
use slipway_go::{Diagnostic, GoError};
use slipway_model::{Fault, ToFault as _};
use std::path::Path;

/// Only a complaint about the code itself has a sentence of its own for each place.
const ABOUT_THE_CODE: &str = "project-compile-";

/// The fault of a build: what its compiler's output means, where that is known.
pub(crate) fn build_fault(error: &BuildError) -> Fault {
    match error {
        BuildError::Go(error) => go_fault(error),
        BuildError::Engine(EngineError::BuildStep { detail, .. }) => step_fault(error.to_fault(), detail),
        _ => error.to_fault(),
    }
}

/// The fault of the Go command.
pub(crate) fn go_fault(error: &GoError) -> Fault {
    let own = error.to_fault();
    let GoError::Compile { diagnostics, output, .. } = error.cause() else { return own };
    of_output(own, output, diagnostics)
}

/// The fault of a Dockerfile's command: what it wrote means the same as outside of a container.
fn step_fault(own: Fault, output: &str) -> Fault {
    of_output(own, output, &complaints_of(output))
}

/// What an output means, at the place of its first complaint; what it was taken for, where that is not known.
fn of_output(own: Fault, output: &str, complaints: &[Diagnostic]) -> Fault {
    let Some(cause) = first_cause(output) else { return own };
    // The place as the complaints have it is relative to the project.
    match complaints.first() {
        Some(first) => cause.fault.with("file", &first.file).with("line", first.line),
        None => cause.fault,
    }
    .detail(output)
}

/// The compiler's complaints in what a Dockerfile's command wrote, their files relative to where it ran.
pub(crate) fn complaints_of(output: &str) -> Vec<Diagnostic> {
    slipway_go::compile::diagnostics(output, Path::new("/src"))
}

/// The fault of one of the compiler's complaints, beside that of the whole build.
pub(crate) fn complaint_fault(build: &Fault, complaint: &Diagnostic) -> Fault {
    if !build.code.starts_with(ABOUT_THE_CODE) {
        return build.clone();
    }
    let line = format!(
        "{}:{}:{}: {}",
        complaint.file,
        complaint.line,
        complaint.column.unwrap_or(1),
        complaint.text.lines().next().unwrap_or_default(),
    );
    match first_cause(&line) {
        Some(cause) if cause.fault.code.starts_with(ABOUT_THE_CODE) => {
            Fault { detail: build.detail.clone(), ..cause.fault }
        }
        _ => build.clone(),
    }
}

/// What `go list` does not take, as a build would say it.
pub(crate) fn listed_fault(complaint: &Complaint) -> Fault {
    let (file, line) = complaint.at.clone().unwrap_or_default();
    let said = format!("{file}:{line}:1: {}", complaint.text);
    match first_cause(&said) {
        Some(cause) => cause.fault.detail(&complaint.text),
        None => Fault::new("project-go-list")
            .with("package", if complaint.package.is_empty() { "go.mod" } else { &complaint.package })
            .with("text", complaint.text.lines().next().unwrap_or_default())
            .detail(&complaint.text),
    }
}

/// The first cause that a build can have: what a program or an engine says of itself means something else there.
fn first_cause(output: &str) -> Option<Cause> {
    let of_a_build = |cause: &Cause| matches!(cause.phase, Phase::Build | Phase::Network);
    explain(output).causes.into_iter().find(of_a_build)
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::Param;

    fn failed(output: &str, file: &str, line: u32, text: &str) -> GoError {
        let found = Diagnostic { file: file.to_owned(), line, column: Some(2), text: text.to_owned() };
        GoError::Compile { diagnostics: vec![found], output: output.to_owned(), status: Some(1) }
    }

    #[test]
    fn a_build_means_what_its_output_means_at_the_projects_own_place() {
        let output = "# x\n./main.go:5:2: undefined: y\n./main.go:6:2: \"os\" imported and not used\n";
        let fault = go_fault(&failed(output, "main.go", 5, "undefined: y"));
        assert_eq!(fault.code, "project-compile-undefined");
        assert_eq!(fault.params["name"], Param::Text("y".to_owned()));
        assert_eq!(fault.params["file"], Param::Text("main.go".to_owned()));
        assert_eq!(fault.detail.as_deref(), Some(output));
        let other = Diagnostic {
            file: "main.go".to_owned(),
            line: 6,
            column: Some(2),
            text: "\"os\" imported and not used".to_owned(),
        };
        let other = complaint_fault(&fault, &other);
        assert_eq!(
            (other.code.as_str(), &other.params["line"]),
            ("project-compile-unused-import", &6_u32.into())
        );
    }

    #[test]
    fn a_file_that_the_compiler_misses_is_not_one_missing_in_the_image() {
        let output = "# x\nopen $WORK/b009/_pkg_.a: no such file or directory\n";
        let error = GoError::Compile { diagnostics: Vec::new(), output: output.to_owned(), status: Some(1) };
        assert_eq!(go_fault(&error).code, "project-build-failed");
    }

    #[test]
    fn what_is_not_known_stays_what_go_made_of_it() {
        let error = GoError::Compile { diagnostics: Vec::new(), output: "???".to_owned(), status: Some(1) };
        assert_eq!(go_fault(&error).code, "project-build-failed");
    }
}
