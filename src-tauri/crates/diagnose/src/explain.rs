//! What an output means: the first cause first, what follows from it left out, nobody blamed for what is harmless.
//!
//! Of what the catalog knows, the causes count, in the order in which they happened. One is left out where it follows
//! from another: a later phase of the same way (a container cannot be started whose image was not built), an aftermath
//! just below its reason (a nil pointer after the error that nobody looked at). Hints count only without a cause, what
//! merely says that a step failed only without either. Where nothing is known, the likeliest line is shown.

use crate::catalog::{Entry, Phase, Severity};
use crate::panic::{tidy, traced};
use crate::place::Place;
use crate::scan::{Hit, Scan, scan};
use crate::text::Lines;
use slipway_model::{Fault, Param};

/// The code of an output that looks wrong and is not known.
pub const NOT_RECOGNISED: &str = "project-not-recognised";
/// The code of an output in which nothing looks wrong.
pub const NOTHING_WRONG: &str = "note-nothing-wrong";

/// How many causes are told.
const CAUSES: usize = 5;
/// How many lines below its reason an aftermath stands.
const NEAR: usize = 30;
/// How a web framework announces a panic that it survived.
const RECOVERED: &str = "panic recovered";
/// How the race detector begins.
const RACE: &str = "WARNING: DATA RACE";
/// How many lines of a trace are read.
const TRACE_LINES: usize = 300;

/// One trouble, explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Its code and parameters; the raw line is its detail.
    pub fault: Fault,
    /// Which line of the output shows it, from 0.
    pub line: usize,
    /// Where in the user's own files it is.
    pub place: Option<Place>,
    /// When it shows.
    pub phase: Phase,
    /// What a button may do about it, where that is safe.
    pub fix: Option<&'static str>,
}

/// The line that says most where nothing is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeliest {
    /// Which line of the output, from 0.
    pub line: usize,
    /// It, cleaned.
    pub text: String,
    /// A place that it names.
    pub place: Option<Place>,
}

/// What an output means.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What is wrong, the first cause first. What follows from another one is left out.
    pub causes: Vec<Cause>,
    /// False where something looks wrong and nothing in the catalog says what.
    pub recognised: bool,
    /// Where it is not recognised: the line that looks most like the trouble.
    pub likeliest_line: Option<Likeliest>,
    /// What looks frightening and is harmless: a code each, with its first line.
    pub harmless: Vec<(Fault, usize)>,
}

impl Explanation {
    /// Whether no line looks wrong.
    pub fn nothing_wrong(&self) -> bool {
        self.causes.is_empty() && self.recognised
    }

    /// What is shown where it is not recognised: a fault that says so, with the likeliest line.
    pub fn not_recognised(&self) -> Option<Fault> {
        let likeliest = self.likeliest_line.as_ref().filter(|_| !self.recognised)?;
        let number = u32::try_from(likeliest.line + 1).unwrap_or(u32::MAX);
        Some(Fault::new(NOT_RECOGNISED).with("text", &likeliest.text).with("number", number.to_string()))
    }
}

/// Explains a text: what a build, an engine or a program wrote.
pub fn explain(text: &str) -> Explanation {
    let lines = Lines::new(text);
    let mut scan = scan(&lines);
    let hits = causes(&mut scan);
    let causes: Vec<Cause> = hits.into_iter().map(|hit| hit.told(&lines, scan.complaints)).collect();
    let likeliest = scan.likeliest.filter(|_| causes.is_empty()).map(|line| {
        let found = lines.get(line);
        let text = found.text.trim().chars().take(300).collect::<String>();
        let place = found.place.or_else(|| Place::first_in(&text));
        Likeliest { line: lines.number(line), text, place }
    });
    Explanation {
        recognised: likeliest.is_none(),
        causes,
        likeliest_line: likeliest,
        harmless: scan.harmless.into_iter().map(|hit| (hit.fault, lines.number(hit.line))).collect(),
    }
}

/// Explains lines that are already apart.
pub fn explain_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Explanation {
    // A line that holds an end of line is one line to whoever counts them.
    let lines: Vec<_> = lines.into_iter().map(|line| line.replace('\n', " ")).collect();
    explain(&lines.join("\n"))
}

/// A cause with the place of an aftermath that was left out for it.
struct Told {
    hit: Hit,
    lent: Option<usize>,
}

