//! Projects small enough to be read here, and what is understood of them.

use super::{Understanding, understand};
use std::path::Path;

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    folder
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn of(files: &[(&str, &str)]) -> Understanding {
    let mut all = vec![("go.mod", "module example.com/shop\n\ngo 1.24\n")];
    all.extend(files);
    understand(project(&all).path())
}

/// `PORT ADDRESS FILE:LINE CONFIDENCE ENV`, for each port.
fn ports(found: &Understanding) -> Vec<String> {
    let text = |guess: &super::PortGuess| {
        format!(
            "{}{} {}:{} {}{}",
            guess.address.as_ref().map(|address| format!("{address}:")).unwrap_or_default(),
            guess.port,
            guess.file,
            guess.line,
            guess.confidence.code(),
            guess.env.as_ref().map(|env| format!(" ${env}")).unwrap_or_default()
        )
    };
    found.ports.iter().map(text).collect()
}

/// A program with these imports and this body of main, and what follows.
fn main_with(imports: &str, body: &str) -> Vec<String> {
    let imports: String = imports.split_whitespace().map(|path| format!("import \"{path}\"\n")).collect();
    // Line 1 is the package clause, the body starts in line 10.
    let head = format!("package main\n{imports}");
    let padding = "\n".repeat(9 - head.lines().count());
    ports(&of(&[("main.go", &format!("{head}{padding}func main() {{\n{body}\n}}\n"))]))
}

#[test]
fn a_port_is_found_however_it_is_written() {
    for (imports, body, expected) in [
        ("net/http", "http.ListenAndServe(\":8080\", nil)", "8080 main.go:11 certain"),
        (
            "net/http",
            "log(http.ListenAndServeTLS(\"0.0.0.0:8443\", \"a\", \"b\", nil))",
            "0.0.0.0:8443 main.go:11 certain",
        ),
        (
            "net/http",
            "s := &http.Server{\nAddr: \"127.0.0.1:9000\",\n}\ns.ListenAndServe()",
            "127.0.0.1:9000 main.go:12 certain",
        ),
        ("net/http", "s := http.Server{}\ns.Addr = \":9001\"\ns.ListenAndServe()", "9001 main.go:12 certain"),
        ("net", "l, err := net.Listen(\"tcp\", \"[::]:7000\")", ":::7000 main.go:11 certain"),
        ("net", "l, err := net.Listen(\"tcp\", \":http\")", "80 main.go:11 certain"),
        ("net/http", "http.ListenAndServe(\":\" + \"80\" + \"81\", nil)", "8081 main.go:11 certain"),
        (
            "net/http fmt",
            "const port = 8082\nhttp.ListenAndServe(fmt.Sprintf(\":%d\", port), nil)",
            "8082 main.go:11 certain",
        ),
        (
            "net/http fmt",
            "port := 8083\nhttp.ListenAndServe(fmt.Sprintf(\"%s:%d\", \"localhost\", port), nil)",
            "localhost:8083 main.go:11 certain",
        ),
        (
            "net/http strconv",
            "p := 8084\nhttp.ListenAndServe(\":\"+strconv.Itoa(p), nil)",
            "8084 main.go:11 certain",
        ),
        (
            "net/http net",
            "http.ListenAndServe(net.JoinHostPort(\"\", \"8085\"), nil)",
            "8085 main.go:11 certain",
        ),
        (
            "net/http os",
            "port := os.Getenv(\"PORT\")\nif port == \"\" {\nport = \"8086\"\n}\nhttp.ListenAndServe(\":\"+port, nil)",
            "8086 main.go:13 likely $PORT",
        ),
        (
            "net/http os",
            "port := \"8087\"\nif p := os.Getenv(\"PORT\"); p != \"\" {\nport = p\n}\nhttp.ListenAndServe(\":\"+port, nil)",
            "8087 main.go:11 likely $PORT",
        ),
        (
            "net/http os",
            "port, ok := os.LookupEnv(\"PORT\")\nif !ok {\nport = \"8088\"\n}\nhttp.ListenAndServe(\":\"+port, nil)",
            "8088 main.go:13 likely $PORT",
        ),
        (
            "net/http os cmp",
            "http.ListenAndServe(\":\"+cmp.Or(os.Getenv(\"PORT\"), \"8089\"), nil)",
            "8089 main.go:11 likely $PORT",
        ),
        (
            "net/http flag",
            "addr := flag.String(\"addr\", \":8090\", \"a\")\nflag.Parse()\nhttp.ListenAndServe(*addr, nil)",
            "8090 main.go:11 likely",
        ),
        (
            "net/http flag fmt",
            "port := flag.Int(\"port\", 8091, \"p\")\nhttp.ListenAndServe(fmt.Sprintf(\":%d\", *port), nil)",
            "8091 main.go:11 likely",
        ),
        (
            "net/http flag",
            "var addr string\nflag.StringVar(&addr, \"addr\", \":8092\", \"a\")\nhttp.ListenAndServe(addr, nil)",
            "8092 main.go:12 likely",
        ),
        ("github.com/gin-gonic/gin", "r := gin.Default()\nr.Run()", "8080 main.go:12 likely $PORT"),
        ("github.com/gin-gonic/gin", "r := gin.Default()\nr.Run(\":8093\")", "8093 main.go:12 certain"),
        (
            "github.com/labstack/echo/v4",
            "e := echo.New()\ne.Logger.Fatal(e.Start(\":1323\"))",
            "1323 main.go:12 certain",
        ),
        (
            "github.com/gofiber/fiber/v2",
            "app := fiber.New()\nlog.Fatal(app.Listen(\":3000\"))",
            "3000 main.go:12 certain",
        ),
        (
            "net/http github.com/go-chi/chi/v5",
            "r := chi.NewRouter()\nhttp.ListenAndServe(\":3333\", r)",
            "3333 main.go:12 certain",
        ),
        ("net", "net.ListenPacket(\"udp\", \":5353\")", "5353 main.go:11 certain"),
        (
            "net/http github.com/spf13/viper",
            "viper.SetDefault(\"port\", 8094)\nhttp.ListenAndServe(\":\"+viper.GetString(\"PORT\"), nil)",
            "8094 main.go:11 likely",
        ),
    ] {
        assert_eq!(main_with(imports, body), [expected], "{body}");
    }
}

