//! The shape of a project: what go build would stop at, told from the files.

use super::{codes, project};
use crate::understand::{Understanding, Vendor, understand};

const MAIN: (&str, &str) = ("main.go", "package main\n\nfunc main() {}\n");

fn of(files: &[(&str, &str)]) -> Understanding {
    understand(project(files).path())
}

fn only(found: &Understanding) -> Vec<&str> {
    found.problems.iter().map(|problem| problem.fault.code.as_str()).collect()
}

#[test]
fn the_best_of_several_modules_is_chosen_and_the_others_are_named() {
    let found = of(&[
        ("docs/readme.md", "x"),
        (
            "backend/go.mod",
            "module example.com/backend\n\ngo 1.24\n\nreplace example.com/shared => ../shared\n",
        ),
        (
            "backend/main.go",
            "package main\n\nimport \"example.com/shared\"\n\nfunc main() { shared.Serve() }\n",
        ),
        ("shared/go.mod", "module example.com/shared\n"),
        (
            "shared/s.go",
            "package shared\n\nimport \"net/http\"\n\nfunc Serve() { http.ListenAndServe(\":9000\", nil) }\n",
        ),
        ("tools/go.mod", "module example.com/tools\n"),
        ("tools/main.go", MAIN.1),
    ]);
    assert_eq!(
        (found.module.as_deref(), found.module_folder.as_str()),
        (Some("example.com/backend"), "backend")
    );
    assert_eq!(found.programs.iter().map(|p| p.folder.as_str()).collect::<Vec<_>>(), ["backend"]);
    assert_eq!(found.needs[0].ports[0].port, 9000);
    assert!(only(&found).contains(&"project-several-modules"));
    assert_eq!(found.modules.len(), 3);
}

#[test]
fn code_from_before_modules_is_told_by_its_imports() {
    let found = of(&[
        ("main.go", "package main\n\nimport \"github.com/o/shop/api\"\n\nfunc main() { api.Serve() }\n"),
        (
            "api/a.go",
            "package api\n\nimport \"net/http\"\n\nfunc Serve() { http.ListenAndServe(\":81\", nil) }\n",
        ),
        ("Gopkg.toml", ""),
    ]);
    assert_eq!(only(&found), ["project-gopath-era"]);
    assert_eq!(found.needs[0].ports[0].port, 81);
    assert_eq!(found.module, None);
}

#[test]
fn a_vendor_folder_is_consistent_stale_ignored_or_of_an_older_time() {
    let of = |go: &str, modules: &str| {
        let text = format!("module x\n\ngo {go}\n\nrequire example.com/a v1.0.0\n");
        let found = of(&[MAIN, ("go.mod", &text), ("vendor/modules.txt", modules)]);
        (
            found.vendor,
            codes(&found).iter().map(|(code, _, line)| ((*code).to_owned(), *line)).collect::<Vec<_>>(),
        )
    };
    let good = "# example.com/a v1.0.0\n## explicit; go 1.20\nexample.com/a\n";
    assert_eq!(of("1.24", good), (Vendor::Consistent, vec![]));
    let stale = vec![("project-vendor-inconsistent".to_owned(), Some(5))];
    assert_eq!(of("1.24", "# example.com/a v0.9.0\n## explicit\n"), (Vendor::Stale, stale));
    assert_eq!(of("1.12", good), (Vendor::Ignored, vec![]));
}

#[test]
fn an_embedded_file_is_there_ignored_or_never_generated() {
    let source = "package main\n\nimport \"embed\"\n\n//go:embed web/dist/*\nvar web embed.FS\n\nfunc main() { _ = web }\n";
    let go_mod = ("go.mod", "module x\n\ngo 1.24\n");
    let of = |more: &[(&str, &str)]| {
        let mut files = vec![go_mod, ("main.go", source)];
        files.extend(more);
        let found = of(&files);
        codes(&found).iter().map(|(code, _, line)| ((*code).to_owned(), *line)).collect::<Vec<_>>()
    };
    let one = |code: &str| vec![(code.to_owned(), Some(5))];
    assert_eq!(of(&[]), one("project-embed-missing"));
    assert_eq!(of(&[(".gitignore", "/web/dist\n")]), one("project-embed-not-generated"));
    assert_eq!(of(&[(".gitignore", "dist\n"), ("web/dist/i.html", "x")]), one("project-embed-ignored"));
    assert_eq!(of(&[("web/dist/i.html", "x")]), vec![]);
    assert_eq!(of(&[("web/dist/.hidden", "x")]), vec![], "a pattern names hidden files too");
}

