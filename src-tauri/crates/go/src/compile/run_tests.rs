//! Compiling with the machine's Go, where there is one, and with a command that does not end.

use super::{Compile, CompileEvent, run};
use crate::error::GoError;
use crate::toolchain::{GoPlatform, HostGo};
use slipway_model::ToFault;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

async fn compile_of(folder: &Path) -> Option<Compile> {
    let host = HostGo::look().await;
    // Without a Go on this machine these tests have nothing to say.
    host.found().map(|(go, _)| compile_with(go, folder))
}

fn compile_with(go: &Path, folder: &Path) -> Compile {
    Compile {
        go: go.to_owned(),
        goroot: None,
        folder: folder.to_owned(),
        package: ".".to_owned(),
        out: folder.join("out/app"),
        goarch: GoPlatform::here().arch,
        gocache: None,
        gomodcache: None,
        goproxy: None,
        cgo: None,
    }
}

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn a_template_compiles_to_a_program_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("app");
    crate::template::write("env-printer", &target, "example.com/app").unwrap();
    let Some(mut compile) = compile_of(&target).await else { return };
    compile.out = folder.path().join("app.bin");
    run(&compile, &CancellationToken::new(), &mut |_| {}).await.unwrap();
    let output =
        std::process::Command::new(&compile.out).env_clear().env("B", "2").env("A", "1").output().unwrap();
    let expected = "Hello, World!\nThis is a Go containerized application.\nA=1\nB=2\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    let mut left = names(folder.path());
    left.sort();
    assert_eq!(left, ["app", "app.bin"]);
}

#[tokio::test]
async fn a_mistake_is_told_with_its_place_and_leaves_no_program() {
    let folder = project(&[
        ("go.mod", "module example.com/x\n\ngo 1.21\n"),
        ("main.go", "package main\n\nimport \"example.com/x/lib\"\n\nfunc main() { lib.F() }\n"),
        ("lib/lib.go", "package lib\n\nfunc F() {\n\tvar unused int\n\treturn undefinedName\n}\n"),
    ]);
    let Some(compile) = compile_of(folder.path()).await else { return };
    std::fs::write(&compile.out, "of before").unwrap();
    let mut lines = Vec::new();
    let mut sink = |event| {
        if let CompileEvent::Line(line) = event {
            lines.push(line);
        }
    };
    let error = run(&compile, &CancellationToken::new(), &mut sink).await.unwrap_err();
    let GoError::Compile { diagnostics, .. } = &error else { panic!("{error:?}") };
    assert_eq!((diagnostics[0].file.as_str(), diagnostics[0].line), ("lib/lib.go", 4));
    assert!(
        diagnostics.iter().any(|found| found.line == 5 && found.text.contains("undefinedName")),
        "{diagnostics:?}"
    );
    assert_eq!(error.to_fault().code, "project-compile-error");
    assert!(lines.iter().any(|line| line.starts_with("# example.com/x/lib")), "{lines:?}");
    assert_eq!(names(&folder.path().join("out")), Vec::<String>::new());
}

