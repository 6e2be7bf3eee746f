//! All sentences of one language.

use crate::{Language, areas};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use slipway_model::{Fault, Param};
use std::collections::BTreeMap;

/// A fault in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What happened, short.
    pub title: String,
    /// Why.
    pub cause: Option<String>,
    /// What to do.
    pub fix: Option<String>,
}

/// The sentences of one language. What a language lacks is said in English, what English lacks by its id.
pub struct Catalog {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    english: Option<Box<Catalog>>,
}

impl Catalog {
    /// Reads the message files that were built in.
    pub fn new(language: Language) -> Self {
        let (tag, files) = match language {
            Language::En => (unic_langid::langid!("en"), areas::EN),
            Language::ZhCn => (unic_langid::langid!("zh-CN"), areas::ZH_CN),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks would reach terminals and JSON; parameters are cleaned of bidi controls by `clean` instead.
        bundle.set_use_isolating(false);
        // What the window formats by locale is plain digits on a terminal; `NUMBER` only has to exist.
        let number =
            bundle.add_function("NUMBER", |values, _| values.first().cloned().unwrap_or(FluentValue::None));
        debug_assert!(number.is_ok(), "NUMBER is registered once");
        for (_, text) in files {
            // A broken message is caught by the tests; at run time the rest of its file still serves.
            let resource =
                FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        let english = (language != Language::En).then(|| Box::new(Self::new(Language::En)));
        Self { language, bundle, english }
    }

    /// The language of these sentences.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The sentence of an id.
    pub fn text(&self, id: &str, params: &BTreeMap<String, Param>) -> String {
        self.find(id, None, params).unwrap_or_else(|| id.to_owned())
    }

    /// The sentences of a fault.
    pub fn fault(&self, fault: &Fault) -> Sentence {
        Sentence {
            title: self.text(&fault.code, &fault.params),
            cause: self.find(&fault.code, Some("cause"), &fault.params),
            fix: self.find(&fault.code, Some("fix"), &fault.params),
        }
    }

    /// A message's attribute, where it has it.
    pub fn attribute(&self, id: &str, attribute: &str, params: &BTreeMap<String, Param>) -> Option<String> {
        self.find(id, Some(attribute), params)
    }

    fn find(&self, id: &str, attribute: Option<&str>, params: &BTreeMap<String, Param>) -> Option<String> {
        let pattern = self.bundle.get_message(id).and_then(|message| match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        });
        let Some(pattern) = pattern else {
            return self.english.as_ref().and_then(|english| english.find(id, attribute, params));
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in params {
            let value = match value {
                // Sizes cross borders as bare numbers; the window puts them into words in the same way.
                Param::Number(number) if name.ends_with("_bytes") => FluentValue::from(size(*number)),
                Param::Number(number) => FluentValue::from(*number),
                Param::Text(text) => FluentValue::from(clean(text)),
            };
            arguments.set(name.clone(), value);
        }
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
    }
}

/// A size in memory, with three digits: 64 MiB, 1.43 GiB.
fn size(bytes: f64) -> String {
    let mut rest = bytes;
    let mut units = ["B", "KiB", "MiB", "GiB", "TiB"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    while rest.abs() >= 1024.0 * 0.9995
        && let Some(next) = units.next()
    {
        (rest, unit) = (rest / 1024.0, next);
    }
    let digits = match rest.abs() {
        small if small < 9.95 => 2,
        small if small < 99.5 => 1,
        _ => 0,
    };
    let number = format!("{rest:.digits$}");
    let number = if digits > 0 { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
    format!("{number} {unit}")
}

/// Whether a character has no shape and turns the direction of what follows it.
pub const fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// A parameter may come from a container or a project: no control, escape or bidi character of it reaches a terminal.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if turns_text(c) || c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_file_is_sound() {
        for (area, text) in areas::EN.iter().chain(areas::ZH_CN) {
            if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                panic!("{area}.ftl: {errors:?}");
            }
        }
    }

    #[test]
    fn sizes_are_said_in_units_never_as_bare_bytes() {
        let full = Fault::new("advice-memory-full")
            .with("share_percent", 94.0)
            .with("peak_bytes", 60.0 * 1_048_576.0)
            .with("limit_bytes", 64.0 * 1_048_576.0)
            .with("enough_bytes", 80.0 * 1_048_576.0);
        let english = Catalog::new(Language::En).fault(&full);
        assert_eq!(english.title, "Its memory came to 94\u{202f}% of its limit: 60 MiB of 64 MiB.");
        assert_eq!(english.fix.unwrap(), "80 MiB would do.");
        let chinese = Catalog::new(Language::ZhCn).fault(&full);
        assert!(chinese.title.contains("60 MiB / 64 MiB"), "{chinese:?}");
        for (bytes, text) in [
            (0.0, "0 B"),
            (1023.0, "1023 B"),
            (1023.9, "1 KiB"),
            (1536.0, "1.5 KiB"),
            (12.5 * 1024.0, "12.5 KiB"),
            (1.5e18, "1364242 TiB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn a_hostile_parameter_is_cleaned() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
    }

    #[test]
    fn an_unknown_id_is_shown_as_itself() {
        assert_eq!(Catalog::new(Language::ZhCn).text("no-such-id", &BTreeMap::new()), "no-such-id");
    }
}
