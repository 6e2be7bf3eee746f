//! Streams of whole numbers packed into bits: Rice's code, its parameter chosen anew for every 64 numbers.
//!
//! A number is cut in two: the low `k` bits as they are, the rest as so many ones and a zero. It is close to the least
//! that numbers of a random walk can take, and 64 zeros cost six bits.

use slipway_model::bytes::Damaged;

/// Numbers that share a parameter.
const CHUNK: usize = 64;
/// The parameter of a chunk in which all numbers are zero.
const ALL_ZERO: u32 = 63;
/// No parameter is larger.
const MOST_LOW_BITS: u32 = 40;
/// So many ones say that the number follows in 64 bits.
const ESCAPE: u32 = 16;

/// Writes bits, the lowest of a byte first.
#[derive(Debug, Default)]
pub(crate) struct BitWriter {
    out: Vec<u8>,
    held: u64,
    held_bits: u32,
}

impl BitWriter {
    /// Writes the low `bits` of a value that has no others; at most 56.
    fn put(&mut self, value: u64, bits: u32) {
        self.held |= value << self.held_bits;
        self.held_bits += bits;
        while self.held_bits >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.held_bits -= 8;
        }
    }

    /// Writes a stream. Its length is not written.
    pub(crate) fn stream(&mut self, values: &[u64]) {
        for chunk in values.chunks(CHUNK) {
            let k = parameter(chunk);
            self.put(u64::from(k), 6);
            if k == ALL_ZERO {
                continue;
            }
            for value in chunk {
                let ones = value >> k;
                if ones < u64::from(ESCAPE) {
                    self.put((1 << ones) - 1, ones as u32 + 1);
                    self.put(value & ((1 << k) - 1), k);
                } else {
                    self.put((1 << ESCAPE) - 1, ESCAPE);
                    self.put(value & 0xffff_ffff, 32);
                    self.put(value >> 32, 32);
                }
            }
        }
    }

    /// The bytes, the last one filled up with zeros.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        if self.held_bits > 0 {
            self.out.push(self.held as u8);
        }
        self.out
    }
}

/// How many bits a stream will take.
pub(crate) fn cost_bits(values: &[u64]) -> u64 {
    let chunks = values.chunks(CHUNK);
    chunks.map(|chunk| 6 + if parameter(chunk) == ALL_ZERO { 0 } else { cost(chunk, parameter(chunk)) }).sum()
}

fn cost(chunk: &[u64], k: u32) -> u64 {
    let each = |value: &u64| match value >> k {
        ones if ones < u64::from(ESCAPE) => ones + 1 + u64::from(k),
        _ => u64::from(ESCAPE) + 64,
    };
    chunk.iter().map(each).sum()
}

fn parameter(chunk: &[u64]) -> u32 {
    let sum = chunk.iter().fold(0_u64, |sum, value| sum.saturating_add(*value));
    if sum == 0 {
        return ALL_ZERO;
    }
    // The best is near the logarithm of the mean, or, where a few outliers carry the mean away, near the average
    // length of the numbers.
    let mean = (sum / chunk.len() as u64).max(1).ilog2().min(MOST_LOW_BITS);
    let lengths: u32 = chunk.iter().map(|value| u64::BITS - value.leading_zeros()).sum();
    let typical = (lengths / chunk.len() as u32).min(MOST_LOW_BITS);
    let tried = [mean, mean.saturating_sub(1), typical, typical.saturating_sub(1)];
    tried.into_iter().min_by_key(|k| cost(chunk, *k)).unwrap_or(mean)
}

/// Reads what a [`BitWriter`] wrote.
#[derive(Debug)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    at_bit: usize,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at_bit: 0 }
    }

    /// At least the next 56 bits; zeros past the end.
    fn peek(&self) -> u64 {
        let rest = self.bytes.get(self.at_bit / 8..).unwrap_or_default();
        let next = match rest.first_chunk::<8>() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => rest.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)),
        };
        next >> (self.at_bit % 8)
    }

    fn take(&mut self, bits: u32) -> u64 {
        let value = self.peek() & ((1 << bits) - 1);
        self.at_bit += bits as usize;
        value
    }

    /// Reads so many numbers into `out`, which is emptied first.
    ///
    /// # Errors
    /// [`Damaged`] where the bytes end before.
    pub(crate) fn stream(&mut self, count: usize, out: &mut Vec<u64>) -> Result<(), Damaged> {
        out.clear();
        while out.len() < count {
            let chunk = (count - out.len()).min(CHUNK);
            let k = self.take(6) as u32;
            if k == ALL_ZERO {
                out.resize(out.len() + chunk, 0);
            } else if k > MOST_LOW_BITS {
                return Err(Damaged);
            } else {
                for _ in 0..chunk {
                    let ones = self.peek().trailing_ones().min(ESCAPE);
                    let value = if ones == ESCAPE {
                        self.at_bit += ESCAPE as usize;
                        self.take(32) | self.take(32) << 32
                    } else {
                        self.at_bit += ones as usize + 1;
                        u64::from(ones) << k | self.take(k)
                    };
                    out.push(value);
                }
            }
            if self.at_bit > self.bytes.len() * 8 {
                return Err(Damaged);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_values() -> impl Strategy<Value = Vec<u64>> {
        let one = prop_oneof![Just(0_u64), 0_u64..4, 0_u64..3000, any::<u64>()];
        proptest::collection::vec(one, 0..300)
    }

    #[test]
    fn zeros_cost_next_to_nothing() {
        let mut writer = BitWriter::default();
        writer.stream(&[0; 640]);
        assert_eq!(writer.finish().len(), 8);
    }

    #[test]
    fn the_cost_is_what_it_costs() {
        let values: Vec<u64> = (0..1000).map(|n| n * n % 97).collect();
        let mut writer = BitWriter::default();
        writer.stream(&values);
        assert_eq!(writer.finish().len() as u64, cost_bits(&values).div_ceil(8));
    }

    proptest! {
        #[test]
        fn streams_come_back(first in any_values(), second in any_values()) {
            let mut writer = BitWriter::default();
            writer.stream(&first);
            writer.stream(&second);
            let bytes = writer.finish();
            let mut reader = BitReader::new(&bytes);
            let mut out = Vec::new();
            prop_assert_eq!(reader.stream(first.len(), &mut out), Ok(()));
            prop_assert_eq!(&out, &first);
            prop_assert_eq!(reader.stream(second.len(), &mut out), Ok(()));
            prop_assert_eq!(&out, &second);
        }

        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..64), count in 0_usize..100_000) {
            let mut out = Vec::new();
            if BitReader::new(&bytes).stream(count, &mut out).is_ok() {
                prop_assert!(out.len() == count);
            }
        }
    }
}
