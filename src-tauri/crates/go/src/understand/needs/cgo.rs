//! Which package needs C, and whether the program only loses a feature without it.

use crate::understand::parse::directives::CLibraries;
use crate::understand::programs::Packages;
use crate::understand::values::eval::Program;
use crate::understand::{Cgo, CgoBecause, CgoUse};
use std::collections::BTreeSet;

/// A file that Go takes only with cgo.
#[derive(Debug, Clone, Default)]
pub(in crate::understand) struct CgoFile {
    pub(in crate::understand) folder: String,
    pub(in crate::understand) path: String,
    /// The line of `import "C"`; none for a file that is only tagged `cgo`.
    pub(in crate::understand) line: Option<u32>,
    /// Paths it imports.
    pub(in crate::understand) imports: Vec<(String, u32)>,
    pub(in crate::understand) libraries: CLibraries,
    /// A build constraint names `cgo`: what it does is thought of as left out.
    pub(in crate::understand) tagged: bool,
}

/// Modules whose Go packages are made of C.
const NEED_C: &[&str] = &[
    "github.com/mattn/go-sqlite3",
    "gorm.io/driver/sqlite",
    "github.com/jinzhu/gorm/dialects/sqlite",
    "github.com/confluentinc/confluent-kafka-go",
    "github.com/davidbyttow/govips",
    "github.com/h2non/bimg",
    "gopkg.in/gographics/imagick.v3/imagick",
    "gopkg.in/gographics/imagick.v2/imagick",
    "github.com/go-gl/gl",
    "github.com/go-gl/glfw",
    "github.com/hajimehoshi/ebiten",
    "fyne.io/fyne",
    "gocv.io/x/gocv",
    "github.com/godror/godror",
    "github.com/ibmdb/go_ibm_db",
    "github.com/google/gopacket/pcap",
    "github.com/gopacket/gopacket/pcap",
    "github.com/pebbe/zmq4",
    "github.com/libgit2/git2go",
    "github.com/linxGnu/grocksdb",
    "github.com/tecbot/gorocksdb",
    "github.com/DataDog/zstd",
    "github.com/veandco/go-sdl2",
    "github.com/gordonklaus/portaudio",
    "github.com/miekg/pkcs11",
    "github.com/mattn/go-oci8",
    "github.com/marcboeker/go-duckdb",
    "github.com/duckdb/duckdb-go",
    "github.com/pganalyze/pg_query_go",
    "github.com/chai2010/webp",
    "github.com/kolesa-team/go-webp",
    "github.com/otiai10/gosseract",
    "github.com/wasmerio/wasmer-go",
    "github.com/bytecodealliance/wasmtime-go",
    "rogchap.com/v8go",
    "github.com/tree-sitter/go-tree-sitter",
    "github.com/smacker/go-tree-sitter",
    "github.com/coreos/go-systemd/v22/sdjournal",
    "github.com/coreos/go-systemd/sdjournal",
    "github.com/tursodatabase/go-libsql",
    "github.com/wamuir/graft",
    "github.com/tensorflow/tensorflow",
    "github.com/rqlite/go-sqlite3",
    "github.com/mutecomm/go-sqlcipher",
    "github.com/getlantern/systray",
    "github.com/yalue/onnxruntime_go",
];

/// Other drivers beside which SQLite is one choice of several.
const OTHER_DATABASES: &[&str] = &[
    "github.com/lib/pq",
    "github.com/jackc/pgx",
    "github.com/go-sql-driver/mysql",
    "gorm.io/driver/postgres",
    "gorm.io/driver/mysql",
    "github.com/jinzhu/gorm/dialects/postgres",
    "github.com/jinzhu/gorm/dialects/mysql",
];

