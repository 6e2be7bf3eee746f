//! The log on disk: frames appended by one `write` each, so that a killed process loses at most the one it was
//! writing.

use crate::SeriesError;
use crate::frame;
use crate::head::{self, FileKind, HEAD_BYTES, Readable};
use crate::key::{Keys, SeriesKey};
use crate::log::Log;
use crate::metric::{Metric, MinAvgMax};
use crate::row::RowWriter;
use crate::table::MAX_SPAN_MS;
use slipway_model::bytes::Reader;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What one container used over a span of time.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Whose it is. A frame has at most one row of each.
    pub key: &'a SeriesKey,
    /// How far back the values reach from the time of the frame: 1 to 60,000, and what is not is taken as the nearest
    /// of them.
    pub span_ms: u32,
    /// The values, each metric once and always in the same order where that is no trouble. NaN is a gap, as is a
    /// metric that is left out. Of one container at most [`crate::MAX_METRICS`] different ones are kept.
    pub values: &'a [(Metric, MinAvgMax)],
}

/// A log that is being written.
#[derive(Debug)]
pub(crate) struct LogFile {
    pub(crate) seq: u32,
    pub(crate) path: PathBuf,
    pub(crate) file: Arc<File>,
    pub(crate) log: Log,
    pub(crate) bytes: u64,
    writers: Vec<RowWriter>,
    /// A write failed and its remains could not be cut off: nothing more may be appended.
    pub(crate) is_torn: bool,
    frame: Vec<u8>,
    rows: Vec<u8>,
    row: Vec<u8>,
    places: Vec<(usize, Range<usize>)>,
}

impl LogFile {
    /// Makes a new log.
    pub(crate) fn create(path: PathBuf, seq: u32) -> Result<Self, SeriesError> {
        let file = OpenOptions::new().append(true).create_new(true).open(&path);
        let mut file = file.map_err(SeriesError::io(&path))?;
        if let Err(error) = file.write_all(&head::head(FileKind::Log, 0)) {
            // Nothing is lost with it; a file that stays is removed at the next start.
            let _ = std::fs::remove_file(&path);
            return Err(SeriesError::io(&path)(error));
        }
        Ok(Self::over(file, path, seq, Log::default(), HEAD_BYTES as u64))
    }

    /// Goes on with a log that was read up to `bytes`, after which nothing may follow.
    pub(crate) fn go_on(path: PathBuf, seq: u32, log: Log, bytes: u64) -> Result<Self, SeriesError> {
        let file = OpenOptions::new().append(true).open(&path).map_err(SeriesError::io(&path))?;
        Ok(Self::over(file, path, seq, log, bytes))
    }

    fn over(file: File, path: PathBuf, seq: u32, log: Log, bytes: u64) -> Self {
        let writers = log.keys.iter().map(|_| RowWriter::new()).collect();
        Self {
            seq,
            path,
            file: Arc::new(file),
            log,
            bytes,
            writers,
            is_torn: false,
            frame: Vec::new(),
            rows: Vec::new(),
            row: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Appends a frame, or leaves all as it was.
    pub(crate) fn append(
        &mut self,
        time_ms: i64,
        rows: &[Row<'_>],
        keys: &mut Keys,
    ) -> Result<(), SeriesError> {
        let (known_keys, known_metrics) = (self.log.keys.len(), self.log.metrics.len());
        self.rows.clear();
        self.places.clear();
        for row in rows {
            let number = match self.log.number(row.key) {
                Some(number) => number,
                None => {
                    self.writers.push(RowWriter::new());
                    self.log.add_key(keys.shared(row.key.clone()))
                }
            };
            self.row.clear();
            let metrics = &mut self.log.metrics;
            self.writers[number].put(
                &mut self.row,
                row.span_ms.clamp(1, MAX_SPAN_MS),
                row.values,
                |metric| {
                    let known = metrics.iter().position(|known| *known == metric);
                    known.unwrap_or_else(|| {
                        metrics.push(metric);
                        metrics.len() - 1
                    }) as u64
                },
            );
            self.places.push((number, frame::put_row(&mut self.rows, number, &self.row)));
        }
        let new_keys = self.log.keys[known_keys..].iter().map(AsRef::as_ref);
        frame::put(&mut self.frame, time_ms, &self.log.metrics[known_metrics..], new_keys, &self.rows);
        if let Err(error) = (&*self.file).write_all(&self.frame) {
            // Whatever part of it is there goes again.
            self.is_torn = self.file.set_len(self.bytes).is_err();
            self.log.cut_names(known_keys, known_metrics);
            self.writers.truncate(known_keys);
            self.writers.iter_mut().for_each(RowWriter::start_anew);
            return Err(SeriesError::io(&self.path)(error));
        }
        self.bytes += self.frame.len() as u64;
        self.log.add_rows(time_ms, &self.rows, &self.places);
        Ok(())
    }
}

/// A log that was read from a file.
#[derive(Debug)]
pub(crate) enum ReadLog {
    /// What could be read.
    Read {
        log: Log,
        /// Up to here it is whole.
        whole_bytes: u64,
        /// So long is the file.
        file_bytes: u64,
    },
    /// Not a log.
    Damaged,
    /// Of a newer Slipway.
    Newer,
}

/// Reads a log as far as it is whole.
pub(crate) fn read(path: &Path, keys: &mut Keys) -> Result<ReadLog, SeriesError> {
    let bytes = std::fs::read(path).map_err(SeriesError::io(path))?;
    // Killed between making the file and writing its head.
    if bytes.len() < HEAD_BYTES {
        let (log, file_bytes) = (Log::default(), bytes.len() as u64);
        return Ok(ReadLog::Read { log, whole_bytes: 0, file_bytes });
    }
    match head::check(&bytes, FileKind::Log, 0) {
        Err(_) => Ok(ReadLog::Damaged),
        Ok(Readable::Newer) => Ok(ReadLog::Newer),
        Ok(Readable::Version1) => {
            let mut reader = Reader(&bytes);
            let _ = reader.take(HEAD_BYTES);
            let mut log = Log::default();
            let taken = log.take_frames(reader.0, keys);
            let whole_bytes = (HEAD_BYTES + taken) as u64;
            Ok(ReadLog::Read { log, whole_bytes, file_bytes: bytes.len() as u64 })
        }
    }
}

/// Takes the frames that another process appended since `from`, and gives where the whole ones end.
pub(crate) fn read_on(path: &Path, log: &mut Log, from: u64, keys: &mut Keys) -> Result<u64, SeriesError> {
    let mut file = File::open(path).map_err(SeriesError::io(path))?;
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(from)).map_err(SeriesError::io(path))?;
    file.read_to_end(&mut bytes).map_err(SeriesError::io(path))?;
    Ok(from + log.take_frames(&bytes, keys) as u64)
}
