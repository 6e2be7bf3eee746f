//! The type of an expression, as far as declarations say it: enough to tell one `Port` from another.

use super::eval::{At, Program};
use crate::understand::parse::source::{Expr, Field};

/// A type of the project: the folder of its package, and its name.
pub(super) type TypeOf = (String, String);

const DEEP: u32 = 5;

impl Program<'_> {
    pub(super) fn type_of(&self, expr: &Expr, at: At<'_>, depth: u32) -> Option<TypeOf> {
        if depth > DEEP {
            return None;
        }
        match expr {
            Expr::Name(name) => {
                let function = self.function((at.file, at.function))?;
                if let Some(written) = function.types.get(name) {
                    return self.named(written, at.file);
                }
                if let Some(first) = function.assigned.get(name).and_then(|values| values.first()) {
                    return self.type_of(first, at, depth + 1);
                }
                self.declared_type(self.index.folder(at.file), name, depth)
            }
            Expr::Refer(inner) => self.type_of(inner, at, depth + 1),
            Expr::Literal(written, _) => self.named(written, at.file),
            Expr::Select(base, field) => {
                if let Expr::Name(name) = base.as_ref()
                    && !self.is_local(name, at)
                    && let Some(path) = self.index.files.get(at.file).and_then(|file| file.import(name))
                {
                    return self.declared_type(&(self.index.resolve)(path)?, field, depth);
                }
                let owner = self.type_of(base, at, depth + 1)?;
                let (file, tag) = self.field_of(&owner, field)?;
                let tag = self.index.tag((file, tag))?;
                self.named(&tag.of_type, file)
            }
            Expr::Call(call) => {
                let source = self.index.files.get(at.file)?;
                let folder = match call.owner().filter(|owner| !self.is_local(owner, at)) {
                    Some(owner) => (self.index.resolve)(source.import(owner)?)?,
                    None if call.is_selector() => String::new(),
                    None => self.index.folder(at.file).to_owned(),
                };
                let places = self.index.functions.get(call.name())?;
                let mut fits = places.iter().filter(|(file, n)| {
                    let method = self.function((*file, *n)).is_some_and(|function| function.is_method());
                    if folder.is_empty() { method } else { !method && self.index.folder(*file) == folder }
                });
                let place = fits.next()?;
                if folder.is_empty() && fits.next().is_some() {
                    return None;
                }
                self.named(self.function(*place)?.result.as_deref()?, place.0)
            }
            _ => None,
        }
    }

    /// The type of what owns a field that is given a value.
    pub(super) fn owner_type(&self, field: &Field, file: usize, function: usize) -> Option<TypeOf> {
        match (&field.of_type, &field.owner) {
            (Some(written), _) => self.named(written, file),
            (None, Some(owner)) => self.type_of(&Expr::Name(owner.clone()), At::new(file, function), 0),
            (None, None) => None,
        }
    }

    /// Where a struct declares a field.
    pub(super) fn field_of(&self, owner: &TypeOf, field: &str) -> Option<(usize, usize)> {
        let places = self.index.tags.get(field)?;
        places.iter().copied().find(|place| {
            self.index.folder(place.0) == owner.0
                && self.index.tag(*place).is_some_and(|tag| tag.owner == owner.1)
        })
    }

    fn declared_type(&self, folder: &str, name: &str, depth: u32) -> Option<TypeOf> {
        for &file in self.index.by_folder.get(folder)? {
            let source = self.index.files.get(file)?;
            let outside = source.functions.len().saturating_sub(1);
            if let Some(written) = source.functions.get(outside).and_then(|loose| loose.types.get(name)) {
                return self.named(written, file);
            }
            if let Some(first) = source.declared.get(name).and_then(|values| values.first()) {
                return self.type_of(first, At::new(file, outside), depth + 1);
            }
        }
        None
    }

    /// A type as it is written in a file; none for one of another project.
    fn named(&self, written: &str, file: usize) -> Option<TypeOf> {
        let written = written.trim_start_matches(['*', '&', '[', ']']);
        match written.split_once('.') {
            Some((package, name)) => {
                let path = self.index.files.get(file)?.import(package)?;
                Some(((self.index.resolve)(path)?, name.to_owned()))
            }
            None if written.is_empty() || written == "struct" => None,
            None => Some((self.index.folder(file).to_owned(), written.to_owned())),
        }
    }
}
