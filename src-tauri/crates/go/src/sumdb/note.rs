//! Signed notes: a text, a blank line, and lines `— NAME BASE64(key hash, signature)`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, UnparsedPublicKey};
use sha2::{Digest, Sha256};

const ALGORITHM_ED25519: u8 = 1;

/// A key that verifies notes: `NAME+HASH+BASE64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verifier {
    /// The database's name, its host.
    pub(crate) name: String,
    hash: [u8; 4],
    key: [u8; 32],
}

impl Verifier {
    /// Reads a key. None: malformed, or its hash is not its own.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '+');
        let (name, hash, key) = (parts.next()?, parts.next()?, parts.next()?);
        let key = STANDARD.decode(key).ok()?;
        let hash = (hash.len() == 8).then(|| u32::from_str_radix(hash, 16).ok())??.to_be_bytes();
        let named = !name.is_empty() && !name.chars().any(char::is_whitespace);
        if !named || key_hash(name, &key) != hash || key.first() != Some(&ALGORITHM_ED25519) {
            return None;
        }
        Some(Self { name: name.to_owned(), hash, key: key.get(1..)?.try_into().ok()? })
    }

    /// The text of a note that this key has signed. None: malformed, not signed by it, or the signature is wrong.
    pub(crate) fn open<'a>(&self, note: &'a str) -> Option<&'a str> {
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return None;
        }
        let split = note.rfind("\n\n")?;
        let (text, signatures) = (note.get(..=split)?, note.get(split + 2..)?);
        let signatures = signatures.strip_suffix('\n')?;
        for line in signatures.split('\n').take(100) {
            let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
            let signature = STANDARD.decode(signature).ok()?;
            let (hash, signature) = signature.split_at_checked(4)?;
            if name == self.name && hash == self.hash {
                let key = UnparsedPublicKey::new(&ED25519, self.key);
                return key.verify(text.as_bytes(), signature).is_ok().then_some(text);
            }
        }
        None
    }
}

fn key_hash(name: &str, key: &[u8]) -> [u8; 4] {
    let digest = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(key).finalize();
    let mut hash = [0; 4];
    hash.copy_from_slice(digest.get(..4).unwrap_or(&[0; 4]));
    hash
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use ring::signature::{Ed25519KeyPair, KeyPair};

    /// A key that signs, for a database of a test's own.
    pub(crate) struct TestKey {
        name: String,
        pair: Ed25519KeyPair,
    }

    impl TestKey {
        pub(crate) fn new(name: &str, seed: u8) -> Self {
            Self { name: name.to_owned(), pair: Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap() }
        }

        fn public(&self) -> Vec<u8> {
            let mut key = vec![ALGORITHM_ED25519];
            key.extend_from_slice(self.pair.public_key().as_ref());
            key
        }

        pub(crate) fn verifier(&self) -> String {
            let hash = u32::from_be_bytes(key_hash(&self.name, &self.public()));
            format!("{}+{hash:08x}+{}", self.name, STANDARD.encode(self.public()))
        }

        pub(crate) fn sign(&self, text: &str) -> String {
            let mut signature = key_hash(&self.name, &self.public()).to_vec();
            signature.extend_from_slice(self.pair.sign(text.as_bytes()).as_ref());
            format!("{text}\n— {} {}\n", self.name, STANDARD.encode(signature))
        }
    }

    /// A tree head as sum.golang.org signed it.
    const REAL: &str = "go.sum database tree\n66393050\nHj8H0GmwlaYk6RersiH+w2hZWpSiODGR1uqVjAE7p30=\n\n— sum.golang.org Az3grhRMq1VXFDPeoICge4CrOaEPySE4jdUmPtMUaM7ExD2UjRFPpUWOvq27sueT3vRoQ4R0p7wcIDLvbvx5AZRkXgo=\n";

    #[test]
    fn what_sum_golang_org_signed_is_believed_and_one_changed_digit_is_not() {
        let key = Verifier::parse(super::super::client::GO_KEY).unwrap();
        assert!(key.open(REAL).unwrap().starts_with("go.sum database tree\n66393050\n"));
        assert_eq!(key.open(&REAL.replace("66393050", "66393051")), None);
        assert_eq!(key.open(&REAL.replace("— sum.golang.org Az3", "— sum.golang.org Az4")), None);
        assert_eq!(key.open(&REAL.replace("— sum.golang.org", "— other.example")), None);
    }

    #[test]
    fn a_key_of_the_same_name_is_not_the_same_key() {
        let (mine, theirs) = (TestKey::new("sum.test", 1), TestKey::new("sum.test", 2));
        let key = Verifier::parse(&mine.verifier()).unwrap();
        assert_eq!(key.open(&mine.sign("a\n")), Some("a\n"));
        assert_eq!(key.open(&theirs.sign("a\n")), None);
        assert_eq!(Verifier::parse(&mine.verifier().replace("sum.test", "sum.best")), None);
        for bad in ["", "a+b", "sum.golang.org", "a+00000000+AAAA"] {
            assert_eq!(Verifier::parse(bad), None, "{bad:?}");
        }
    }
}
