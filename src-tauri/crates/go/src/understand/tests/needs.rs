//! What a program needs, finder by finder.

use super::of;
use crate::understand::{Needs, Understanding};

/// What a program with these imports and this code needs. The code begins in line 10.
fn needs(imports: &str, code: &str) -> Needs {
    let imports: String = imports.split_whitespace().map(|path| format!("import \"{path}\"\n")).collect();
    let head = format!("package main\n{imports}");
    let padding = "\n".repeat(9 - head.lines().count());
    let found = of(&[("main.go", &format!("{head}{padding}{code}\n"))]);
    found.needed().cloned().unwrap()
}

fn required(needs: &Needs) -> Vec<&str> {
    needs.env.iter().filter(|read| read.required).map(|read| read.name.as_str()).collect()
}

#[test]
fn a_variable_is_required_when_the_program_ends_without_it() {
    for (imports, code, expected) in [
        (
            "os log",
            "func main() { k := os.Getenv(\"KEY\")\nif k == \"\" {\nlog.Fatal(\"KEY\")\n} }",
            vec!["KEY"],
        ),
        ("os", "func main() { if k := os.Getenv(\"KEY\"); k == \"\" { panic(\"KEY\") } }", vec!["KEY"]),
        ("os", "func main() { k, ok := os.LookupEnv(\"KEY\")\nif !ok { os.Exit(1) }\n_ = k }", vec!["KEY"]),
        ("os log", "func main() { if len(os.Getenv(\"KEY\")) == 0 { log.Fatalln(\"x\") } }", vec!["KEY"]),
        (
            "os log",
            "func must(n string) string { v := os.Getenv(n)\nif v == \"\" { log.Fatalf(\"%s\", n) }\nreturn v }\nfunc main() { must(\"KEY\") }",
            vec!["KEY"],
        ),
        (
            "os errors",
            "type C struct{ Key string }\nfunc load() (*C, error) { c := &C{}\nc.Key = os.Getenv(\"KEY\")\nif c.Key == \"\" { return nil, errors.New(\"x\") }\nreturn c, nil }\nfunc main() { load() }",
            vec!["KEY"],
        ),
        ("os", "func main() { k := os.Getenv(\"KEY\")\nif k == \"\" { k = \"x\" }\n_ = k }", vec![]),
        ("os", "func main() { k := os.Getenv(\"KEY\")\nif k == \"\" { println(\"none\") } }", vec![]),
    ] {
        let needs = needs(imports, code);
        assert_eq!(required(&needs), expected, "{code}");
        assert_eq!(needs.env.len(), 1, "{code}");
    }
}

#[test]
fn a_default_is_found_beside_the_variable() {
    for (imports, code) in [
        ("os", "func main() { k := os.Getenv(\"KEY\")\nif k == \"\" {\nk = \"or\"\n}\n_ = k }"),
        (
            "os",
            "func env(n, or string) string { if v := os.Getenv(n); v != \"\" { return v }\nreturn or }\nfunc main() { env(\"KEY\", \"or\") }",
        ),
        (
            "github.com/urfave/cli/v2",
            "func main() { a := &cli.App{Flags: []cli.Flag{&cli.StringFlag{Name: \"k\", Value: \"or\", EnvVars: []string{\"KEY\"}}}}\na.Run(nil) }",
        ),
        (
            "github.com/spf13/viper",
            "func main() { viper.AutomaticEnv()\nviper.SetDefault(\"key\", \"or\")\nviper.GetString(\"key\") }",
        ),
    ] {
        let needs = needs(imports, code);
        let env: Vec<_> =
            needs.env.iter().map(|read| (read.name.as_str(), read.default.as_deref())).collect();
        assert_eq!(env, [("KEY", Some("or"))], "{code}");
    }
}

#[test]
fn a_tag_names_variable_default_and_whether_it_is_required() {
    let code = "type C struct {\n\tPort string `env:\"PORT\" envDefault:\"8080\"`\n\tKey string `env:\"KEY,required\"`\n}\nfunc main() { c := C{}\nenv.Parse(&c)\nhttp.ListenAndServe(\":\"+c.Port, nil) }";
    let needs = needs("net/http github.com/caarlos0/env/v11", code);
    assert_eq!(required(&needs), ["KEY"]);
    let port = &needs.ports[0];
    assert_eq!((port.port, port.env.as_deref(), port.line), (8080, Some("PORT"), 11));
}

