//! What a program is for, and which one is meant.

use super::because::Because;
use super::packages::Package;
use crate::understand::parse::source::Source;
use crate::understand::{Program, ProgramKind};

/// The kind that a folder's name tells.
pub(in crate::understand) fn kind_by_place(folder: &str) -> Option<ProgramKind> {
    for part in folder.split('/').map(str::to_ascii_lowercase) {
        let part = part.as_str();
        let has = |words: &[&str]| part.split(['-', '_', '.']).any(|word| words.contains(&word));
        if has(&["example", "examples", "demo", "demos", "sample", "samples", "tutorial", "tutorials"]) {
            return Some(ProgramKind::Example);
        }
        if part.starts_with("protoc-gen-") {
            return None;
        }
        if has(&["gen", "generate", "generator", "codegen", "generators"]) {
            return Some(ProgramKind::Generator);
        }
        let helper = [
            "test",
            "tests",
            "testing",
            "e2e",
            "mock",
            "mocks",
            "fake",
            "fakes",
            "stub",
            "bench",
            "benchmark",
            "loadtest",
            "integration",
        ];
        if has(&helper) || part.starts_with("test") && part != "testament" {
            return Some(ProgramKind::TestHelper);
        }
    }
    None
}

/// The kind that a program's own imports tell.
pub(super) fn kind_by_imports(files: &[Source], package: &Package) -> Option<ProgramKind> {
    let is_plugin = |path: &str| {
        path == "github.com/hashicorp/go-plugin"
            || path == "github.com/hashicorp/terraform-plugin-framework/providerserver"
            || path.starts_with("github.com/hashicorp/terraform-plugin-sdk") && path.ends_with("/plugin")
            || path.starts_with("github.com/hashicorp/vault/sdk/plugin")
            || path.contains("mattermost") && path.ends_with("/plugin")
            || path.starts_with("github.com/containernetworking/cni/pkg/skel")
    };
    let sources = package.files.iter().filter_map(|file| files.get(*file));
    let mut imports = sources.flat_map(|source| &source.imports);
    imports.any(|import| is_plugin(&import.path)).then_some(ProgramKind::Plugin)
}

/// What is decided.
pub(in crate::understand) struct Choice {
    pub(in crate::understand) chosen: Option<usize>,
    pub(in crate::understand) tie: Vec<usize>,
    pub(in crate::understand) because: Vec<Because>,
}

/// Chooses among programs by evidence; a tie where nothing decides.
pub(in crate::understand) fn choose(programs: &[Program], module: Option<&str>) -> Choice {
    let because = programs.iter().map(|program| match program.kind {
        ProgramKind::Example => Because::Example,
        ProgramKind::Generator => Because::Generator,
        ProgramKind::TestHelper => Because::TestHelper,
        ProgramKind::Server | ProgramKind::Tool | ProgramKind::Plugin => Because::Other,
    });
    let mut choice = Choice { chosen: None, tie: Vec::new(), because: because.collect() };
    let decided = decide(programs, module);
    match decided {
        Decided::Nothing => {}
        Decided::One(index, reason) => {
            choice.chosen = Some(index);
            if let Some(because) = choice.because.get_mut(index) {
                *because = reason;
            }
        }
        Decided::Tie(group) => {
            for &index in &group {
                if let Some(because) = choice.because.get_mut(index) {
                    *because = Because::Tie;
                }
            }
            choice.tie = group;
        }
    }
    choice
}

enum Decided {
    Nothing,
    One(usize, Because),
    Tie(Vec<usize>),
}

fn decide(programs: &[Program], module: Option<&str>) -> Decided {
    match programs {
        [] => return Decided::Nothing,
        [_] => return Decided::One(0, Because::Only),
        _ => {}
    }
    let is = |index: &usize, test: &dyn Fn(&Program) -> bool| programs.get(*index).is_some_and(test);
    let all: Vec<usize> = (0..programs.len()).collect();
    let narrowed = |group: &[usize], test: &dyn Fn(&Program) -> bool| -> Vec<usize> {
        group.iter().copied().filter(|index| is(index, test)).collect()
    };
    let product = narrowed(&all, &|program| {
        matches!(program.kind, ProgramKind::Server | ProgramKind::Tool | ProgramKind::Plugin)
    });
    // What stands aside and serves nothing is less than an example that does.
    let product = if product
        .iter()
        .all(|index| is(index, &|program| is_aside(&program.folder) && program.kind != ProgramKind::Server))
    {
        let shown = narrowed(&all, &|program| program.kind == ProgramKind::Example);
        if shown.is_empty() { product } else { shown }
    } else {
        product
    };
    let mut group = if product.is_empty() { all } else { product };
    if let [one] = group.as_slice() {
        return Decided::One(*one, Because::OnlyProduct);
    }
    let servers =
        narrowed(&group, &|program| program.kind == ProgramKind::Server && !is_aside(&program.folder));
    match servers.as_slice() {
        [] => {}
        [one] => return Decided::One(*one, Because::OnlyServer),
        _ => group = servers,
    }
    let main = narrowed(&group, &|program| !is_aside(&program.folder));
    if !main.is_empty() {
        group = main;
    }
    for (test, because) in [
        (&(|program: &Program| program.folder == ".") as &dyn Fn(&Program) -> bool, Because::Root),
        (
            &|program: &Program| module.is_some_and(|module| is_named_like(&program.name, module)),
            Because::NamedLikeModule,
        ),
        (&|program: &Program| place(program) == 2, Because::Place),
        (&|program: &Program| place(program) > 0, Because::Place),
    ] {
        match narrowed(&group, test).as_slice() {
            [] => {}
            [one] => return Decided::One(*one, because),
            several => {
                group = several.to_vec();
                break;
            }
        }
    }
    if let [one] = group.as_slice() {
        return Decided::One(*one, Because::Place);
    }
    group.sort_by_key(|index| std::cmp::Reverse(programs.get(*index).map_or(0, place)));
    Decided::Tie(group)
}

