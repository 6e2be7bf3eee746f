//! `slipway explain [FILE|-]`: what an output means. Reads a file or what is piped in, never more than the explainer
//! looks at; says so where nothing is wrong, and shows the likeliest line where nothing is known.

use crate::arguments::Explain;
use crate::output::{CONTRACT, Output, plain};
use serde_json::{Value, json};
use slipway_app::diagnose::{Cause, Explanation, NOTHING_WRONG, Place, TEXT_BYTES, explain};
use slipway_app::ship::ProblemAt;
use slipway_model::Fault;
use std::io::{IsTerminal as _, Read};
use std::path::Path;
use std::process::ExitCode;

/// How much of the beginning is looked at to tell text from anything else.
const SAMPLE: usize = 8 << 10;
/// How much of a go.mod is read for its module's name.
const GO_MOD_BYTES: u64 = 64 << 10;

pub(crate) fn run(arguments: &Explain, output: &Output) -> ExitCode {
    let file = arguments.file.as_deref().filter(|file| *file != Path::new("-"));
    if file.is_none() && std::io::stdin().is_terminal() && !output.json() {
        output.progress(&output.text("cli-explain-paste", &[]));
    }
    let text = match read(file).and_then(|bytes| text_of(&bytes, file)) {
        Ok(text) => text,
        Err(fault) => return output.fail(&fault),
    };
    let explained = explain(&text);
    let problems = problems(&explained, &Project::here());
    if output.json() {
        output.line(&object(&explained, &problems, output));
    } else {
        say(&explained, &problems, output);
    }
    ExitCode::SUCCESS
}

fn read(file: Option<&Path>) -> Result<Vec<u8>, Fault> {
    let Some(path) = file else {
        return bounded(std::io::stdin().lock()).map_err(|error| cannot_read("-", &error));
    };
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(Fault::new("usage-not-a-file").with("path", name));
    }
    match std::fs::File::open(path) {
        Ok(file) => bounded(file).map_err(|error| cannot_read(&name, &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Fault::new("usage-file-missing").with("path", name))
        }
        Err(error) => Err(cannot_read(&name, &error)),
    }
}

fn cannot_read(name: &str, error: &std::io::Error) -> Fault {
    Fault::new("machine-cannot-read").with("path", name).detail(error.to_string())
}