pub(super) fn find(program: &Program<'_>, files: &[CgoFile], packages: &Packages) -> Cgo {
    let mut found = Cgo::default();
    let index = program.index;
    let mut uses: Vec<(String, CgoUse, bool)> = Vec::new();
    for (f, source) in index.files.iter().enumerate() {
        if !program.reach.has_folder(index.folder(f)) {
            continue;
        }
        for import in &source.imports {
            if let Some(module) = known(&import.path) {
                let optional = is_sqlite(module) && other_database(program) && !sqlite_is_default(program);
                let because = if optional { CgoBecause::OneOfSeveral } else { CgoBecause::MadeOfC };
                let one = CgoUse::new(&import.path, because, &source.path, import.line);
                uses.push((import.path.clone(), one, optional));
            }
        }
    }
    // Packages that are imported only by what is left out without cgo.
    let mut beyond: BTreeSet<String> = BTreeSet::new();
    let mut before = usize::MAX;
    while before != beyond.len() {
        before = beyond.len();
        let taken = files
            .iter()
            .filter(|file| program.reach.has_folder(&file.folder) || beyond.contains(&file.folder));
        let imported = taken.flat_map(|file| &file.imports).filter_map(|(path, _)| (index.resolve)(path));
        let new: Vec<String> = imported.filter(|folder| !program.reach.has_folder(folder)).collect();
        beyond.extend(new);
    }
    let counts = |file: &&CgoFile| program.reach.has_folder(&file.folder) || beyond.contains(&file.folder);
    for file in files.iter().filter(counts) {
        // What stands in for it without cgo, or what is left of the package.
        let rest = packages.get(&file.folder).is_some_and(|package| !package.files.is_empty());
        let optional = (file.tagged && rest) || beyond.contains(&file.folder);
        let because = if optional { CgoBecause::Tagged } else { CgoBecause::ImportsC };
        if let Some(line) = file.line {
            let mut one = CgoUse::new(&file.folder, because, &file.path, line);
            one.libraries.extend(file.libraries.packages.iter().chain(&file.libraries.linked).cloned());
            uses.push((file.folder.clone(), one, optional));
        }
        for (path, line) in &file.imports {
            if known(path).is_some() {
                uses.push((path.clone(), CgoUse::new(path, because, &file.path, *line), optional));
            }
        }
    }
    for (_, one, optional) in uses {
        let slot = if optional { &mut found.optional } else { &mut found.needed };
        match slot {
            Some(known) if known.import_path == one.import_path => {
                for library in one.libraries {
                    if !known.libraries.contains(&library) {
                        known.libraries.push(library);
                    }
                }
            }
            Some(_) => {}
            None => *slot = Some(one),
        }
    }
    if let (Some(needed), Some(optional)) = (&found.needed, &found.optional)
        && needed.import_path == optional.import_path
    {
        found.optional = None;
    }
    found
}

fn known(path: &str) -> Option<&'static str> {
    NEED_C
        .iter()
        .copied()
        .find(|known| path.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

fn is_sqlite(module: &str) -> bool {
    module.contains("sqlite")
}

fn other_database(program: &Program<'_>) -> bool {
    let index = program.index;
    index.files.iter().enumerate().filter(|(f, _)| program.reach.has_folder(index.folder(*f))).any(
        |(_, source)| {
            source
                .imports
                .iter()
                .any(|import| OTHER_DATABASES.iter().any(|known| import.path.starts_with(known)))
        },
    )
}

/// Whether some default says that SQLite is what is used when nothing is set.
fn sqlite_is_default(program: &Program<'_>) -> bool {
    let index = program.index;
    let is_name = |text: &str| matches!(text, "sqlite3" | "sqlite");
    let by_tag = index
        .files
        .iter()
        .enumerate()
        .filter(|(f, _)| program.reach.has_folder(index.folder(*f)))
        .any(|(_, source)| {
            source.tags.iter().any(|tag| {
                ["default", "envDefault", "env-default"].iter().any(|key| tag.value(key).is_some_and(is_name))
            })
        });
    by_tag
        || program.functions().any(|(at, _, function)| {
            let setters = ["SetDefault", "String", "StringVar", "StringP", "StringVarP", "Default"];
            let by_call = function.calls.iter().any(|call| {
                setters.contains(&call.name())
                    && call.args.iter().skip(1).any(|arg| arg.text().is_some_and(is_name))
            });
            let by_helper = function.calls.iter().any(|call| {
                call.name().to_ascii_lowercase().contains("env")
                    && call.args.get(1).and_then(|arg| arg.text()).is_some_and(is_name)
            });
            let by_field = function.fields.iter().any(|field| {
                let name = field.name.to_ascii_lowercase();
                matches!(name.as_str(), "driver" | "dialect" | "type" | "value" | "dbtype" | "dbdriver")
                    && field.value.text().is_some_and(is_name)
            });
            let _ = at;
            by_call || by_helper || by_field
        })
}
