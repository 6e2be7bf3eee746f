//! A setting by its key: viper, koanf, beego and others that look it up in defaults, variables and files.

use super::eval::{At, Program};
use super::value::{UNKNOWN, Value, merged, weaker};
use crate::understand::Confidence;
use crate::understand::parse::source::{Call, Expr};

/// Names of methods that take a setting by its key.
const GETTERS: &[&str] = &[
    "Get",
    "GetString",
    "GetInt",
    "GetUint",
    "GetInt64",
    "GetUint16",
    "String",
    "Int",
    "DefaultString",
    "DefaultInt",
    "MustString",
    "AppConfigString",
];

impl Program<'_> {
    pub(super) fn setting(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let key = match call.args.first() {
            Some(Expr::Text(text, _)) => text.clone(),
            Some(named @ (Expr::Name(_) | Expr::Select(..))) => {
                let known = self.eval(named, at, depth + 1).into_iter().next().map(|value| value.text);
                known.filter(|key| !key.contains(UNKNOWN)).unwrap_or_default()
            }
            _ => String::new(),
        };
        if key.is_empty() || !GETTERS.contains(&call.name()) {
            return self.unknown(at, call.line, None);
        }
        let wanted = key.to_ascii_lowercase();
        let same = |expr: Option<&Expr>| {
            expr.and_then(Expr::text).is_some_and(|text| text.eq_ignore_ascii_case(&key))
        };
        let mut values = Vec::new();
        for &place in self.index.calls_of("SetDefault") {
            let default = self.index.call(place).filter(|call| same(call.args.first()));
            if let Some(value) = default.and_then(|default| default.args.get(1))
                && self.reach.has((place.0, place.1))
            {
                let inside = At::new(place.0, place.1);
                values.extend(weaker(self.eval(value, inside, depth + 1), Confidence::Likely));
            }
        }
        for &place in self.index.calls_of("BindPFlag") {
            if self.reach.has((place.0, place.1))
                && let Some(bound) = self.index.call(place).filter(|call| same(call.args.first()))
                && let Some(Expr::Call(lookup)) = bound.args.get(1)
                && let Some(Expr::Text(flag, _)) = lookup.args.first()
            {
                values.extend(self.flag_named(flag, at, depth + 1));
            }
        }
        if call.name().starts_with("Default") {
            let default = call.args.get(1).map(|arg| self.eval(arg, at, depth + 1));
            values.extend(weaker(default.unwrap_or_default(), Confidence::Likely));
        }
        values.extend(self.index.config.key(&wanted).map(|entry| self.of_config(entry)));
        let env = self.setting_env(&key);
        if values.is_empty() {
            let mut unknown = self.unknown(at, call.line, env.clone());
            if let Some(entry) = env.and_then(|name| self.index.config.dotenv(&name)) {
                unknown.push(self.of_config(entry));
            }
            return unknown;
        }
        let values = merged(values).into_iter();
        values.map(|value| Value { env: value.env.or_else(|| env.clone()), ..value }).collect()
    }

    /// The variable that overrides a setting of viper.
    pub(in crate::understand) fn setting_env(&self, key: &str) -> Option<String> {
        for &place in self.index.calls_of("BindEnv") {
            let Some(call) = self.index.call(place).filter(|_| self.reach.has((place.0, place.1))) else {
                continue;
            };
            let texts: Vec<&str> = call.args.iter().filter_map(Expr::text).collect();
            match texts.as_slice() {
                [known, env, ..] if known.eq_ignore_ascii_case(key) => return Some((*env).to_owned()),
                [known] if known.eq_ignore_ascii_case(key) => return Some(self.upper(key)),
                _ => {}
            }
        }
        let all = self.index.calls_of("AutomaticEnv");
        all.iter().any(|place| self.reach.has((place.0, place.1))).then(|| self.upper(key))
    }

    fn upper(&self, key: &str) -> String {
        let in_reach = |place: &&(usize, usize, usize)| self.reach.has((place.0, place.1));
        let prefix = self.index.calls_of("SetEnvPrefix").iter().filter(in_reach).find_map(|place| {
            let prefix = self.index.call(*place)?.args.first()?.text()?;
            Some(format!("{prefix}_"))
        });
        let replaced = self.index.calls_of("SetEnvKeyReplacer").iter().any(|place| in_reach(&place));
        let key = if replaced { key.replace(['.', '-'], "_") } else { key.to_owned() };
        format!("{}{key}", prefix.unwrap_or_default()).to_ascii_uppercase()
    }
}
