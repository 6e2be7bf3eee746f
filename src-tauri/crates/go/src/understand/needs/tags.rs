//! Struct tags about the environment: caarlos0/env, envconfig, cleanenv, kong, go-flags, go-arg.

use crate::understand::parse::source::Tag;

/// What a tag says of a setting.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::understand) struct Setting {
    pub(in crate::understand) env: Option<String>,
    pub(in crate::understand) default: Option<String>,
    pub(in crate::understand) required: bool,
    /// The flag that sets it, with its dashes.
    pub(in crate::understand) flag: Option<String>,
}

impl Setting {
    pub(in crate::understand) fn of(tag: &Tag) -> Self {
        let mut setting = Self::default();
        for (key, value) in &tag.values {
            let mut parts = value.split([',', ';']).map(str::trim);
            match key.as_str() {
                "env" | "envconfig" => {
                    setting.env = parts.next().filter(|name| is_variable(name)).map(str::to_owned);
                    for option in parts {
                        match option.split_once('=') {
                            Some(("default", value)) => setting.default = Some(value.to_owned()),
                            _ => setting.required |= matches!(option, "required" | "notEmpty"),
                        }
                    }
                }
                "arg" => {
                    for option in value.split(',').map(str::trim) {
                        setting.required |= option == "required";
                        if let Some(name) = option.strip_prefix("env:") {
                            setting.env = Some(name.to_owned()).filter(|name| is_variable(name));
                        }
                        if let Some(name) = option.strip_prefix("--") {
                            setting.flag = Some(format!("--{name}"));
                        }
                    }
                }
                "envDefault" | "env-default" | "default" => setting.default = Some(value.clone()),
                "required" | "env-required" => {
                    setting.required |= matches!(value.as_str(), "true" | "yes" | "" | "1");
                }
                "long" => setting.flag = Some(format!("--{value}")),
                _ => {}
            }
        }
        setting
    }
}

/// Whether a text is the name of a variable.
pub(in crate::understand) fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 100
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// The name that envconfig makes of a field: `DB_HOST` of `DBHost` only with `split_words`, else `DBHOST`.
pub(in crate::understand) fn from_field(field: &str, split: bool) -> String {
    let mut name = String::new();
    let letters: Vec<char> = field.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts = letter.is_uppercase()
            && before.is_some_and(|before| before.is_lowercase() || after.is_some_and(|c| c.is_lowercase()));
        if split && starts {
            name.push('_');
        }
        name.extend(letter.to_uppercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(values: &[(&str, &str)]) -> (Option<String>, Option<String>, bool, Option<String>) {
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let found = Setting::of(&Tag { values, ..Tag::default() });
        (found.env, found.default, found.required, found.flag)
    }

    #[test]
    fn every_librarys_way_is_read() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(setting(&[("env", "X,required")]), (text("X"), None, true, None));
        assert_eq!(setting(&[("env", "X"), ("envDefault", "1")]), (text("X"), text("1"), false, None));
        assert_eq!(setting(&[("env", "X, default=8080")]), (text("X"), text("8080"), false, None));
        assert_eq!(setting(&[("env", "X"), ("env-required", "true")]), (text("X"), None, true, None));
        assert_eq!(setting(&[("envconfig", "X"), ("required", "true")]), (text("X"), None, true, None));
        assert_eq!(setting(&[("arg", "--addr,env:X,required")]), (text("X"), None, true, text("--addr")));
        let flags = setting(&[("long", "port"), ("env", "PORT"), ("default", "80")]);
        assert_eq!(flags, (text("PORT"), text("80"), false, text("--port")));
        assert_eq!(setting(&[("json", "x,omitempty")]), (None, None, false, None));
        assert_eq!(
            (from_field("DBHost", true), from_field("DBHost", false)),
            ("DB_HOST".into(), "DBHOST".into())
        );
    }
}