/// The hits that count, the first cause first.
fn causes(scan: &mut Scan) -> Vec<Told> {
    let hits = std::mem::take(&mut scan.hits);
    let back_to_work = |hit: &Hit| hit.soft && scan.works.is_some_and(|works| works > hit.line);
    let (told, rest): (Vec<Hit>, Vec<Hit>) =
        hits.into_iter().filter(|hit| !back_to_work(hit)).partition(|hit| hit.severity < Severity::Hint);
    let (hints, wrappers): (Vec<Hit>, Vec<Hit>) =
        rest.into_iter().partition(|hit| hit.severity == Severity::Hint);

    let mut causes: Vec<Told> = Vec::new();
    let mut promoted: Vec<Hit> = hints.iter().filter(|hit| hit.soft).cloned().collect();
    for hit in told {
        let near = |other: &Hit| other.line < hit.line && hit.line - other.line <= NEAR;
        if hit.severity == Severity::Aftermath {
            if let Some(reason) = causes.iter_mut().rev().find(|cause| near(&cause.hit)) {
                reason.lent.get_or_insert(hit.line);
                continue;
            }
            // What was only tried again until then is the reason after all.
            if let Some(at) = promoted.iter().position(near) {
                causes.push(Told { hit: promoted.swap_remove(at), lent: Some(hit.line) });
                continue;
            }
        }
        causes.push(Told { hit, lent: None });
    }
    causes.sort_by_key(|cause| cause.hit.line);
    if causes.is_empty() {
        causes = hints.into_iter().map(|hit| Told { hit, lent: None }).collect();
    }
    if causes.is_empty() && scan.likeliest.is_none() {
        causes = wrappers.into_iter().take(1).map(|hit| Told { hit, lent: None }).collect();
    }
    if let Some(first) = causes.first().map(|cause| cause.hit.entry) {
        causes.retain(|cause| !follows(first, cause.hit.entry));
    }
    causes.truncate(CAUSES);
    causes
}

/// Whether what came later follows from what came first, by where on the way both are.
fn follows(first: &Entry, later: &Entry) -> bool {
    let stage = |phase: Phase| match phase {
        Phase::Network | Phase::Build | Phase::Dockerfile => 0,
        Phase::Start => 1,
        Phase::Run => 2,
    };
    // What was never built is asked for in vain from a registry.
    stage(later.phase) > stage(first.phase)
        || (later.phase == Phase::Network && matches!(first.phase, Phase::Build | Phase::Dockerfile))
}

impl Told {
    fn told(self, lines: &Lines<'_>, complaints: u32) -> Cause {
        let Self { hit, lent } = self;
        let place = place_of(lines, &hit)
            .or_else(|| lent.and_then(|line| place_in_trace(lines, line)))
            .or_else(|| hit.is_of_dockerfile().then(|| dockerfile_place(lines)).flatten());
        let mut fault = hit.fault;
        if fault.code == "ended-crashed" {
            let how = if place.is_some() { "panic" } else { "panic-nowhere" };
            let message = match fault.params.get("message") {
                Some(Param::Text(message)) => tidy(message),
                _ => String::new(),
            };
            let at = place.as_ref().map(|place| (place.file.clone(), place.line.to_string()));
            let (file, line) = at.unwrap_or_default();
            fault = fault.with("how", how).with("message", message).with("file", file).with("place", line);
        } else if let Some(place) = &place {
            fault.params.entry("file".to_owned()).or_insert_with(|| place.file.clone().into());
            fault.params.entry("line".to_owned()).or_insert_with(|| place.line.into());
        }
        if fault.code.starts_with("project-compile-") {
            fault = fault.with("count", complaints);
        }
        Cause { fault, line: lines.number(hit.line), place, phase: hit.entry.phase, fix: hit.entry.fix }
    }
}

impl Hit {
    fn is_of_dockerfile(&self) -> bool {
        matches!(self.entry.phase, Phase::Dockerfile | Phase::Network)
    }
}

/// The place that the line names, or the trace below it, or the lines that belong to it.
fn place_of(lines: &Lines<'_>, hit: &Hit) -> Option<Place> {
    let line = lines.get(hit.line);
    if hit.is_of_dockerfile()
        && let Some(place) = Place::in_dockerfile(&line.text)
    {
        return Some(place);
    }
    // A server names the place where a route was registered; the trace names the call.
    let begins_trace = begins_trace(&line.text);
    let here = || line.place.clone().or_else(|| Place::first_in(&line.text));
    if begins_trace {
        return place_in_trace(lines, hit.line).or_else(here);
    }
    // A web framework's recovery prints the panic's message below the line that announces it.
    if let Some(before) = hit.line.checked_sub(1).filter(|line| lines.get(*line).text.contains(RECOVERED)) {
        return place_in_trace(lines, before);
    }
    here().or_else(|| {
        // `--- FAIL: TestX` has its place in the line below.
        let indented = lines.following(hit.line + 1, 1).into_iter().next()?;
        indented.starts_with([' ', '\t']).then(|| Place::first_in(&indented)).flatten()
    })
}

fn begins_trace(text: &str) -> bool {
    ["panic: ", "fatal error: ", "runtime: ", "SIG"].iter().any(|start| text.starts_with(start))
        || text.contains("panic serving")
        || text.contains(RACE)
        || text.contains(RECOVERED)
}

fn place_in_trace(lines: &Lines<'_>, line: usize) -> Option<Place> {
    let text = lines.get(line).text;
    if !begins_trace(&text) {
        return None;
    }
    let below = lines.following(line, TRACE_LINES);
    if text.contains(RECOVERED) || text.contains(RACE) {
        // A web framework and the race detector print a trace in their own way: a file a line.
        return below.iter().find_map(|line| Place::first_in(line));
    }
    let (file, line) = traced(below.iter().map(String::as_str))?;
    Place::own(&file, line, None)
}

fn dockerfile_place(lines: &Lines<'_>) -> Option<Place> {
    (0..lines.len()).rev().find_map(|index| Place::in_dockerfile(&lines.get(index).text))
}
