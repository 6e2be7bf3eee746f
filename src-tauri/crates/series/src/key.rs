//! Whose series it is.

use slipway_model::bytes::{Damaged, Reader, put_bytes, put_varint};
use slipway_model::{ContainerId, EngineKey};
use std::collections::HashSet;
use std::sync::Arc;

/// A container of an engine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesKey {
    /// The engine.
    pub engine: EngineKey,
    /// The container.
    pub container: ContainerId,
}

/// Says that 64 hexadecimal digits follow as 32 bytes; any other number is the length of a text and one more.
const PACKED: u64 = 0;
const PACKED_BYTES: usize = 32;

impl SeriesKey {
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        put_bytes(out, self.engine.as_str().as_bytes());
        let container = self.container.as_str();
        match packed(container) {
            Some(packed) => {
                put_varint(out, PACKED);
                out.extend_from_slice(&packed);
            }
            None => {
                put_varint(out, container.len() as u64 + 1);
                out.extend_from_slice(container.as_bytes());
            }
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let text = |bytes: &[u8]| str::from_utf8(bytes).map(str::to_owned).map_err(|_| Damaged);
        let engine = EngineKey::new(text(reader.bytes()?)?);
        let container = match reader.varint()? {
            PACKED => unpacked(&reader.array()?),
            length => text(reader.take(usize::try_from(length - 1).map_err(|_| Damaged)?)?)?,
        };
        Ok(Self { engine, container: ContainerId::new(container) })
    }
}

fn packed(text: &str) -> Option<[u8; PACKED_BYTES]> {
    let digits: &[u8; 2 * PACKED_BYTES] = text.as_bytes().try_into().ok()?;
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut packed = [0; PACKED_BYTES];
    for (byte, pair) in packed.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = value(pair[0])? << 4 | value(pair[1])?;
    }
    Some(packed)
}

fn unpacked(bytes: &[u8; PACKED_BYTES]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// One copy of each key, however many files name it.
#[derive(Debug, Default)]
pub(crate) struct Keys(HashSet<Arc<SeriesKey>>);

impl Keys {
    pub(crate) fn shared(&mut self, key: SeriesKey) -> Arc<SeriesKey> {
        match self.0.get(&key) {
            Some(known) => known.clone(),
            None => {
                let key = Arc::new(key);
                self.0.insert(key.clone());
                key
            }
        }
    }

    /// Lets go of keys that no file names any more.
    pub(crate) fn tidy(&mut self) {
        self.0.retain(|key| Arc::strong_count(key) > 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_and_full_ids_are_short() {
        for (container, bytes) in
            [("0123456789abcdef".repeat(4).as_str(), 36), ("0123", 8), (&"A".repeat(64), 68), ("", 4)]
        {
            let key = SeriesKey { engine: EngineKey::new("ab"), container: ContainerId::new(container) };
            let mut out = Vec::new();
            key.put(&mut out);
            assert_eq!(out.len(), bytes, "{container}");
            assert_eq!(SeriesKey::read(&mut Reader(&out)), Ok(key));
        }
    }
}