/// How much a program's name says that it is the main one: 2 a server's name, 1 an ordinary one, 0 a helper's.
fn place(program: &Program) -> u8 {
    let name = program.name.to_ascii_lowercase();
    let words: Vec<_> = name.split(['-', '_', '.']).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let helper = [
        "migrate",
        "migration",
        "migrations",
        "seed",
        "cli",
        "ctl",
        "client",
        "admin",
        "import",
        "export",
        "keygen",
        "healthcheck",
        "tool",
        "tools",
        "debug",
        "worker",
        "cron",
        "job",
        "setup",
        "init",
        "backup",
        "restore",
    ];
    if has(&helper) || name.ends_with("ctl") {
        0
    } else if has(&["server", "api", "web", "app", "main", "serve", "service", "httpd", "cmd"])
        || name.ends_with("server")
    {
        2
    } else {
        1
    }
}

/// Whether a folder holds what serves the work on the project.
fn is_aside(folder: &str) -> bool {
    folder.split('/').any(|part| {
        matches!(
            part,
            "tools"
                | "tool"
                | "scripts"
                | "script"
                | "hack"
                | "build"
                | "ci"
                | "dev"
                | "misc"
                | "contrib"
                | "internal"
        )
    })
}

/// Whether a program is called like the last element of the module's path (before a major version).
fn is_named_like(name: &str, module: &str) -> bool {
    let mut parts = module.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let version =
        last.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    let last = if version { parts.next().unwrap_or(last) } else { last };
    let bare = |text: &str| text.trim_start_matches("go-").trim_end_matches("-go").to_ascii_lowercase();
    let (module, name) = (bare(last), bare(name));
    let rest = name.strip_prefix(&module);
    let around = rest
        .is_some_and(|rest| matches!(rest, "" | "d" | "server" | "-server" | "_server" | "-api" | "-web"));
    around || name.strip_suffix(&module).is_some_and(|rest| rest.starts_with("protoc-gen"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProgramKind::{Server, Tool};

    fn chosen(module: &str, programs: &[(&str, ProgramKind)]) -> (Option<&'static str>, String) {
        let programs: Vec<_> = programs
            .iter()
            .map(|(folder, kind)| Program {
                import_path: String::new(),
                folder: (*folder).to_owned(),
                name: folder.rsplit('/').next().unwrap().replace('.', "root"),
                kind: kind_by_place(folder).unwrap_or(*kind),
                because: Because::Other,
            })
            .collect();
        let choice = choose(&programs, Some(module));
        let name = |index: usize| programs[index].folder.clone();
        match choice.chosen {
            Some(index) => {
                (Some(choice.because[index].code().trim_start_matches("program-because-")), name(index))
            }
            None => (None, choice.tie.into_iter().map(name).collect::<Vec<_>>().join(" ")),
        }
    }

    #[test]
    fn evidence_decides_and_says_which() {
        let m = "example.com/shop";
        for (programs, because, folder) in [
            (vec![("cmd/x", Tool)], Some("only"), "cmd/x"),
            (vec![("cmd/x", Tool), ("examples/y", Server)], Some("only-product"), "cmd/x"),
            (vec![("cmd/a", Tool), ("cmd/b", Server)], Some("only-server"), "cmd/b"),
            (vec![(".", Tool), ("cmd/b", Tool)], Some("root"), "."),
            (vec![("cmd/aaa", Server), ("cmd/shop", Server)], Some("named-like-module"), "cmd/shop"),
            (vec![("cmd/migrate", Tool), ("cmd/report", Tool)], Some("place"), "cmd/report"),
            (vec![("cmd/billing", Server), ("cmd/api", Server)], Some("place"), "cmd/api"),
            (vec![("cmd/billing", Server), ("cmd/orders", Server)], None, "cmd/billing cmd/orders"),
            (vec![("tools/lint", Tool), ("cmd/a", Tool), ("cmd/b", Tool)], None, "cmd/a cmd/b"),
            (vec![("cmd/api", Server), ("cmd/mock-server", Server)], Some("only-product"), "cmd/api"),
            (vec![("internal/gen", Tool), ("service", Server)], Some("only-product"), "service"),
            (vec![("examples/a", Tool), ("examples/b", Tool)], None, "examples/a examples/b"),
            (vec![], None, ""),
        ] {
            assert_eq!(chosen(m, &programs), (because, folder.to_owned()), "{programs:?}");
        }
        let two = [("cmd/zzz", Server), ("cmd/shop", Server)];
        assert_eq!(
            chosen("example.com/go-shop/v2", &two),
            (Some("named-like-module"), "cmd/shop".to_owned())
        );
    }
}
