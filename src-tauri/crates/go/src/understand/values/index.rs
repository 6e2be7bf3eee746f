//! Every file of the project, and what is where in it.

use crate::understand::needs::config::Config;
use crate::understand::parse::source::{Call, Expr, Field, Function, Source, Tag};
use std::collections::{BTreeMap, HashMap};

/// Every file of the packages that matter, and what is where.
pub(in crate::understand) struct Index<'a> {
    pub(in crate::understand) files: &'a [Source],
    /// The folder of each file.
    pub(in crate::understand) folders: &'a [String],
    /// The folder of an import path of this project.
    pub(in crate::understand) resolve: &'a dyn Fn(&str) -> Option<String>,
    /// What stands in files of settings.
    pub(in crate::understand) config: &'a Config,
    /// Functions by name.
    pub(in crate::understand) functions: HashMap<&'a str, Vec<(usize, usize)>>,
    /// Calls by the called function's name.
    pub(in crate::understand) calls: HashMap<&'a str, Vec<(usize, usize, usize)>>,
    /// Fields that are given a value, by name.
    pub(in crate::understand) fields: HashMap<&'a str, Vec<(usize, usize, usize)>>,
    /// The fields of a literal, by its file and where it begins.
    pub(in crate::understand) literals: HashMap<(usize, usize), Vec<(usize, usize)>>,
    /// Struct fields with a tag, by name.
    pub(in crate::understand) tags: HashMap<&'a str, Vec<(usize, usize)>>,
    pub(in crate::understand) by_folder: BTreeMap<&'a str, Vec<usize>>,
    /// Constants and variables of packages by folder and name: what they are declared as, and what flags make of
    /// them, with the file and function that says so.
    pub(in crate::understand) declared: HashMap<(&'a str, &'a str), Vec<Declared<'a>>>,
}

/// A value, with the file and function that gives it.
pub(in crate::understand) type Declared<'a> = (usize, usize, &'a Expr);

/// No more values of one name are kept from one place.
const MOST_VALUES: usize = 4;

impl<'a> Index<'a> {
    pub(in crate::understand) fn new(
        files: &'a [Source],
        folders: &'a [String],
        resolve: &'a dyn Fn(&str) -> Option<String>,
        config: &'a Config,
    ) -> Self {
        let mut index = Self {
            files,
            folders,
            resolve,
            config,
            functions: HashMap::new(),
            calls: HashMap::new(),
            fields: HashMap::new(),
            literals: HashMap::new(),
            tags: HashMap::new(),
            by_folder: BTreeMap::new(),
            declared: HashMap::new(),
        };
        for (f, (file, folder)) in files.iter().zip(folders).enumerate() {
            index.by_folder.entry(folder).or_default().push(f);
            for (t, tag) in file.tags.iter().enumerate() {
                index.tags.entry(&tag.field).or_default().push((f, t));
            }
            let outside = file.functions.len().saturating_sub(1);
            for (name, values) in &file.declared {
                let known = index.declared.entry((folder, name)).or_default();
                known.extend(values.iter().take(MOST_VALUES).map(|value| (f, outside, value)));
            }
            for (n, function) in file.functions.iter().enumerate() {
                for (name, values) in &function.assigned {
                    let by_flag =
                        values.iter().take(MOST_VALUES).filter(|value| matches!(value, Expr::Default(_)));
                    for value in by_flag {
                        index.declared.entry((folder, name)).or_default().push((f, n, value));
                    }
                }
                index.functions.entry(&function.name).or_default().push((f, n));
                for (c, call) in function.calls.iter().enumerate() {
                    index.calls.entry(call.name()).or_default().push((f, n, c));
                }
                for (c, field) in function.fields.iter().enumerate() {
                    index.fields.entry(&field.name).or_default().push((f, n, c));
                    if field.literal > 0 {
                        index.literals.entry((f, field.literal)).or_default().push((n, c));
                    }
                }
            }
        }
        index
    }

    pub(in crate::understand) fn function(&self, at: (usize, usize)) -> Option<&'a Function> {
        self.files.get(at.0)?.functions.get(at.1)
    }

    pub(in crate::understand) fn call(&self, at: (usize, usize, usize)) -> Option<&'a Call> {
        self.function((at.0, at.1))?.calls.get(at.2)
    }

    pub(in crate::understand) fn tag(&self, at: (usize, usize)) -> Option<&'a Tag> {
        self.files.get(at.0)?.tags.get(at.1)
    }

    /// The calls of a name.
    pub(in crate::understand) fn calls_of(&self, name: &str) -> &[(usize, usize, usize)] {
        self.calls.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The other fields of the literal that a field stands in.
    pub(in crate::understand) fn literal(&self, file: usize, at: usize) -> impl Iterator<Item = &'a Field> {
        let files = self.files;
        let places = self.literals.get(&(file, at)).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(move |&(n, c)| files.get(file)?.functions.get(n)?.fields.get(c))
    }

    /// The path of a file by its number; those of settings come after those of Go.
    pub(in crate::understand) fn path(&self, file: usize) -> &str {
        match self.files.get(file) {
            Some(source) => &source.path,
            None => self.config.path(file.saturating_sub(self.files.len())).unwrap_or_default(),
        }
    }

    pub(in crate::understand) fn folder(&self, file: usize) -> &str {
        self.folders.get(file).map_or("", String::as_str)
    }
}
