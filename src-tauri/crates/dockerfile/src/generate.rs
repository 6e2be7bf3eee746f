//! A Dockerfile for a Go program, written to be read: two stages, the Go of the `go` line, caches that stay between
//! builds, and an image with nothing in it but the program and what a program expects of a system.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the Dockerfile shall build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The image to compile in, see [`golang`].
    pub builder: String,
    /// The program's name: a file name, and the image's title.
    pub name: String,
    /// The package to compile, `.` or `./cmd/x`.
    pub package: String,
    /// The module's files from the root of the context that the modules are fetched by: `go.mod`, `go.sum`. Empty where
    /// they cannot be fetched apart (a workspace, a replaced folder, vendored) or there is nothing to fetch.
    pub module_files: Vec<String>,
    /// TCP ports that the program listens on.
    pub ports: Vec<u16>,
    /// Whether the builder knows cache mounts: BuildKit and Podman do, Docker's classic builder does not.
    pub cache_mounts: bool,
    /// Whether the program needs cgo. It is then linked statically against what the builder has.
    pub cgo: bool,
    /// Files and folders that the program reads while it runs: where they are in the context, and where from its
    /// working folder it looks for them.
    pub beside: Vec<(String, String)>,
    /// Labels besides the title.
    pub labels: BTreeMap<String, String>,
}

/// The official builder for a `go` line: `1.24` → `golang:1.24`.
pub fn golang(go_line: Option<&str>) -> String {
    let version = go_line.map(|line| line.strip_prefix("go").unwrap_or(line)).unwrap_or_default();
    let plain = version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    if version.is_empty() || !plain { "golang:1".to_owned() } else { format!("golang:{version}") }
}

const CACHES: &str = "--mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build ";
const USER: u32 = 65532;
const HOME: &str = "/home/nonroot";

/// Writes the Dockerfile.
pub fn generate(plan: &Plan) -> String {
    let caches = if plan.cache_mounts { CACHES } else { "" };
    let mut out = String::new();
    let mut add = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    add("# Two stages: the first has the compiler, the second only what it made.");
    add("# The builder's version is the one that the go line of go.mod asks for.");
    add(&format!("FROM {} AS build", plan.builder));
    add("WORKDIR /src");
    add(if plan.cgo {
        "# The program calls C, and the result still has to run with nothing beside it: see -static below."
    } else {
        "# Without cgo the program needs no C library, so it runs in an empty image."
    });
    add(&format!("ENV CGO_ENABLED={} GOOS=linux", u8::from(plan.cgo)));
    if !plan.module_files.is_empty() {
        add("");
        add(
            "# The modules change less often than the code: fetched first, they are fetched again only when these",
        );
        add("# files change.");
        add(&format!("COPY {} ./", plan.module_files.join(" ")));
        add(&format!("RUN {caches}{}", exec(&["go", "mod", "download"])));
    }
    add("");
    add("COPY . .");
    if plan.cache_mounts {
        add(
            "# The mounts are caches that stay between builds: what did not change is not compiled again. No path of",
        );
        add("# this machine (-trimpath) and no debugging tables (-s -w) end up in the program.");
    } else {
        add("# No path of this machine (-trimpath) and no debugging tables (-s -w) end up in the program.");
    }
    let flags =
        if plan.cgo { "-ldflags=-s -w -linkmode external -extldflags -static" } else { "-ldflags=-s -w" };
    let program = format!("/app/{}", plan.name);
    let out_path = format!("/out{program}");
    add(&format!(
        "RUN {caches}{}",
        exec(&["go", "build", "-trimpath", "-buildvcs=false", flags, "-o", &out_path, &plan.package])
    ));
    add("");
    add("# An empty image: no shell, no package manager, nothing to keep up to date but the program itself.");
    add("FROM scratch");
    add(
        "# What Go programs look for in a system: trusted certificates, time zones, a folder for temporary files.",
    );
    add("COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/");
    add("COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /usr/share/zoneinfo.zip");
    add("COPY --from=build /tmp /tmp");
    add("COPY --from=build /out /");
    add("# A folder of its own, the one place besides /tmp that the program may write to.");
    add(&format!("COPY --from=build --chown={USER}:{USER} /tmp {HOME}"));
    if !plan.beside.is_empty() {
        add("# What the program reads while it runs, where it looks for it.");
        for (from, to) in &plan.beside {
            let to = if to.starts_with('/') { to.clone() } else { format!("{HOME}/{to}") };
            add(&format!("COPY --chown={USER}:{USER} {}", exec(&[from, &to])));
        }
    }
    add(&format!("ENV PATH=/usr/local/bin:/usr/bin:/bin:/app HOME={HOME} ZONEINFO=/usr/share/zoneinfo.zip"));
    for (name, value) in &plan.labels {
        add(&format!("LABEL {}={}", quoted(name), quoted(value)));
    }
    add(&format!("LABEL org.opencontainers.image.title={}", quoted(&plan.name)));
    if !plan.ports.is_empty() {
        add(
            "# Only says where the program listens; to reach it, the port is published when the container starts.",
        );
        let ports: Vec<_> = plan.ports.iter().map(ToString::to_string).collect();
        add(&format!("EXPOSE {}", ports.join(" ")));
    }
    add("# Not root: whoever breaks into the program has no more rights than it.");
    add(&format!("USER {USER}:{USER}"));
    add(&format!("WORKDIR {HOME}"));
    add("# Exec form: the program itself is process 1 and hears the signal to stop.");
    add(&format!("ENTRYPOINT {}", exec(&[&program])));
    out
}