#[test]
fn what_go_mod_and_go_sum_lack_is_said() {
    let main = "package main\n\nimport _ \"example.com/a/b\"\n\nfunc main() {}\n";
    let of = |require: &str, sum: Option<&str>| {
        let text = format!("module x\n\ngo 1.24\n{require}");
        let mut files = vec![("main.go", main), ("go.mod", text.as_str())];
        files.extend(sum.map(|sum| ("go.sum", sum)));
        let found = of(&files);
        codes(&found).iter().map(|(code, _, line)| ((*code).to_owned(), *line)).collect::<Vec<_>>()
    };
    let one = |code: &str, line: u32| vec![(code.to_owned(), Some(line))];
    assert_eq!(of("", None), one("project-missing-module", 3));
    let require = "require example.com/a v1.0.0\n";
    assert_eq!(of(require, None), one("project-missing-go-sum", 4));
    assert_eq!(of(require, Some("example.com/a v1.0.0/go.mod h1:x\n")), one("project-missing-go-sum", 4));
    assert_eq!(of(require, Some("example.com/a v1.0.0 h1:x\n")), vec![]);
}

#[test]
fn a_package_that_a_generator_makes_is_told_from_one_that_is_missing() {
    let main = "package main\n\n//go:generate buf generate --out gen\n\nimport _ \"x.com/x/gen\"\n\nfunc main() {}\n";
    let go_mod = ("go.mod", "module x.com/x\n\ngo 1.24\n");
    assert_eq!(only(&of(&[go_mod, ("main.go", main)])), ["project-not-generated"]);
    let plain = main.replace("//go:generate buf generate --out gen\n", "");
    assert_eq!(only(&of(&[go_mod, ("main.go", &plain)])), ["project-package-missing"]);
}

#[test]
fn a_go_line_of_the_future_and_folders_outside_are_said() {
    assert_eq!(only(&of(&[MAIN, ("go.mod", "module x\n\ngo 1.99\n")])), ["project-go-line-too-new"]);
    let folder = project(&[
        ("app/go.mod", "module x\n\ngo 1.24\n\nreplace y => ../lib\n"),
        ("app/main.go", MAIN.1),
        ("lib/go.mod", "module y\n"),
    ]);
    let found = understand(&folder.path().join("app"));
    assert_eq!(codes(&found), [("project-replacement-outside", Some("go.mod"), Some(5))]);
    let found = of(&[MAIN, ("go.mod", "module x\n"), ("go.work", "go 1.24\n\nuse (\n\t.\n\t./gone\n)\n")]);
    assert_eq!(codes(&found), [("project-replacement-missing", Some("go.work"), Some(5))]);
}

#[test]
fn a_name_with_a_newline_is_only_a_name() {
    let folder = project(&[
        MAIN,
        ("go.mod", "module x\n\ngo 1.24\n"),
        ("a\nb/x.go", "package main\n\nfunc main() {}\n"),
    ]);
    assert_eq!(understand(folder.path()).programs.len(), 2);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_never_opened() {
    let folder = project(&[MAIN, ("go.mod", "module x\n\ngo 1.24\n")]);
    for name in ["pipe.go", "config.yaml", ".env", ".gitignore", "go.sum"] {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(name)).status();
        assert!(made.unwrap().success());
    }
    assert_eq!(understand(folder.path()).programs.len(), 1);
}

#[test]
fn a_module_that_only_some_may_fetch_is_named_before_a_build_meets_it() {
    let main = ("main.go", "package main\n\nfunc main() {}\n");
    let go_mod = |requires: &str| format!("module example.com/x\n\ngo 1.21\n\nrequire (\n{requires})\n");
    let private = |files: &[(&str, &str)]| {
        let mut problems = of(files).problems.into_iter();
        let problem = problems.find(|problem| problem.fault.code == "project-private-module")?;
        Some((problem.fault.params["module"].clone(), problem.fault.params["others"].clone(), problem.line))
    };
    let inside =
        go_mod("\tgithub.com/a/b v1.0.0\n\tgit.corp.internal/c v1.0.0\n\tgit.corp.internal/d v1.0.0\n");
    let wanted = ("git.corp.internal/c".into(), 1_u64.into(), Some(7));
    assert_eq!(private(&[main, ("go.mod", &inside)]), Some(wanted));
    let public = go_mod("\tgithub.com/acme/b v1.0.0\n");
    assert_eq!(private(&[main, ("go.mod", &public)]), None);
    let said = ("Dockerfile", "FROM golang\nENV GOPRIVATE=github.com/acme\n");
    assert_eq!(
        private(&[main, ("go.mod", &public), said]),
        Some(("github.com/acme/b".into(), 0_u64.into(), Some(6)))
    );
}
