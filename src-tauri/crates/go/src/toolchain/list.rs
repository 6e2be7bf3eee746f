//! Which release a `go` line stands for, from the list of all toolchains.

use super::GoPlatform;
use super::choose::Wanted;
use crate::version::GoVersion;

/// The newest stable release of a proxy's list that the wish stands for; exactly what was wished for, without asking
/// the list, where it is exact.
pub fn newest_for(wanted: Wanted, list: &str, platform: &GoPlatform) -> Option<GoVersion> {
    let stable =
        versions(list, platform).filter(|version| version.is_stable() && *version >= GoVersion::OLDEST);
    match wanted {
        Wanted::Exactly { fetch, .. } => Some(fetch),
        Wanted::Language(language) => stable.filter(|version| version.same_language(language)).max(),
        Wanted::Newest => stable.max(),
    }
}

/// The releases for a platform in a list with lines such as `v0.0.1-go1.22.3.linux-amd64`.
pub(crate) fn versions(list: &str, platform: &GoPlatform) -> impl Iterator<Item = GoVersion> {
    let suffix = format!(".{}-{}", platform.os, platform.arch);
    list.lines().filter_map(move |line| {
        let version: GoVersion =
            line.trim().strip_prefix("v0.0.1-go")?.strip_suffix(&suffix)?.parse().ok()?;
        (!version.is_language()).then_some(version)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "v0.0.1-go1.9.2rc2.linux-amd64\nv0.0.1-go1.22.9.linux-amd64\nv0.0.1-go1.22.12.linux-amd64\n\
        v0.0.1-go1.22.13.linux-arm64\nv0.0.1-go1.27.4.linux-amd64\nv0.0.1-go1.28rc1.linux-amd64\nv0.0.1-go1.20.linux-amd64\n";

    #[test]
    fn a_language_version_is_its_newest_stable_patch_and_never_a_candidate() {
        let platform = GoPlatform { os: "linux".to_owned(), arch: "amd64".to_owned() };
        for (go, newest) in [
            (Some("1.22"), Some("1.22.12")),
            (Some("1.22.9"), Some("1.22.9")),
            (Some("1.28"), None),
            (Some("1.28rc1"), Some("1.28rc1")),
            (Some("1.20"), Some("1.27.4")),
            (None, Some("1.27.4")),
        ] {
            let found = newest_for(Wanted::of(go, None), LIST, &platform).map(|version| version.to_string());
            assert_eq!(found.as_deref(), newest, "go {go:?}");
        }
    }
}