/// `["go", "build"]`.
fn exec(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| serde_json::Value::from(*word).to_string()).collect();
    format!("[{}]", words.join(", "))
}

/// A word of an `ENV` or a `LABEL`.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '$' => {
                let _ = write!(quoted, "\\{c}");
            }
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Base, Dockerfile, Form, lint};

    fn plan() -> Plan {
        Plan {
            builder: golang(Some("1.24")),
            name: "api".to_owned(),
            package: "./cmd/api".to_owned(),
            module_files: vec!["go.mod".to_owned(), "go.sum".to_owned()],
            ports: vec![8080],
            cache_mounts: true,
            cgo: false,
            beside: vec![("cmd/api/templates".to_owned(), "templates".to_owned())],
            labels: BTreeMap::from([("slipway".to_owned(), "1".to_owned())]),
        }
    }

    #[test]
    fn it_has_two_stages_runs_as_nobody_and_every_command_is_in_exec_form() {
        let text = generate(&plan());
        let file = Dockerfile::parse(&text).unwrap();
        assert_eq!(file.syntax, None);
        assert_eq!(file.stages[0].base, Base::Image("golang:1.24".to_owned()));
        assert_eq!(file.stages[1].base, Base::Scratch);
        for instruction in &file.instructions {
            if matches!(instruction.keyword.as_str(), "RUN" | "CMD" | "ENTRYPOINT") {
                assert!(matches!(instruction.form(), Form::Exec(_)), "line {}", instruction.line);
            }
        }
        let build = file.instructions.iter().rfind(|found| found.keyword == "RUN").unwrap();
        let Form::Exec(words) = build.form() else { unreachable!() };
        assert_eq!(
            words,
            [
                "go",
                "build",
                "-trimpath",
                "-buildvcs=false",
                "-ldflags=-s -w",
                "-o",
                "/out/app/api",
                "./cmd/api"
            ]
        );
        assert_eq!(build.flags.len(), 2);
        assert!(text.contains("USER 65532:65532\n") && text.contains("EXPOSE 8080\n"));
        assert!(text.contains("LABEL slipway=1\n"));
        let beside = "COPY --chown=65532:65532 [\"cmd/api/templates\", \"/home/nonroot/templates\"]\n";
        assert!(text.contains(beside) && text.contains("WORKDIR /home/nonroot\n"));
        assert_eq!(lint(&file), []);
    }

    #[test]
    fn a_builder_without_mounts_gets_none_and_nothing_is_fetched_where_nothing_can_be() {
        let text =
            generate(&Plan { cache_mounts: false, module_files: Vec::new(), ports: Vec::new(), ..plan() });
        assert!(!text.contains("--mount") && !text.contains("download") && !text.contains("EXPOSE"));
    }

    #[test]
    fn no_value_can_become_an_instruction() {
        let labels = BTreeMap::from([("a".to_owned(), "x\"\nUSER root\\".to_owned())]);
        let file = Dockerfile::parse(&generate(&Plan { labels, ..plan() })).unwrap();
        assert_eq!(file.instructions.iter().filter(|found| found.keyword == "USER").count(), 1);
    }

    #[test]
    fn the_builder_is_pinned_to_the_go_line() {
        assert_eq!(golang(Some("1.24.3")), "golang:1.24.3");
        assert_eq!(golang(Some("1.26rc1")), "golang:1.26rc1");
        assert_eq!(golang(None), "golang:1");
        assert_eq!(golang(Some("1.24\nUSER root")), "golang:1");
    }
}
