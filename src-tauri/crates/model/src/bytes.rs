//! Whole numbers of any length in bytes, and a reader that never reads past the end: what files of ours are made of.

/// A file, a frame or a block is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

/// Seven bits a byte, the lowest first.
pub fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A number with a sign, small ones of either sign in few bytes.
pub fn put_signed(out: &mut Vec<u8>, value: i64) {
    put_varint(out, zigzag(value));
}

/// Bytes after their number.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A number with a sign as one without: 0, −1, 1, −2 … are 0, 1, 2, 3 …
pub const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// The way back from [`zigzag`].
pub const fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// Reads from the front of some bytes.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Whether all was read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    ///
    /// # Errors
    /// [`Damaged`] at the end.
    pub fn byte(&mut self) -> Result<u8, Damaged> {
        let (first, rest) = self.0.split_first().ok_or(Damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    /// So many bytes.
    ///
    /// # Errors
    /// [`Damaged`] where there are fewer.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    /// So many bytes, as an array.
    ///
    /// # Errors
    /// [`Damaged`] where there are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        self.take(N)?.try_into().map_err(|_| Damaged)
    }

    /// Four bytes, the lowest first.
    ///
    /// # Errors
    /// [`Damaged`] where there are fewer.
    pub fn u32(&mut self) -> Result<u32, Damaged> {
        self.array().map(u32::from_le_bytes)
    }

    /// What [`put_varint`] wrote.
    ///
    /// # Errors
    /// [`Damaged`] where it does not end, or is too large.
    pub fn varint(&mut self) -> Result<u64, Damaged> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damaged)
    }

    /// What [`put_signed`] wrote.
    ///
    /// # Errors
    /// [`Damaged`] as in [`Reader::varint`].
    pub fn signed(&mut self) -> Result<i64, Damaged> {
        self.varint().map(unzigzag)
    }

    /// What [`put_varint`] wrote, where it is a number of this size.
    ///
    /// # Errors
    /// [`Damaged`] where it is none.
    pub fn number<T: TryFrom<u64>>(&mut self) -> Result<T, Damaged> {
        T::try_from(self.varint()?).map_err(|_| Damaged)
    }

    /// What [`put_bytes`] wrote.
    ///
    /// # Errors
    /// [`Damaged`] where there are fewer.
    pub fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let count = self.number()?;
        self.take(count)
    }

    /// How many of something follow. Each takes at least one byte, so more than there are bytes is damage, and
    /// nothing is set aside for them.
    ///
    /// # Errors
    /// [`Damaged`] so.
    pub fn count(&mut self) -> Result<usize, Damaged> {
        let count = self.number()?;
        if count > self.0.len() { Err(Damaged) } else { Ok(count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(value in any::<u64>(), signed in any::<i64>()) {
            let mut out = Vec::new();
            put_varint(&mut out, value);
            put_signed(&mut out, signed);
            let mut reader = Reader(&out);
            prop_assert_eq!(reader.varint(), Ok(value));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut reader = Reader(&bytes);
            while reader.bytes().is_ok() {}
            let mut reader = Reader(&bytes);
            while reader.varint().is_ok() {}
        }
    }
}
