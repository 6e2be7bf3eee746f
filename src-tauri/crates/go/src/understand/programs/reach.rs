//! Which functions a program may come to, by the names that are mentioned on the way from its own package.

use super::Packages;
use crate::understand::parse::source::Source;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Methods that are called by others through an interface, so that nothing here mentions their names.
const CALLED_BY_OTHERS: &[&str] = &[
    "ServeHTTP",
    "Serve",
    "Run",
    "Start",
    "Execute",
    "Init",
    "Handle",
    "Help",
    "Synopsis",
    "UnmarshalText",
    "Set",
    "AfterApply",
    "Provision",
    "Configure",
    "Main",
];

/// What a program may come to. Names are all there is to go by without types, so it is rather too many than too few.
#[derive(Debug, Default)]
pub(in crate::understand) struct Reach {
    /// File and function, sorted.
    pub(in crate::understand) functions: Vec<(usize, usize)>,
    set: HashSet<(usize, usize)>,
    /// The folders of every package it imports, directly or not.
    pub(in crate::understand) folders: BTreeSet<String>,
    /// The program's own; empty for a library.
    folder: String,
}

impl Reach {
    pub(in crate::understand) fn folder(&self) -> &str {
        &self.folder
    }

    pub(in crate::understand) fn has(&self, function: (usize, usize)) -> bool {
        self.set.contains(&function)
    }

    pub(in crate::understand) fn has_folder(&self, folder: &str) -> bool {
        self.folders.contains(folder)
    }

    /// Everything there is: what a library offers.
    pub(in crate::understand) fn everything(files: &[Source], packages: &Packages) -> Self {
        let functions: Vec<_> = files
            .iter()
            .enumerate()
            .flat_map(|(f, file)| (0..file.functions.len()).map(move |n| (f, n)))
            .collect();
        let set = functions.iter().copied().collect();
        Self { functions, set, folders: packages.keys().cloned().collect(), folder: String::new() }
    }

    /// What a program in a folder may come to.
    pub(in crate::understand) fn of_program(
        files: &[Source],
        packages: &Packages,
        start: &str,
        resolve: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let mut graph = Graph::new(files, resolve);
        let mut folders = vec![start.to_owned()];
        let mut known: BTreeSet<String> = folders.iter().cloned().collect();
        let mut open: Vec<(usize, usize)> = Vec::new();
        while let Some(folder) = folders.pop() {
            for &f in packages.get(&folder).map(|package| package.files.as_slice()).unwrap_or_default() {
                let Some(file) = files.get(f) else { continue };
                graph.add(f, file, &folder);
                for (n, function) in file.functions.iter().enumerate() {
                    // What stands outside of functions and what is called init always runs.
                    let starts = matches!(function.name.as_str(), "" | "init")
                        || (folder == start && function.name == "main");
                    if starts && !function.is_method() {
                        open.push((f, n));
                    }
                }
                for import in &file.imports {
                    if let Some(folder) = resolve(&import.path)
                        && packages.contains_key(&folder)
                        && known.insert(folder.clone())
                    {
                        folders.push(folder);
                    }
                }
            }
        }
        let set = graph.follow(open, &HashMap::new());
        let mut functions: Vec<_> = set.iter().copied().collect();
        functions.sort_unstable();
        Self { functions, set, folders: known, folder: start.to_owned() }
    }

    /// The functions of this reach that some names lead to: what a command's function comes to.
    pub(in crate::understand) fn of_names(
        &self,
        files: &[Source],
        folders: &[String],
        resolve: &dyn Fn(&str) -> Option<String>,
        file: usize,
        names: &[String],
    ) -> HashSet<(usize, usize)> {
        let mut graph = Graph::new(files, resolve);
        for &f in &self.functions.iter().map(|(f, _)| *f).collect::<BTreeSet<_>>() {
            if let (Some(source), Some(folder)) = (files.get(f), folders.get(f)) {
                graph.add(f, source, folder);
            }
        }
        let mut open = Vec::new();
        for name in names {
            graph.take(file, name, &mut open);
        }
        graph.follow(open, &HashMap::new())
    }

