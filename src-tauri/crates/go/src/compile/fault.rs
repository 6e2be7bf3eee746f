//! A compilation that failed, as a fault: what Go itself can say of it. What its output means is known by `diagnose`,
//! and `app`, which may ask both, puts the two together.

use super::Diagnostic;
use slipway_model::Fault;

/// The first complaint, else how the command ended.
pub(crate) fn compile_fault(diagnostics: &[Diagnostic], output: &str, status: Option<i32>) -> Fault {
    let fault = match (diagnostics.first(), status) {
        (Some(first), _) => Fault::new("project-compile-error")
            .with("text", first.text.lines().next().unwrap_or_default())
            .with("count", u32::try_from(diagnostics.len()).unwrap_or(u32::MAX))
            .with("file", &first.file)
            .with("line", first.line),
        (None, None) => Fault::new("machine-compiler-killed"),
        (None, Some(status)) => Fault::new("project-build-failed").with("status", i64::from(status)),
    };
    fault.detail(output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::Param;

    #[test]
    fn a_complaint_is_shown_with_its_place() {
        let output = "# x\n./main.go:5:2: undefined: y\n";
        let diagnostics = crate::compile::diagnostics(output, std::path::Path::new("/x"));
        let fault = compile_fault(&diagnostics, output, Some(1));
        assert_eq!(fault.code, "project-compile-error");
        assert_eq!(fault.params.get("file"), Some(&Param::Text("main.go".to_owned())));
        assert_eq!(fault.params.get("line"), Some(&Param::Number(5.0)));
        assert_eq!(fault.params.get("text"), Some(&Param::Text("undefined: y".to_owned())));
    }

    #[test]
    fn without_a_complaint_the_end_of_the_command_is_told() {
        assert_eq!(compile_fault(&[], "", None).code, "machine-compiler-killed");
        assert_eq!(compile_fault(&[], "x", Some(1)).code, "project-build-failed");
    }
}
