//! What the parser makes of Dockerfiles as people write them.

use super::*;
use crate::Base;

fn parse(text: &str) -> Dockerfile {
    Dockerfile::parse(text).unwrap()
}

#[test]
fn instructions_have_their_lines_and_their_form() {
    let file = parse(
        "# a comment\nFROM golang:1.24 AS build\n\nRUN go build \\\n  # in between\n\n  -o /app .\ncmd [\"/app\", \"-x\"]\n",
    );
    let seen: Vec<_> =
        file.instructions.iter().map(|found| (found.keyword.as_str(), found.line, found.last_line)).collect();
    assert_eq!(seen, [("FROM", 2, 2), ("RUN", 4, 7), ("CMD", 8, 8)]);
    assert_eq!(file.instructions[1].form(), Form::Shell("go build   -o /app .".to_owned()));
    assert_eq!(file.instructions[2].form(), Form::Exec(vec!["/app".to_owned(), "-x".to_owned()]));
    assert_eq!(&file.text[file.instructions[2].bytes.clone()], "cmd [\"/app\", \"-x\"]");
    assert_eq!(file.text.get(..file.instructions[1].keyword_end).unwrap().lines().last(), Some("RUN"));
}

#[test]
fn what_is_not_quite_json_is_shell_form() {
    for text in ["['a']", "[\"a\"] && b", "[a]", "[\"a\", 1]"] {
        let file = parse(&format!("FROM scratch\nCMD {text}"));
        assert!(matches!(file.instructions[1].form(), Form::Shell(_)), "{text}");
    }
}

#[test]
fn heredocs_belong_to_their_instruction() {
    let file = parse(
        "FROM alpine\nRUN <<EOF\nFROM nothing\nEOF\nCOPY <<-'A' <<B /x/\n\t1\n\tA\n2\nB\nRUN echo '<<C' <<<D\nUSER 1\n",
    );
    let seen: Vec<_> =
        file.instructions.iter().map(|found| (found.keyword.as_str(), found.last_line)).collect();
    assert_eq!(seen, [("FROM", 1), ("RUN", 4), ("COPY", 9), ("RUN", 10), ("USER", 11)]);
    assert_eq!(file.instructions[1].heredocs[0].text, "FROM nothing\n");
    assert_eq!(file.instructions[2].heredocs[0].text, "1\n");
    assert_eq!(file.instructions[2].heredocs[1].text, "2\n");
    let open = Dockerfile::parse("FROM a\nRUN <<EOF\nx\n").unwrap_err();
    assert_eq!(open, DockerfileError::OpenHeredoc { line: 2, word: "EOF".to_owned() });
}

#[test]
fn directives_stand_before_all_else() {
    let file = parse("# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN dir C:\\\nRUN a `\n b\n");
    assert_eq!((file.escape, file.syntax.as_deref()), ('`', Some("docker/dockerfile:1")));
    assert_eq!(file.instructions[1].arguments, "dir C:\\");
    assert_eq!(file.instructions[2].arguments, "a  b");
    let file = parse("# hello\n# escape=`\nFROM a\n");
    assert_eq!(file.escape, '\\');
    let file = parse("\u{feff}FROM a\r\nRUN a \\\r\n b\r\n");
    assert_eq!(file.instructions[1].arguments, "a  b");
}

#[test]
fn flags_are_apart_from_arguments() {
    let file = parse("FROM --platform=$BUILDPLATFORM golang AS b\nCOPY --from=b --chown=1:1 /a /b\n");
    assert_eq!(file.instructions[1].flag("from"), Some("b"));
    assert_eq!(file.instructions[1].arguments, "/a /b");
    assert_eq!(file.stages[0].name.as_deref(), Some("b"));
}

#[test]
fn stages_know_what_they_stand_on() {
    let file = parse(
        "ARG V=1.24\nARG BASE=golang:${V}-alpine\nFROM ${BASE} AS build\nRUN x\nFROM Build as test\nFROM scratch\nCOPY --from=0 /a /a\nFROM $GONE:${X:-y}",
    );
    let bases: Vec<_> = file.stages.iter().map(|stage| stage.base.clone()).collect();
    assert_eq!(
        bases,
        [
            Base::Image("golang:1.24-alpine".to_owned()),
            Base::Stage(0),
            Base::Scratch,
            Base::Image(":y".to_owned())
        ]
    );
    assert_eq!(file.of_stage(&file.stages[0]).len(), 1);
    assert_eq!(file.stages[0].written, "${BASE}");
}

#[test]
fn what_is_no_dockerfile_says_where() {
    for (text, error) in [
        ("", DockerfileError::Empty),
        ("# only\n", DockerfileError::Empty),
        ("RUN x", DockerfileError::NoFrom { line: 1, keyword: "RUN".to_owned() }),
        ("FROM", DockerfileError::BadFrom { line: 1 }),
        ("FROM a b c", DockerfileError::BadFrom { line: 1 }),
        ("FROM a\nFORM b", DockerfileError::UnknownInstruction { line: 2, keyword: "FORM".to_owned() }),
    ] {
        assert_eq!(Dockerfile::parse(text).unwrap_err(), error, "{text:?}");
    }
}