/// Of more than is looked at, the beginning and the end.
fn bounded(mut source: impl Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    source.by_ref().take(TEXT_BYTES as u64 / 2).read_to_end(&mut head)?;
    let (mut tail, mut chunk) = (Vec::new(), vec![0; 64 << 10]);
    loop {
        match source.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => tail.extend_from_slice(chunk.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if tail.len() > TEXT_BYTES {
            tail.drain(..tail.len() - TEXT_BYTES / 2);
        }
    }
    head.extend(tail);
    Ok(head)
}

/// Bytes as text: UTF-8 with what is broken in it replaced, or UTF-16 as a Windows shell writes it.
fn text_of(bytes: &[u8], file: Option<&Path>) -> Result<String, Fault> {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.get(2..).unwrap_or_default().chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        String::from_utf16_lossy(&units.collect::<Vec<_>>())
    };
    match bytes {
        [0xff, 0xfe, ..] => return Ok(utf16(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => return Ok(utf16(u16::from_be_bytes)),
        _ => {}
    }
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let lossy = String::from_utf8_lossy(sample);
    let broken = lossy.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    if sample.contains(&0) || broken * 4 > lossy.chars().count() {
        let name = file.map_or_else(|| "-".to_owned(), |file| file.display().to_string());
        return Err(Fault::new("usage-binary-input").with("path", name));
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// Where the user is: places are said relative to it.
struct Project {
    folder: Option<std::path::PathBuf>,
    module: Option<String>,
}

impl Project {
    fn here() -> Self {
        let mut text = String::new();
        let read =
            std::fs::File::open("go.mod").and_then(|file| file.take(GO_MOD_BYTES).read_to_string(&mut text));
        let module = text.lines().find_map(|line| line.strip_prefix("module "));
        Self {
            folder: std::env::current_dir().ok(),
            module: module.filter(|_| read.is_ok()).map(|name| name.trim().trim_matches('"').to_owned()),
        }
    }

    /// The file as it is called here: a program that Slipway built names its files by their module.
    fn file(&self, place: &Place) -> String {
        let path = Path::new(&place.file);
        let inside = self.folder.as_ref().and_then(|folder| path.strip_prefix(folder).ok());
        if let Some(inside) = inside.and_then(Path::to_str) {
            return inside.to_owned();
        }
        let module = self.module.as_ref().and_then(|module| place.file.strip_prefix(module.as_str()));
        module.and_then(|rest| rest.strip_prefix('/')).unwrap_or(&place.file).to_owned()
    }
}

fn problems(explained: &Explanation, project: &Project) -> Vec<ProblemAt> {
    let mut problems: Vec<ProblemAt> =
        explained.causes.iter().map(|cause| problem_of(cause, project)).collect();
    if let Some(fault) = explained.not_recognised() {
        let place = explained.likeliest_line.as_ref().and_then(|line| line.place.as_ref());
        let text = explained.likeliest_line.as_ref().map(|line| line.text.clone());
        problems.push(ProblemAt {
            file: place.map(|place| project.file(place)),
            line: place.map(|place| place.line),
            column: place.and_then(|place| place.column),
            text,
            ..ProblemAt::from(fault)
        });
    }
    problems
}

fn problem_of(cause: &Cause, project: &Project) -> ProblemAt {
    let place = cause.place.as_ref();
    let file = place.map(|place| project.file(place));
    let mut fault = Fault { detail: None, ..cause.fault.clone() };
    // The sentences name the same file as the place does.
    if let Some(file) = file.as_ref().filter(|_| fault.params.contains_key("file")) {
        fault = fault.with("file", file);
    }
    ProblemAt {
        file,
        line: place.map(|place| place.line),
        column: place.and_then(|place| place.column),
        text: cause.fault.detail.clone(),
        fault,
    }
}

fn object(explained: &Explanation, problems: &[ProblemAt], output: &Output) -> Value {
    let mut notes: Vec<Value> =
        explained.harmless.iter().map(|(note, line)| output.note(note, Some(line + 1))).collect();
    if explained.nothing_wrong() {
        notes.insert(0, output.note(&Fault::new(NOTHING_WRONG), None));
    }
    json!({
        "contract": CONTRACT,
        "explanations": problems.iter().map(|problem| output.explanation(problem)).collect::<Vec<_>>(),
        "notes": notes,
    })
}

fn say(explained: &Explanation, problems: &[ProblemAt], output: &Output) {
    for line in problems.iter().flat_map(|problem| output.problem_lines(problem)) {
        output.say(&line);
    }
    if explained.nothing_wrong() {
        output.say(&format!("✓ {}", output.title(&Fault::new(NOTHING_WRONG))));
    }
    for (note, line) in &explained.harmless {
        let number = (line + 1).to_string();
        let params = [("line", number.into()), ("title", output.title(note).into())];
        output.say(&output.text("cli-explain-harmless", &params));
        if let Some(text) = note.detail.as_deref() {
            output.say(&format!("    {}", plain(text)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_endless_input_the_beginning_and_the_end_are_read() {
        let endless = std::io::repeat(b'a').take(3 * TEXT_BYTES as u64);
        let read = bounded(std::io::Cursor::new("begin").chain(endless).chain(&b"end"[..])).unwrap();
        assert!(read.len() <= 2 * TEXT_BYTES && read.starts_with(b"begin") && read.ends_with(b"end"));
    }

    #[test]
    fn text_is_told_from_anything_else() {
        assert_eq!(text_of(b"panic: x\n", None).as_deref(), Ok("panic: x\n"));
        assert_eq!(text_of(b"", None).as_deref(), Ok(""));
        assert_eq!(text_of(b"\xff\xfep\0a\0", None).as_deref(), Ok("pa"));
        assert_eq!(text_of(b"caf\xe9 is broken text", None).as_deref(), Ok("caf\u{fffd} is broken text"));
        for binary in [&b"\x7fELF\x02\x01\0\0"[..], &[0xfa, 0xfb, 0xfc, 0xfd, 0x80]] {
            assert_eq!(text_of(binary, None).unwrap_err().code, "usage-binary-input");
        }
    }

    #[test]
    fn a_place_is_named_as_it_is_called_here() {
        let project =
            Project { folder: Some("/home/me/shop".into()), module: Some("example.com/shop".to_owned()) };
        for (file, here) in [
            ("example.com/shop/cmd/main.go", "cmd/main.go"),
            ("/home/me/shop/main.go", "main.go"),
            ("example.com/shopping/main.go", "example.com/shopping/main.go"),
            ("main.go", "main.go"),
        ] {
            let place = Place { file: file.to_owned(), line: 1, column: None };
            assert_eq!(project.file(&place), here);
        }
    }
}