#[test]
fn the_command_that_serves_is_an_argument_and_a_root_that_serves_needs_none() {
    let code = |root: &str| {
        format!(
            "var root = &cobra.Command{{Use: \"shop\"{root}}}\nvar serve = &cobra.Command{{Use: \"serve\", Run: func(cmd *cobra.Command, args []string) {{ listen() }}}}\nvar version = &cobra.Command{{Use: \"version\", Run: func(cmd *cobra.Command, args []string) {{}}}}\nfunc init() {{ root.AddCommand(serve, version) }}\nfunc listen() {{ http.ListenAndServe(\":80\", nil) }}\nfunc main() {{ root.Execute() }}"
        )
    };
    let arguments = |root: &str| {
        let needs = needs("net/http github.com/spf13/cobra", &code(root));
        needs.arguments.iter().map(|one| (one.value.clone(), one.line)).collect::<Vec<_>>()
    };
    assert_eq!(arguments(""), [("serve".to_owned(), 11)]);
    assert!(arguments(", Run: func(c *cobra.Command, a []string) { listen() }").is_empty());
}

#[test]
fn an_operand_and_a_required_flag_are_arguments() {
    let needs1 = needs("os", "func main() { if len(os.Args) < 2 { os.Exit(1) } }");
    assert_eq!(needs1.arguments[0].because.code(), "argument-because-operand");
    let needs2 = needs(
        "github.com/spf13/cobra",
        "func main() { c := &cobra.Command{}\nc.Flags().String(\"in\", \"\", \"x\")\nc.MarkFlagRequired(\"in\")\nc.Execute() }",
    );
    assert_eq!(needs2.arguments[0].value, "--in");
}

#[test]
fn paths_that_are_read_are_relative_and_those_written_are_all() {
    let needs = needs(
        "os html/template path/filepath database/sql",
        "func main() { os.ReadFile(\"config.yaml\")\nos.Open(\"/etc/passwd\")\ntemplate.ParseGlob(\"templates/*.html\")\nos.MkdirAll(filepath.Join(\"data\", \"x\"), 0o755)\nos.WriteFile(\"/var/lib/x\", nil, 0)\nsql.Open(\"sqlite3\", \"file:shop.db?cache=shared\")\nos.UserHomeDir() }",
    );
    let values =
        |uses: &[crate::understand::PathUse]| uses.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
    assert_eq!(values(&needs.reads), ["config.yaml", "templates/*.html"]);
    assert_eq!(values(&needs.writes), ["/var/lib/x", "data/x", "shop.db", "~"]);
}

#[test]
fn a_path_that_is_there_is_said_to_be() {
    let main = "package main\n\nimport \"os\"\n\nfunc main() { os.ReadFile(\"there.txt\"); os.ReadFile(\"../out.txt\") }\n";
    let found = of(&[("main.go", main), ("there.txt", "x")]);
    let reads: Vec<_> = found.needs[0].reads.iter().map(|one| (one.value.as_str(), one.exists)).collect();
    assert_eq!(reads, [("../out.txt", false), ("there.txt", true)]);
}

#[test]
fn services_are_named_with_host_and_port() {
    for (imports, code, expected) in [
        (
            "database/sql",
            "func main() { sql.Open(\"postgres\", \"postgres://u:p@db:5432/x\") }",
            ("postgres", "db:5432", false),
        ),
        (
            "database/sql",
            "func main() { sql.Open(\"mysql\", \"r:p@tcp(127.0.0.1:3306)/x\") }",
            ("mysql", "127.0.0.1:3306", true),
        ),
        (
            "github.com/redis/go-redis/v9",
            "func main() { redis.NewClient(&redis.Options{Addr: \"localhost:6379\"}) }",
            ("redis", "localhost:6379", true),
        ),
        (
            "github.com/nats-io/nats.go",
            "func main() { nats.Connect(\"nats://q:4222\") }",
            ("nats", "q:4222", false),
        ),
        (
            "database/sql os",
            "func main() { sql.Open(\"postgres\", os.Getenv(\"DSN\")) }",
            ("postgres", "postgres", false),
        ),
    ] {
        let needs = needs(imports, code);
        let dial = &needs.dials[0];
        assert_eq!((dial.kind.code(), dial.value.as_str(), dial.localhost), expected, "{code}");
        assert_eq!(needs.ports.len(), 0);
    }
}