#[tokio::test]
async fn real_output_of_common_mistakes_is_explained() {
    for (files, code) in [
        (
            vec![("go.mod", "module x\n\ngo 1.99\n"), ("main.go", "package main\n\nfunc main() {}\n")],
            "project-go-too-old",
        ),
        (
            vec![("go.mod", "module x\n\ngo 1.x\n"), ("main.go", "package main\n\nfunc main() {}\n")],
            "project-bad-go-line",
        ),
        (
            vec![("go.mod", "module x\n\nfoo\n"), ("main.go", "package main\n\nfunc main() {}\n")],
            "project-broken-go-mod",
        ),
        (vec![("main.go", "package main\n\nfunc main() {}\n")], "project-no-go-mod"),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                ("main.go", "package main\n\nimport _ \"github.com/a/b\"\n\nfunc main() {}\n"),
            ],
            "project-missing-module",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                ("main.go", "package main\n\nimport _ \"store\"\n\nfunc main() {}\n"),
            ],
            "project-package-not-in-std",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n\nrequire github.com/a/b v1.0.0\n"),
                ("main.go", "package main\n\nimport _ \"github.com/a/b\"\n\nfunc main() {}\n"),
            ],
            "project-missing-go-sum",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n\nrequire a.b/c v1.0.0\n\nreplace a.b/c => ../nowhere\n"),
                ("main.go", "package main\n\nimport _ \"a.b/c\"\n\nfunc main() {}\n"),
            ],
            "project-replacement-missing",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                (
                    "main.go",
                    "package main\n\nimport _ \"embed\"\n\n//go:embed web/*\nvar s string\n\nfunc main() {}\n",
                ),
            ],
            "project-embed-missing",
        ),
        (
            vec![("go.mod", "module x\n\ngo 1.21\n"), ("cmd/x/main.go", "package main\n\nfunc main() {}\n")],
            "project-no-go-files",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                ("a.go", "package main\n\nfunc main() {}\n"),
                ("b.go", "package util\n"),
            ],
            "project-two-packages",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                ("a.go", "package main\n\nfunc main() {}\n"),
                ("b.go", "package main\n\nfunc main() {}\n"),
            ],
            "project-main-redeclared",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                ("a.go", "//go:build windows\n\npackage main\n\nfunc main() {}\n"),
            ],
            "project-build-constraints",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n\nrequire a.b/c v1.0.0\n"),
                ("vendor/modules.txt", "# nothing\n"),
                ("main.go", "package main\n\nfunc main() {}\n"),
            ],
            "project-vendor-inconsistent",
        ),
        (
            vec![("go.mod", "module x\n\ngo 1.21\n"), ("a.go", "package main\n\nfunc other() {}\n")],
            "project-no-main-function",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                ("main.go", "package main\n\nimport _ \"x/a\"\n\nfunc main() {}\n"),
                ("a/a.go", "package a\n\nimport _ \"x/b\"\n"),
                ("b/b.go", "package b\n\nimport _ \"x/a\"\n"),
            ],
            "project-import-cycle",
        ),
        (
            vec![
                ("go.mod", "module x\n\ngo 1.21\n"),
                ("main.go", "package main\n\nimport _ \"x/cmd/y\"\n\nfunc main() {}\n"),
                ("cmd/y/y.go", "package main\n\nfunc main() {}\n"),
            ],
            "project-imports-program",
        ),
    ] {
        let folder = project(&files);
        let Some(mut compile) = compile_of(folder.path()).await else { return };
        compile.goproxy = Some("off".to_owned());
        let error = run(&compile, &CancellationToken::new(), &mut |_| {}).await.unwrap_err();
        let GoError::Compile { output, .. } = &error else { panic!("{error:?}") };
        let explained = slipway_diagnose::explain(output);
        let first = explained.causes.first().map(|cause| cause.fault.code.as_str());
        assert_eq!(first, Some(code), "{output}");
    }
}

#[tokio::test]
async fn a_stop_ends_every_process_of_it() {
    let folder = project(&[("main.go", "package main\n")]);
    let (go, pids) = (folder.path().join("go"), folder.path().join("pids"));
    let script = format!(
        "#!/bin/sh\nsleep 300 &\necho $! >> {0}\nsh -c 'sleep 300 & echo $! >> {0}; wait' &\necho started >&2\nwait\n",
        pids.display()
    );
    std::fs::write(&go, script).unwrap();
    crate::platform::set_executable(&go).unwrap();
    let compile = compile_with(&go, folder.path());
    let stop = CancellationToken::new();
    let later = async {
        for _ in 0..500 {
            if std::fs::read_to_string(&pids).unwrap_or_default().lines().count() == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.cancel();
        Instant::now()
    };
    let mut deaf = |_| {};
    let (outcome, stopped) = tokio::join!(run(&compile, &stop, &mut deaf), later);
    assert!(matches!(outcome, Err(GoError::Cancelled)), "{outcome:?}");
    assert!(stopped.elapsed() < Duration::from_secs(3));
    for pid in std::fs::read_to_string(&pids).unwrap().lines() {
        let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let dead = state.is_empty() || state.contains(") Z ");
        assert!(dead, "{pid} still runs: {state}");
    }
    assert_eq!(names(&folder.path().join("out")), Vec::<String>::new());
}

#[tokio::test]
async fn a_command_that_is_not_there_is_said() {
    let folder = project(&[]);
    let compile = compile_with(Path::new("/nowhere/go"), folder.path());
    let error = run(&compile, &CancellationToken::new(), &mut |_| {}).await.unwrap_err();
    assert_eq!(error.to_fault().code, "machine-go-not-started");
}