#[test]
fn what_is_not_a_port_is_none() {
    for (imports, body) in [
        ("net/http", "http.ListenAndServe(addr(), nil)"),
        ("net/http os", "http.ListenAndServe(\":\"+os.Getenv(\"PORT\"), nil)"),
        ("net", "net.Listen(\"unix\", \"/run/a.sock\")"),
        ("net", "net.Listen(\"tcp\", \"127.0.0.1:0\")"),
        ("net", "net.Dial(\"tcp\", \"db:5432\")"),
        ("net/http", "http.Get(\"http://localhost:9999\")"),
        ("os/exec", "cmd := exec.Command(\"x\")\ncmd.Run()\ncmd.Start()"),
        ("net/http", "// http.ListenAndServe(\":8080\", nil)\n_ = `http.ListenAndServe(\":8081\", nil)`"),
        ("github.com/redis/go-redis/v9", "c := redis.NewClient(&redis.Options{Addr: \"redis:6379\"})"),
    ] {
        assert_eq!(main_with(imports, body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn a_port_is_followed_through_packages_structs_and_helpers() {
    let found = of(&[
        (
            "main.go",
            "package main\n\nimport (\n\t\"example.com/shop/internal/config\"\n\t\"example.com/shop/internal/server\"\n)\n\nfunc main() {\n\tserver.New(config.Load()).Run()\n}\n",
        ),
        (
            "internal/config/config.go",
            "package config\n\nimport \"os\"\n\nconst fallback = \"9090\"\n\ntype Config struct{ Host, Port string }\n\nfunc Load() Config {\n\treturn Config{Host: \"127.0.0.1\", Port: env(\"SHOP_PORT\", fallback)}\n}\n\nfunc env(name, or string) string {\n\tif v := os.Getenv(name); v != \"\" {\n\t\treturn v\n\t}\n\treturn or\n}\n",
        ),
        (
            "internal/server/server.go",
            "package server\n\nimport (\n\t\"net/http\"\n\n\t\"example.com/shop/internal/config\"\n)\n\ntype S struct{ cfg config.Config }\n\nfunc New(c config.Config) *S { return &S{cfg: c} }\n\nfunc (s *S) Run() error {\n\treturn http.ListenAndServe(s.cfg.Host+\":\"+s.cfg.Port, nil)\n}\n",
        ),
    ]);
    assert_eq!(ports(&found), ["127.0.0.1:9090 internal/config/config.go:5 likely $SHOP_PORT"]);
    assert_eq!(
        found
            .env
            .iter()
            .map(|read| (read.name.as_str(), read.line, read.default.as_deref()))
            .collect::<Vec<_>>(),
        [("SHOP_PORT", 10, Some("9090"))]
    );
    let found = of(&[
        (
            "main.go",
            "package main\n\nimport \"example.com/shop/web\"\n\nfunc main() { web.Serve(web.Addr) }\n",
        ),
        (
            "web/web.go",
            "package web\n\nimport \"net/http\"\n\nconst Addr = \":7777\"\n\nfunc Serve(addr string) { http.ListenAndServe(addr, nil) }\n",
        ),
    ]);
    assert_eq!(ports(&found), ["7777 web/web.go:5 certain"]);
}

#[test]
fn each_program_has_its_own_port_and_the_server_is_chosen() {
    let found = of(&[
        (
            "cmd/api/main.go",
            "package main\n\nimport \"example.com/shop/internal/app\"\n\nfunc main() { app.Serve() }\n",
        ),
        (
            "cmd/migrate/main.go",
            "package main\n\nimport \"example.com/shop/internal/app\"\n\nfunc main() { app.Migrate() }\n",
        ),
        (
            "internal/app/app.go",
            "package app\n\nimport \"net/http\"\n\nfunc Serve() { http.ListenAndServe(\":8000\", nil) }\n\nfunc Migrate() {}\n",
        ),
        (
            "cmd/api/main_test.go",
            "package main\n\nimport \"net/http\"\n\nfunc f() { http.ListenAndServe(\":1111\", nil) }\n",
        ),
    ]);
    let programs: Vec<_> = found
        .programs
        .iter()
        .map(|p| {
            (p.import_path.as_str(), p.folder.as_str(), p.name.as_str(), p.kind.code(), p.because.code())
        })
        .collect();
    assert_eq!(
        programs,
        [
            ("example.com/shop/cmd/api", "cmd/api", "api", "server", "program-because-only-server"),
            ("example.com/shop/cmd/migrate", "cmd/migrate", "migrate", "tool", "program-because-other"),
        ]
    );
    assert_eq!((found.chosen, found.ports.len(), found.ports[0].program), (Some(0), 1, Some(0)));
    assert_eq!((found.packages, found.problems.len()), (3, 0));
}

#[test]
fn what_go_leaves_out_is_left_out() {
    let main = "package main\n\nfunc main() {}\n";
    let found = of(&[
        ("main.go", main),
        ("vendor/v/main.go", main),
        ("a/testdata/t/main.go", main),
        ("_old/main.go", main),
        (".hidden/main.go", main),
        ("node_modules/n/main.go", main),
        ("nested/go.mod", "module nested\n"),
        ("nested/main.go", main),
        ("only_windows/main_windows.go", main),
        ("ignored/gen.go", "//go:build ignore\n\npackage main\n\nfunc main() {}\n"),
        ("nomain/x.go", "package main\n\nfunc helper() {}\n"),
    ]);
    assert_eq!(found.programs.iter().map(|program| program.folder.as_str()).collect::<Vec<_>>(), ["."]);
    assert_eq!(found.programs[0].name, "shop");
}

fn codes(found: &Understanding) -> Vec<(&str, Option<&str>, Option<u32>)> {
    found.problems.iter().map(|p| (p.fault.code.as_str(), p.file.as_deref(), p.line)).collect()
}

#[test]
fn what_is_wrong_is_said_and_where() {
    let main = ("main.go", "package main\n\nfunc main() {}\n");
    let found = understand(project(&[main]).path());
    assert_eq!((codes(&found), found.chosen), (vec![("project-no-go-mod", None, None)], Some(0)));
    let found = understand(project(&[main, ("go.mod", "module x\n\nrequire (\n\ta\n)\n")]).path());
    assert_eq!(codes(&found), [("project-broken-go-mod", Some("go.mod"), Some(4))]);
    let found = understand(project(&[main, ("go.mod", "module x\n\ngo latest\n")]).path());
    assert_eq!(codes(&found), [("project-bad-go-line", Some("go.mod"), Some(3))]);
    let found =
        understand(project(&[main, ("go.mod", "module x\n\nreplace a => ../nowhere-at-all\n")]).path());
    assert_eq!(codes(&found), [("project-replacement-missing", Some("go.mod"), Some(3))]);
    assert_eq!(codes(&of(&[("lib.go", "package lib\n")])), [("project-library-only", None, None)]);
    assert_eq!(codes(&of(&[])), [("project-no-program", None, None)]);
    assert_eq!(
        codes(&of(&[main, ("b.go", "package other\n")])),
        [("project-two-packages", Some("main.go"), None)]
    );
    assert_eq!(codes(&understand(Path::new("/nowhere/at/all"))), [("project-folder-missing", None, None)]);
    let folder = project(&[("go.mod", "module x\n"), ("cmd/a/main.go", main.1), ("main.go", main.1)]);
    assert_eq!(codes(&understand(&folder.path().join("cmd/a"))), [("project-inside-module", None, None)]);
    let folder = project(&[("backend/go.mod", "module x\n"), ("backend/main.go", main.1)]);
    assert_eq!(codes(&understand(folder.path())), [("project-module-below", None, None)]);
    assert_eq!(
        codes(&understand(&folder.path().join("backend/main.go"))),
        [("project-folder-missing", None, None)]
    );
}

#[test]
fn a_workspace_shows_the_programs_of_its_modules() {
    let main = "package main\n\nfunc main() {}\n";
    let folder = project(&[
        ("go.work", "go 1.24\n\nuse (\n\t./api\n\t./lib\n)\n"),
        ("api/go.mod", "module example.com/api\n\ngo 1.24\n"),
        ("api/main.go", "package main\n\nimport \"example.com/lib\"\n\nfunc main() { lib.Serve() }\n"),
        ("lib/go.mod", "module example.com/lib\n\ngo 1.23\n"),
        (
            "lib/lib.go",
            "package lib\n\nimport \"net/http\"\n\nfunc Serve() { http.ListenAndServe(\":6000\", nil) }\n",
        ),
        ("other/go.mod", "module other\n"),
        ("other/main.go", main),
    ]);
    let found = understand(folder.path());
    assert_eq!(found.programs.len(), 1);
    assert_eq!(
        (found.programs[0].import_path.as_str(), found.programs[0].package()),
        ("example.com/api", "./api".to_owned())
    );
    assert_eq!(ports(&found), ["6000 lib/lib.go:5 certain"]);
    assert_eq!((found.workspace, found.go.as_deref(), codes(&found)), (true, Some("1.24"), vec![]));
}

#[test]
fn cgo_and_vendoring_are_seen() {
    let found = of(&[
        ("main.go", "package main\n\nfunc main() {}\n"),
        ("c.go", "package main\n\n// #include <stdio.h>\nimport \"C\"\n"),
        ("vendor/modules.txt", "# x\n"),
    ]);
    assert_eq!((found.uses_cgo, found.vendored), (true, true));
}

#[cfg(unix)]
#[test]
fn no_symlink_leads_out_and_no_hostile_file_stops_it() {
    let outside = project(&[(
        "secret.go",
        "package main\n\nimport \"net/http\"\n\nfunc main() { http.ListenAndServe(\":6666\", nil) }\n",
    )]);
    let deep = format!("package main\n\nvar x = {}1{}\n", "(".repeat(50_000), ")".repeat(50_000));
    let plus = format!("package main\n\nvar y = {}\"a\"\n", "\"a\" + ".repeat(20_000));
    let knot: String = (0..60)
        .map(|n| {
            format!("func f{n}(a string) string {{ return f{}(a) + f{}(a) }}\n", (n + 1) % 60, (n + 7) % 60)
        })
        .collect();
    let knot = format!(
        "package main\n\nimport \"net/http\"\n\n{knot}\nfunc main() {{ http.ListenAndServe(f0(\":1\"), nil) }}\n"
    );
    let folder = project(&[
        ("go.mod", "module x\n\ngo 1.24\n"),
        ("main.go", &knot),
        ("deep.go", &deep),
        ("plus.go", &plus),
        ("binary.go", "\u{0}\u{1}\u{2}package main"),
        ("open.go", "package main\n\nfunc ("),
        ("big.go", &format!("package main\n// {}\n", "x".repeat(3 << 20))),
    ]);
    std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.go"), folder.path().join("leak.go")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    std::os::unix::fs::symlink("/nowhere", folder.path().join("dangling.go")).unwrap();
    let started = std::time::Instant::now();
    let found = understand(folder.path());
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    assert_eq!((found.programs.len(), found.ports.len()), (1, 0), "{:?}", found.ports);
}

mod needs;
mod shape;