    /// What is reached from some functions when the names cut off are not followed.
    pub(in crate::understand) fn without(
        &self,
        files: &[Source],
        folders: &[String],
        resolve: &dyn Fn(&str) -> Option<String>,
        starts: Vec<(usize, usize)>,
        cut: &HashMap<(usize, usize), HashSet<String>>,
    ) -> HashSet<(usize, usize)> {
        let mut graph = Graph::new(files, resolve);
        for &f in &self.functions.iter().map(|(f, _)| *f).collect::<BTreeSet<_>>() {
            if let (Some(source), Some(folder)) = (files.get(f), folders.get(f)) {
                graph.add(f, source, folder);
            }
        }
        graph.follow(starts, cut)
    }
}

/// File and function, by name.
type ByName<'a> = HashMap<&'a str, Vec<(usize, usize)>>;

/// Functions by what they are called.
struct Graph<'a> {
    files: &'a [Source],
    resolve: &'a dyn Fn(&str) -> Option<String>,
    folder_of: HashMap<usize, String>,
    plain: HashMap<String, ByName<'a>>,
    methods: ByName<'a>,
    of_type: HashMap<String, ByName<'a>>,
}

impl<'a> Graph<'a> {
    fn new(files: &'a [Source], resolve: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            files,
            resolve,
            folder_of: HashMap::new(),
            plain: HashMap::new(),
            methods: HashMap::new(),
            of_type: HashMap::new(),
        }
    }

    fn add(&mut self, f: usize, file: &'a Source, folder: &str) {
        self.folder_of.insert(f, folder.to_owned());
        for (n, function) in file.functions.iter().enumerate() {
            let name = function.name.as_str();
            match function.receiver.as_deref() {
                None => {
                    self.plain.entry(folder.to_owned()).or_default().entry(name).or_default().push((f, n));
                }
                Some(of_type) => {
                    self.methods.entry(name).or_default().push((f, n));
                    if CALLED_BY_OTHERS.contains(&name) {
                        self.of_type
                            .entry(folder.to_owned())
                            .or_default()
                            .entry(of_type)
                            .or_default()
                            .push((f, n));
                    }
                }
            }
        }
    }

    /// The functions that a name in a file means, each given once.
    fn take(&mut self, file: usize, name: &str, open: &mut Vec<(usize, usize)>) {
        if let Some(method) = name.strip_prefix('.') {
            open.extend(self.methods.remove(method).unwrap_or_default());
            return;
        }
        let (folder, name) = match name.split_once('.') {
            Some((package, name)) => {
                let path = self.files.get(file).and_then(|source| source.import(package));
                match path.and_then(|path| (self.resolve)(path)) {
                    Some(folder) => (folder, name),
                    // A variable may be called like a package.
                    None => {
                        if path.is_none() {
                            open.extend(self.methods.remove(name).unwrap_or_default());
                        }
                        return;
                    }
                }
            }
            None => (self.folder_of.get(&file).cloned().unwrap_or_default(), name),
        };
        for known in [&mut self.plain, &mut self.of_type] {
            if let Some(found) = known.get_mut(&folder).and_then(|names| names.remove(name)) {
                open.extend(found);
            }
        }
    }

    fn follow(
        &mut self,
        mut open: Vec<(usize, usize)>,
        cut: &HashMap<(usize, usize), HashSet<String>>,
    ) -> HashSet<(usize, usize)> {
        let mut reached = HashSet::new();
        let files = self.files;
        while let Some((f, n)) = open.pop() {
            if !reached.insert((f, n)) {
                continue;
            }
            let Some(function) = files.get(f).and_then(|file| file.functions.get(n)) else { continue };
            let without = cut.get(&(f, n));
            let names = function.mentions.keys();
            for name in names.filter(|name| without.is_none_or(|cut| !cut.contains(*name))) {
                self.take(f, name, &mut open);
            }
        }
        reached
    }
}
