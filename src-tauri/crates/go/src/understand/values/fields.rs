//! A field of a struct: what is put into it, what its tag says, what a file of settings says.

use super::eval::{At, Program};
use super::value::{UNKNOWN, Value, merged, weaker};
use crate::understand::Confidence;
use crate::understand::needs::tags::Setting;
use crate::understand::parse::source::{Expr, Field};

impl Program<'_> {
    pub(super) fn select(&self, base: &Expr, field: &str, at: At<'_>, depth: u32) -> Vec<Value> {
        if let Expr::Name(name) = base
            && !self.is_local(name, at)
            && let Some(path) = self.index.files.get(at.file).and_then(|file| file.import(name))
        {
            let found = (self.index.resolve)(path).and_then(|folder| self.declared(&folder, field, depth));
            return found.unwrap_or_else(|| self.unknown(at, 0, None));
        }
        let owner = self.type_of(base, at, 0).filter(|owner| self.field_of(owner, field).is_some());
        let fits = |other: Option<super::types::TypeOf>| match (&owner, &other) {
            (Some(owner), Some(other)) => owner == other,
            _ => true,
        };
        // What is put into a field of that name, in a type of this project.
        let mut values = Vec::new();
        let given = self.index.fields.get(field).map(Vec::as_slice).unwrap_or_default();
        let given = given.iter().filter(|(file, n, _)| self.reach.has((*file, *n)));
        for &(file, n, c) in given.take(40) {
            let given = self.function((file, n)).and_then(|function| function.fields.get(c));
            let given = given.filter(|given| self.is_ours(given, file, n));
            if let Some(given) = given.filter(|given| fits(self.owner_type(given, file, n))) {
                values.extend(self.eval(&given.value, At::new(file, n), depth + 1));
            }
        }
        if let Some(owner) = &owner {
            values.extend(self.positional(owner, field, depth));
        }
        values.extend(self.tagged(field, owner.as_ref()));
        let known = values.iter().any(|value| !value.text.contains(UNKNOWN) && !value.text.is_empty());
        if !known {
            values.extend(self.in_config(base, field));
        }
        if values.is_empty() { self.unknown(at, 0, None) } else { weaker(merged(values), Confidence::Likely) }
    }

    /// What `T{a, b}` puts into a field by its position.
    fn positional(&self, owner: &super::types::TypeOf, field: &str, depth: u32) -> Vec<Value> {
        let Some((file, at)) = self.field_of(owner, field) else { return Vec::new() };
        let tags = self.index.files.get(file).map(|source| source.tags.as_slice()).unwrap_or_default();
        let before = tags.iter().take(at).filter(|tag| tag.owner == owner.1).count();
        let places = self.index.fields.get(format!("#{before}").as_str());
        let places = places.map(Vec::as_slice).unwrap_or_default();
        let mut values = Vec::new();
        for &(file, n, c) in places.iter().filter(|place| self.reach.has((place.0, place.1))) {
            let given = self.function((file, n)).and_then(|function| function.fields.get(c));
            if let Some(given) = given.filter(|given| self.owner_type(given, file, n).as_ref() == Some(owner))
                && values.len() < 8
            {
                values.extend(self.eval(&given.value, At::new(file, n), depth + 1));
            }
        }
        values
    }

    /// Whether a name is a variable of the function rather than a package.
    pub(super) fn is_local(&self, name: &str, at: At<'_>) -> bool {
        self.function((at.file, at.function)).is_some_and(|function| {
            function.params.iter().any(|param| param == name) || function.assigned.contains_key(name)
        })
    }

    /// Defaults and variables of tags.
    fn tagged(&self, field: &str, owner: Option<&super::types::TypeOf>) -> Vec<Value> {
        let tags = self.index.tags.get(field).map(Vec::as_slice).unwrap_or_default();
        let mut values = Vec::new();
        for &(file, t) in
            tags.iter().filter(|(file, _)| self.reach.has_folder(self.index.folder(*file))).take(8)
        {
            let Some(tag) = self.index.tag((file, t)) else { continue };
            if owner.is_some_and(|(folder, name)| self.index.folder(file) != folder || tag.owner != *name) {
                continue;
            }
            let setting = Setting::of(tag);
            if setting.env.is_none() && setting.default.is_none() {
                continue;
            }
            let entry = setting.env.as_deref().and_then(|name| self.index.config.dotenv(name));
            if let Some(entry) = entry.filter(|_| setting.default.is_none()) {
                values.push(Value { env: setting.env.clone(), ..self.of_config(entry) });
                continue;
            }
            let mut text = setting.default.unwrap_or_else(|| UNKNOWN.to_string());
            if text.is_empty() {
                text = UNKNOWN.to_string();
            }
            let confidence = Confidence::Likely;
            values.push(Value { text, confidence, file, line: tag.line, env: setting.env });
        }
        values
    }

    /// `cfg.Server.Port` in a file of settings: `server.port`.
    fn in_config(&self, base: &Expr, field: &str) -> Vec<Value> {
        let mut path = vec![self.key_of(field)];
        let mut above = base;
        while let Expr::Select(further, name) = above {
            path.insert(0, self.key_of(name));
            above = further;
            if path.len() > 4 {
                break;
            }
        }
        self.index.config.field(&path).map(|entry| self.of_config(entry)).into_iter().collect()
    }

    /// What a field is called in files of settings.
    fn key_of(&self, field: &str) -> String {
        let tags = self.index.tags.get(field).map(Vec::as_slice).unwrap_or_default();
        let tag = tags.iter().find_map(|at| {
            let tag = self.index.tag(*at)?;
            ["mapstructure", "yaml", "toml", "json", "ini", "koanf"]
                .iter()
                .find_map(|key| tag.value(key))
                .and_then(|value| value.split(',').next())
                .filter(|name| !name.is_empty() && *name != "-")
        });
        tag.unwrap_or(field).to_owned()
    }

    /// A setting of a file as a value.
    pub(in crate::understand) fn entry_value(
        &self,
        entry: &crate::understand::needs::config::Entry,
    ) -> Value {
        self.of_config(entry)
    }

    pub(super) fn of_config(&self, entry: &crate::understand::needs::config::Entry) -> Value {
        Value {
            text: entry.value.clone(),
            confidence: if entry.example { Confidence::Guess } else { Confidence::Likely },
            file: self.index.files.len() + entry.file,
            line: entry.line,
            env: None,
        }
    }

    /// Whether a field is of a type of this project: `redis.Options{Addr: …}` says nothing about `cfg.Addr`.
    fn is_ours(&self, field: &Field, file: usize, function: usize) -> bool {
        let of_type = match (&field.of_type, &field.owner) {
            (Some(of_type), _) => of_type.as_str(),
            (None, Some(owner)) => {
                let made = self.function((file, function)).and_then(|function| function.assigned.get(owner));
                match made.and_then(|values| values.first()).and_then(Expr::literal) {
                    Some((of_type, _)) => of_type,
                    None => return true,
                }
            }
            (None, None) => return true,
        };
        match of_type.split_once('.') {
            Some((package, _)) => {
                let source = self.index.files.get(file);
                let path = source.and_then(|source| source.import(package));
                path.is_none_or(|path| (self.index.resolve)(path).is_some())
            }
            None => true,
        }
    }
}
