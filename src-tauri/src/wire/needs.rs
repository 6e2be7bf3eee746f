//! What a program needs when it runs, and what Slipway offers to set for it.

use super::project::Confidence;
use serde::{Deserialize, Serialize};
use slipway_app::{go, projects};
use specta::Type;

/// A kind of need; the page groups by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// Something to say on the command line.
    Argument,
    /// A file that it reads.
    Reads,
    /// A place that it writes to.
    Writes,
    /// A service that it dials.
    Dials,
    /// Its standard input.
    Stdin,
    /// Time zones.
    Timezone,
    /// C.
    Cgo,
}

/// One thing that a program needs.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Need {
    /// What kind of thing.
    pub kind: NeedKind,
    /// The thing itself, in the code's own words; hostile.
    pub value: String,
    /// The id of the sentence about it; its parameter is `value`.
    pub sentence: String,
    /// The file that says so.
    pub file: String,
    /// The line.
    pub line: u32,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Something that Slipway would set.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Offer {
    /// Which.
    pub id: String,
    /// What it sets.
    pub value: String,
    /// The id of the sentence that says why; its parameter is `value`.
    pub because: String,
    /// The file that says so.
    pub file: String,
    /// The line.
    pub line: u32,
    /// It is applied.
    pub on: bool,
}

/// The offers for a project's program.
pub(super) fn offers(project: &projects::Project) -> Vec<Offer> {
    projects::offers(&project.understanding, &project.settings)
        .into_iter()
        .map(|offer| Offer {
            value: offer.value(),
            id: offer.id,
            because: offer.because.to_owned(),
            file: offer.place.file,
            line: offer.place.line,
            on: offer.on,
        })
        .collect()
}

/// What a program needs, the hardest first.
pub(super) fn needs(needs: &go::understand::Needs) -> Vec<Need> {
    let mut found = Vec::new();
    let certain = |kind, value: &str, sentence: &str, file: &str, line| Need {
        kind,
        value: value.to_owned(),
        sentence: sentence.to_owned(),
        file: file.to_owned(),
        line,
        confidence: Confidence::Certain,
    };
    for (used, sentence) in [(&needs.cgo.needed, "need-cgo"), (&needs.cgo.optional, "need-cgo-optional")] {
        if let Some(used) = used {
            found.push(certain(NeedKind::Cgo, &used.import_path, sentence, &used.file, used.line));
        }
    }
    for argument in &needs.arguments {
        let sentence = argument.because.code();
        found.push(certain(NeedKind::Argument, &argument.value, sentence, &argument.file, argument.line));
    }
    for dial in &needs.dials {
        let sentence = if dial.localhost { "need-dials-itself" } else { "need-dials" };
        let confidence = dial.confidence.into();
        found.push(Need {
            confidence,
            ..certain(NeedKind::Dials, &dial.value, sentence, &dial.file, dial.line)
        });
    }
    for read in &needs.reads {
        let sentence = if read.exists { "need-reads" } else { "need-reads-missing" };
        let confidence = read.confidence.into();
        found.push(Need {
            confidence,
            ..certain(NeedKind::Reads, &read.value, sentence, &read.file, read.line)
        });
    }
    for write in &needs.writes {
        let confidence = write.confidence.into();
        found.push(Need {
            confidence,
            ..certain(NeedKind::Writes, &write.value, "need-writes", &write.file, write.line)
        });
    }
    if let Some(place) = &needs.stdin {
        found.push(certain(NeedKind::Stdin, "stdin", "need-stdin", &place.file, place.line));
    }
    if let Some(place) = &needs.timezone {
        found.push(certain(NeedKind::Timezone, "tzdata", "need-timezone", &place.file, place.line));
    }
    found
}
