//! `h1:`, Go's hash over a tree of files.

use base64::Engine as _;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Files are added in the order of their names.
#[derive(Default)]
pub(crate) struct DirHash {
    whole: Sha256,
}

impl DirHash {
    /// Adds a file by its name and its SHA-256.
    pub(crate) fn add(&mut self, name: &str, digest: &[u8]) {
        let mut line = String::with_capacity(name.len() + 68);
        for byte in digest {
            // Writing into a string cannot fail.
            _ = write!(line, "{byte:02x}");
        }
        self.whole.update(line.as_bytes());
        self.whole.update(b"  ");
        self.whole.update(name.as_bytes());
        self.whole.update(b"\n");
    }

    pub(crate) fn finish(self) -> String {
        format!("h1:{}", base64::engine::general_purpose::STANDARD.encode(self.whole.finalize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_go_makes() {
        // dirhash.Hash1 over {"m@v/a": "one\n", "m@v/b": "two\n"}
        let mut hash = DirHash::default();
        hash.add("m@v/a", &Sha256::digest(b"one\n"));
        hash.add("m@v/b", &Sha256::digest(b"two\n"));
        let by_hand = {
            let mut text = String::new();
            for (name, body) in [("m@v/a", "one\n"), ("m@v/b", "two\n")] {
                let hex: String =
                    Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
                text.push_str(&format!("{hex}  {name}\n"));
            }
            base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()))
        };
        assert_eq!(hash.finish(), format!("h1:{by_hand}"));
    }
}
