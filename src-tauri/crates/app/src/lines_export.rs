//! Kept lines as a file: those that match, as text or as JSON Lines.

use crate::recording::export::utc;
use crate::{App, AppError};
use serde_json::json;
use slipway_logs::LogStream;
use slipway_logs::keep::{Missing, Record};
use slipway_logs::parse::Level;
use slipway_logs::search::{Matcher, Query};
use slipway_model::{ContainerId, Cursor, Fault, ToFault as _};
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
    /// Writes the lines of a container that match into a file, oldest first; answers how many. A file that was not
    /// finished is removed. Reads and writes files, and takes its time.
    ///
    /// # Errors
    /// Where the query cannot be used, there is no engine, the file cannot be written, or the app ends.
    pub fn export_lines(
        &self,
        id: &ContainerId,
        query: &Query,
        (format, times): (LineFormat, bool),
        path: &Path,
    ) -> Result<u64, AppError> {
        let matcher = Matcher::new(query).map_err(|error| error.to_fault())?;
        let collector = self.house().ok_or_else(|| Fault::new("engine-lost"))?.collector.clone();
        let cannot = |error: std::io::Error| {
            let shown = path.to_string_lossy().into_owned();
            AppError::from(Fault::new("machine-cannot-write").with("path", shown).detail(error.to_string()))
        };
        let mut file = BufWriter::new(std::fs::File::create(path).map_err(cannot)?);
        let mut write =
            || {
                // What comes while it is written is not waited for.
                let extent = collector.extent(id);
                let (mut at, end) = extent.map_or((Cursor(0), 0), |extent| (extent.first, extent.next.0));
                let mut written = 0;
                while at.0 < end {
                    if self.tasks.stop().is_cancelled() {
                        return Err(Fault::cancelled().into());
                    }
                    let page = collector.read(id, at, PAGE_BYTES);
                    for line in page.items.iter().filter(|line| {
                        line.seq < end && (matcher.matches(&line.record) || is_gap(&line.record))
                    }) {
                        put(&mut file, &line.record, format, times).map_err(cannot)?;
                        written += u64::from(!is_gap(&line.record));
                    }
                    if page.next == at {
                        break;
                    }
                    at = page.next;
                }
                file.flush().map_err(cannot)?;
                Ok(written)
            };
        let written = write();
        if written.is_err() {
            // Half a log looks like a whole one.
            let _ = std::fs::remove_file(path);
        }
        written
    }
}

/// What is missing is said, where the form has words for it.
fn is_gap(record: &Record) -> bool {
    record.gap.is_some()
}

fn put(out: &mut impl Write, record: &Record, format: LineFormat, times: bool) -> std::io::Result<()> {
    match format {
        LineFormat::Text if is_gap(record) => Ok(()),
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
                "stream": match record.stream {
                    LogStream::Stdout => "stdout",
                    LogStream::Stderr => "stderr",
                },
                "level": Level::from_number(record.level).map(Level::name),
                "text": record.text,
                "cut": record.truncated,
            });
            if let Some(object) = line.as_object_mut().filter(|_| times) {
                object.insert("time".to_owned(), utc(record.time.ms).into());
                object.insert("time_ms".to_owned(), record.time.ms.into());
                object.insert("ns".to_owned(), record.time.ns.into());
            }
            writeln!(out, "{line}")
        }
    }
}
