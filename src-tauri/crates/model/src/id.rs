//! Identities, each its own type so that one can never be passed for another.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a text that is already such an identity.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The identity as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// One engine, however it is reached: the `ID` of `/info`; on Podman, which makes a new one at every call, its
    /// endpoint and storage root.
    EngineKey
);
text_id!(
    /// A container's full id, 64 hexadecimal digits.
    ContainerId
);
text_id!(
    /// An image's id, `sha256:…`.
    ImageId
);
text_id!(
    /// A Slipway project: a folder with a UUID of ours.
    ProjectId
);
text_id!(
    /// One run of a program: a new one for each container that Slipway starts.
    RunId
);
text_id!(
    /// A long action (a ship, a fetch), to follow, cancel and re-attach by.
    ActionId
);
text_id!(
    /// Sent along with every changing command: the same key is carried out once, also when a reloading page sends
    /// it again.
    IdempotencyKey
);
text_id!(
    /// A name that is valid for a container and for an image repository: `[a-z0-9]` with single `-`, `_`, `.`
    /// between.
    ShortName
);

impl ContainerId {
    /// The first twelve digits, as `docker ps` shows them.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl ShortName {
    /// Makes a valid name of any text (a folder, a module path's last element); `app` where nothing is left.
    pub fn from_any(text: &str) -> Self {
        let mut name = String::new();
        for c in text.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
            if name.len() >= 48 {
                break;
            }
        }
        let name = name.trim_end_matches('-');
        Self(if name.is_empty() { "app".to_owned() } else { name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_becomes_a_valid_name() {
        for (text, name) in [
            ("report-api", "report-api"),
            ("Report API", "report-api"),
            ("../..//x", "x"),
            ("我的程序", "app"),
            ("a__b..c", "a-b-c"),
            ("-x-", "x"),
            ("", "app"),
        ] {
            assert_eq!(ShortName::from_any(text).as_str(), name, "from {text:?}");
        }
    }

    #[test]
    fn a_short_id_is_twelve_digits() {
        assert_eq!(ContainerId::new("0123456789abcdef").short(), "0123456789ab");
        assert_eq!(ContainerId::new("01").short(), "01");
    }
}