#[test]
fn standard_input_and_time_zones_are_seen() {
    let both = needs(
        "bufio os time",
        "func main() { bufio.NewScanner(os.Stdin)\ntime.LoadLocation(\"Europe/Berlin\") }",
    );
    assert_eq!(
        (both.stdin.map(|place| place.line), both.timezone.map(|place| place.line)),
        (Some(10), Some(11))
    );
    let none = needs(
        "os os/exec time",
        "func main() { c := exec.Command(\"x\")\nc.Stdin = os.Stdin\ntime.LoadLocation(\"UTC\") }",
    );
    assert_eq!((none.stdin, none.timezone), (None, None));
}

#[test]
fn cgo_is_needed_or_only_a_feature() {
    let sqlite = needs("database/sql github.com/mattn/go-sqlite3", "func main() {}");
    assert_eq!(sqlite.cgo.needed.unwrap().import_path, "github.com/mattn/go-sqlite3");
    let main = ("main.go", "package main\n\nfunc main() { hash() }\n");
    let c = "//go:build cgo\n\npackage main\n\n// #cgo pkg-config: vips\nimport \"C\"\n\nfunc hash() {}\n";
    let found = of(&[main, ("c.go", c), ("go.go", "//go:build !cgo\n\npackage main\n\nfunc hash() {}\n")]);
    let cgo = &found.needs[0].cgo;
    assert_eq!(
        (cgo.needed.is_none(), cgo.optional.as_ref().unwrap().libraries.clone()),
        (true, vec!["vips".to_owned()])
    );
    let found = of(&[main, ("c.go", c.strip_prefix("//go:build cgo\n\n").unwrap())]);
    let needed = found.needs[0].cgo.needed.clone().unwrap();
    assert_eq!((needed.because.code(), needed.line), ("cgo-because-imports-c", 4));
}

#[test]
fn two_programs_share_a_package_and_not_its_values() {
    let lib =
        "package lib\n\nimport \"net/http\"\n\nfunc Serve(addr string) { http.ListenAndServe(addr, nil) }\n";
    let main = |port: u16| {
        format!(
            "package main\n\nimport (\n\t\"example.com/shop/lib\"\n\t\"os\"\n)\n\nfunc main() {{ os.Getenv(\"V{port}\"); lib.Serve(\":{port}\") }}\n"
        )
    };
    let found = of(&[("cmd/a/main.go", &main(1000)), ("cmd/b/main.go", &main(2000)), ("lib/lib.go", lib)]);
    let each = |found: &Understanding| {
        let all = found.needs.iter();
        all.map(|needs| (needs.ports[0].port, needs.env[0].name.clone(), needs.ports.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(each(&found), [(1000, "V1000".to_owned(), 1), (2000, "V2000".to_owned(), 1)]);
}

#[test]
fn one_structs_port_is_not_anothers() {
    let code = "type Web struct{ Port int }\ntype Mail struct{ Port int }\ntype C struct{ Web Web; Mail Mail }\nfunc load() *C { return &C{Web: Web{Port: 8080}, Mail: Mail{Port: 25}} }\nfunc main() { c := load()\nhttp.ListenAndServe(fmt.Sprintf(\":%d\", c.Web.Port), nil) }";
    let ports: Vec<_> = needs("net/http fmt", code).ports.iter().map(|guess| guess.port).collect();
    assert_eq!(ports, [8080]);
}

#[test]
fn a_port_is_found_in_a_file_of_settings() {
    let viper = "package main\n\nimport (\n\t\"net/http\"\n\n\t\"github.com/spf13/viper\"\n)\n\nfunc main() { http.ListenAndServe(viper.GetString(\"server.addr\"), nil) }\n";
    let found = of(&[("main.go", viper), ("config.yaml", "server:\n  addr: \":7070\"\n")]);
    let port = &found.needs[0].listens_on[0];
    assert_eq!(
        (port.port, port.address.as_str(), port.file.as_str(), port.line),
        (7070, "0.0.0.0", "config.yaml", 2)
    );
    let beego =
        "package main\n\nimport \"github.com/beego/beego/v2/server/web\"\n\nfunc main() { web.Run() }\n";
    let found = of(&[("main.go", beego), ("conf/app.conf", "httpport = 9191\n")]);
    assert_eq!(found.needs[0].ports[0].port, 9191);
}

#[test]
fn a_program_on_a_terminal_is_no_server() {
    let code = "func main() { net.Listen(\"tcp\", os.Args[1])\ntea.NewProgram(nil) }";
    let imports = "net os github.com/charmbracelet/bubbletea";
    let imports: String = imports.split_whitespace().map(|path| format!("import \"{path}\"\n")).collect();
    let found = of(&[("main.go", &format!("package main\n{imports}\n{code}\n"))]);
    assert_eq!(found.programs[0].kind.code(), "tool");
}
