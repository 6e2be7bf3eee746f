//! Kept lines as a file: those that match, as text or as JSON Lines.

use crate::recording::export::{cannot_write, utc};
use crate::{App, AppError};
use serde_json::json;
use slipway_logs::keep::{Kept, Missing, Record};
use slipway_logs::parse::Level;
use slipway_logs::search::{Matcher, Query};
use slipway_logs::{Collector, Extent, LogId};
use slipway_model::{ContainerId, Fault, ToFault as _};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Text that is read at a time.
const PAGE_BYTES: usize = 1 << 20;

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFormat {
    /// As the program wrote them.
    Text,
    /// An object a line.
    Json,
}

impl App {
    /// Writes the lines of a container that match into a file, oldest first. A file that was not finished is removed.
    /// Reads and writes files, and takes its time.
    ///
    /// # Errors
    /// Where the query cannot be used, there is no log to read, the file cannot be written, or the app ends.
    pub fn export_lines(
        &self,
        id: &LogId,
        query: &Query,
        (format, times): (LineFormat, bool),
        path: &Path,
    ) -> Result<(), AppError> {
        let matcher = Matcher::new(query).map_err(|error| error.to_fault())?;
        let collector = self.collector()?;
        let cannot = |error: std::io::Error| AppError::from(cannot_write(path, &error));
        let mut file = BufWriter::new(std::fs::File::create(path).map_err(cannot)?);
        let names = self.names_of(id);
        let written = self
            .each_line(&collector, id, |line| {
                let Kept { record, origin, .. } = line;
                let name = origin.and_then(|origin| names.get(origin.source)).map(String::as_str);
                let wanted = origin.is_none_or(|origin| matcher.wants(origin.source));
                // What is missing is said among the others.
                if wanted && (record.gap.is_some() || matcher.matches(record)) {
                    put(&mut file, (record, name), format, times).map_err(cannot)?;
                }
                Ok(())
            })
            .and_then(|()| file.flush().map_err(cannot));
        if written.is_err() {
            // Half a log looks like a whole one.
            let _ = std::fs::remove_file(path);
        }
        written
    }

    /// What the containers of a log are called; those that are gone, the beginning of their ids.
    fn names_of(&self, id: &LogId) -> Vec<String> {
        let snapshot = self.house().map(|house| house.index.snapshot());
        let name = |id: &ContainerId| {
            let row = snapshot.as_ref().and_then(|snapshot| snapshot.row(id));
            row.map_or_else(|| id.short().to_owned(), |row| row.name.clone())
        };
        id.sources().iter().map(name).collect()
    }

    /// Gives out every line that there is now; what comes meanwhile is not waited for.
    fn each_line(
        &self,
        collector: &Collector,
        id: &LogId,
        mut take: impl FnMut(&Kept) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let Some(Extent { first: mut at, next: end, .. }) = collector.extent(id) else { return Ok(()) };
        while at < end {
            if self.tasks.stop().is_cancelled() {
                return Err(Fault::cancelled().into());
            }
            let page = collector.read(id, at, PAGE_BYTES);
            for line in page.items.iter().filter(|line| line.seq < end.0) {
                take(line)?;
            }
            if page.next == at {
                break;
            }
            at = page.next;
        }
        Ok(())
    }
}

/// Writes a line; with the name of its container, where there are several.
fn put(
    out: &mut impl Write,
    (record, name): (&Record, Option<&str>),
    format: LineFormat,
    times: bool,
) -> std::io::Result<()> {
    if let (LineFormat::Text, Some(name), None) = (format, name, record.gap) {
        write!(out, "{name} | ")?;
    }
    match format {
        // Its own form has no words for it.
        LineFormat::Text if record.gap.is_some() => Ok(()),
        LineFormat::Json if let Some(gap) = record.gap => {
            let why = match gap.missing {
                Missing::Rotated => "rotated",
                Missing::NotKept => "not_kept",
            };
            writeln!(out, "{}", json!({ "missing": why, "lines": gap.lines }))
        }
        LineFormat::Text if times => writeln!(out, "{} {}", utc(record.time.ms), record.text),
        LineFormat::Text => writeln!(out, "{}", record.text),
        LineFormat::Json => {
            let mut line = json!({
                "stream": record.stream.name(),
                "level": Level::from_number(record.level).map(Level::name),
                "text": record.text,
                "cut": record.truncated,
            });
            if let (Some(object), Some(name)) = (line.as_object_mut(), name) {
                object.insert("container".to_owned(), name.into());
            }
            if let Some(object) = line.as_object_mut().filter(|_| times) {
                object.insert("time".to_owned(), utc(record.time.ms).into());
                object.insert("time_ms".to_owned(), record.time.ms.into());
                object.insert("ns".to_owned(), record.time.ns.into());
            }
            writeln!(out, "{line}")
        }
    }
}
