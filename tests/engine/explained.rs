//! What the program itself says about why it failed is put first; what was seen from outside stays.

use slipway_tests::{App, Slipway, TestEngine};

fn codes_of(name: &str, source: &str, flags: &[&str]) -> Vec<String> {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::named(&engine, name);
    app.write("go.mod", "module example.org/explained\n\ngo 1.21\n");
    app.write("main.go", source);
    let shipped = slipway.ship(&app.folder, &[flags, &["--remove"]].concat());
    let result = shipped.result();
    assert_eq!(result["ok"], false, "{result:#}");
    let explanations = result["explanations"].as_array().unwrap();
    for explained in explanations {
        for part in ["title", "cause", "fix"] {
            assert!(explained[part].as_str().is_some_and(|text| !text.is_empty()), "{part}: {explained:#}");
        }
    }
    explanations.iter().map(|explained| explained["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_missing_file_is_named_before_the_exit_code() {
    let source = r#"package main

import ("log"; "os")

func main() {
	if _, err := os.Open("config/app.yaml"); err != nil {
		log.Fatal(err)
	}
}
"#;
    let codes = codes_of("missing-file", source, &[]);
    assert_eq!(codes.first().map(String::as_str), Some("project-run-file-missing"), "{codes:?}");
    assert!(codes.iter().any(|code| code.starts_with("ended-")), "{codes:?}");
}

#[test]
fn a_server_that_listens_to_itself_only_is_told_so() {
    let port = slipway_tests::ports::own();
    let source = format!(
        r#"package main

import ("log"; "net/http")

func main() {{
	log.Println("listening on 127.0.0.1:{port}")
	log.Fatal(http.ListenAndServe("127.0.0.1:{port}", nil))
}}
"#
    );
    // Seen at the socket: the log's own words are not needed for it, nor is the whole wait.
    let codes = codes_of("loopback", &source, &["--wait", "90s"]);
    assert_eq!(codes, ["project-listens-to-itself"]);
}

#[test]
fn a_server_on_another_port_than_published_is_told_which() {
    let (port, other) = (slipway_tests::ports::own(), slipway_tests::ports::own());
    let source = format!(
        r#"package main

import "net/http"

func main() {{
	http.ListenAndServe(":{port}", nil)
}}
"#
    );
    let codes = codes_of("elsewhere", &source, &["--publish", &other.to_string(), "--wait", "3s"]);
    assert_eq!(codes, ["project-listens-on-another-port"]);
}

#[test]
fn a_program_that_opens_no_port_is_told_so() {
    let port = slipway_tests::ports::own().to_string();
    let source = "package main\n\nfunc main() { select {} }\n";
    let source = source
        .replace("select {}", "for { time.Sleep(time.Second) }")
        .replace("package main\n", "package main\n\nimport \"time\"\n");
    let codes = codes_of("nowhere", &source, &["--publish", &port, "--wait", "3s"]);
    assert_eq!(codes, ["project-listens-nowhere"]);
}

#[test]
fn a_module_named_as_go_names_its_own_is_told_so() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::named(&engine, "reserved");
    app.write("go.mod", "module tool\n\ngo 1.21\n");
    app.write("main.go", "package main\n\nfunc main() {}\n");
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.result();
    assert_eq!(result["explanations"][0]["code"], "project-reserved-module-name", "{result:#}");
    assert_eq!(app.containers(), Vec::<String>::new());
}
