//! Which language to speak.

/// A language that Slipway speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, also for every locale that has no translation.
    #[default]
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The BCP 47 tag, as in `--lang` and in the settings.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// From a tag or a POSIX locale (`zh_CN.UTF-8`, `C`, `en-GB`).
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::ZhCn } else { Self::En }
    }

    /// From the user's setting: `system`, or a tag.
    pub fn of_setting(setting: &str) -> Self {
        if setting == "system" { Self::of_environment() } else { Self::from_locale(setting) }
    }

    /// From the environment, as POSIX has it: `LC_ALL`, then `LC_MESSAGES`, then `LANG`; English under `C`.
    pub fn of_environment() -> Self {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .map_or(Self::En, |locale| Self::from_locale(&locale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posix_locales_and_tags_find_their_language() {
        for (locale, language) in [
            ("zh_CN.UTF-8", Language::ZhCn),
            ("zh-Hans", Language::ZhCn),
            ("C", Language::En),
            ("C.UTF-8", Language::En),
            ("de_DE.UTF-8", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(Language::from_locale(locale), language, "{locale}");
        }
    }
}
