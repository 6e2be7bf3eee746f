//! What is understood of a project, as types.

use super::Because;
use slipway_model::Fault;
use std::path::PathBuf;

/// What a folder holds. It never fails as a whole: what is wrong is in [`Understanding::problems`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Understanding {
    /// The module's path; none without a `go.mod` that can be read.
    pub module: Option<String>,
    /// The `go` line.
    pub go: Option<String>,
    /// The `toolchain` line, without what `default` stands for.
    pub toolchain: Option<String>,
    /// The folder that was looked at.
    pub folder: PathBuf,
    /// Every `package main`, sorted by folder.
    pub programs: Vec<Program>,
    /// The program to build by default: an index of [`Understanding::programs`]. None on a tie, or with no program.
    pub chosen: Option<usize>,
    /// Programs between which nothing decides, best-ranked first; empty when one is chosen.
    pub tie: Vec<usize>,
    /// What each program needs, in the order of [`Understanding::programs`]; one entry for a project without any.
    pub needs: Vec<Needs>,
    /// Where the programs seem to listen: those of [`Understanding::needs`] together.
    pub ports: Vec<PortGuess>,
    /// Environment variables read by name, of all programs together.
    pub env: Vec<EnvRead>,
    /// What stands in the way.
    pub problems: Vec<Problem>,
    /// Whether a file imports `C`.
    pub uses_cgo: bool,
    /// Whether there is a `vendor/modules.txt`.
    pub vendored: bool,
    /// What the vendor folder is good for.
    pub vendor: Vendor,
    /// The chosen module's folder, relative; `.` is the root. Where it is another one, Go has to run in it.
    pub module_folder: String,
    /// Every module that was found below the folder, its own and those of a `go.work` included.
    pub modules: Vec<ModuleAt>,
    /// `//go:generate` lines.
    pub generators: Vec<Generator>,
    /// Whether a `go.work` applies.
    pub workspace: bool,
    /// How many packages were found.
    pub packages: u32,
    /// How many Go files were read.
    pub files: u32,
    /// More files than the bound: what is said here may lack something.
    pub cut: bool,
    /// The same as long as nothing changes that decides which packages a build consists of: imports, `go.mod`,
    /// `go.sum`, `go.work`.
    pub imports_hash: u64,
}

/// One `package main`.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// The import path; the folder as `go build` takes it where there is no module.
    pub import_path: String,
    /// The folder relative to the project, `.` is the root, always with `/`.
    pub folder: String,
    /// What `go build` would call it.
    pub name: String,
    /// What it is for.
    pub kind: ProgramKind,
    /// Why it is chosen, or why it is not.
    pub because: Because,
}

impl Program {
    /// The package as `go build` takes it: `.` or `./cmd/x`.
    pub fn package(&self) -> String {
        if self.folder == "." { ".".to_owned() } else { format!("./{}", self.folder) }
    }
}

/// What a program is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProgramKind {
    /// It listens on a port.
    Server,
    /// It does something and ends, or works without listening.
    Tool,
    /// It shows how a library is used.
    Example,
    /// It makes source code.
    Generator,
    /// It serves the tests.
    TestHelper,
    /// Another program starts it and speaks with it.
    Plugin,
}

impl ProgramKind {
    /// As it is called on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Tool => "tool",
            Self::Example => "example",
            Self::Generator => "generator",
            Self::TestHelper => "test_helper",
            Self::Plugin => "plugin",
        }
    }
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// One of several possibilities, or through a name only.
    Guess,
    /// A default that the environment or a flag may change.
    Likely,
    /// Written in the source.
    Certain,
}

impl Confidence {
    /// As it is called on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// A port that a program seems to listen on.
#[derive(Debug, Clone, PartialEq)]
pub struct PortGuess {
    /// The program, an index of [`Understanding::programs`].
    pub program: Option<usize>,
    /// The port.
    pub port: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// The file, relative to the project, in which the port is written.
    pub file: String,
    /// The line in which the port is written.
    pub line: u32,
    /// How sure it is.
    pub confidence: Confidence,
    /// The address it is bound to, where one is written: `127.0.0.1` is not reached from outside a container.
    pub address: Option<String>,
    /// The environment variable that changes it, where one does.
    pub env: Option<String>,
}

/// An environment variable that is read by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvRead {
    /// Its name.
    pub name: String,
    /// The file, relative to the project.
    pub file: String,
    /// The line.
    pub line: u32,
    /// What is used when it is not set, where that is written beside it.
    pub default: Option<String>,
    /// Whether the program ends, or does not serve, without it.
    pub required: bool,
}

impl Understanding {
    /// The program that is meant: the chosen one, else the best of a tie.
    pub fn best(&self) -> Option<usize> {
        self.chosen.or_else(|| self.tie.first().copied())
    }

    /// What a program needs, named by its folder.
    pub fn needs_of(&self, folder: &str) -> Option<&Needs> {
        let index = self.programs.iter().position(|program| program.folder == folder)?;
        self.needs.get(index)
    }

    /// What the program that is meant needs; without any program, what the library's code would need.
    pub fn needed(&self) -> Option<&Needs> {
        match self.best() {
            Some(index) => self.needs.get(index),
            None => self.needs.first(),
        }
    }
}

/// What a program needs when it runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Needs {
    /// Whether C is needed to build it.
    pub cgo: Cgo,
    /// Where it seems to listen.
    pub ports: Vec<PortGuess>,
    /// The same with the address: `127.0.0.1` is reached by nobody outside of the container.
    pub listens_on: Vec<Listen>,
    /// Environment variables it reads by name.
    pub env: Vec<EnvRead>,
    /// What has to be said on the command line before it serves.
    pub arguments: Vec<Argument>,
    /// Files it reads by a path relative to the folder it runs in.
    pub reads: Vec<PathUse>,
    /// Where it writes: relative, absolute, `~` for the home folder, `/tmp` for the temporary one.
    pub writes: Vec<PathUse>,
    /// Services it dials.
    pub dials: Vec<Dial>,
    /// Where it reads standard input.
    pub stdin: Option<Place>,
    /// Where it loads a time zone: the image needs the zones' data.
    pub timezone: Option<Place>,
}

/// A line of a file, relative to the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
}

/// An address a program listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// The host part; `0.0.0.0` where none is written.
    pub address: String,
    /// The port.
    pub port: u16,
    /// The file that says so.
    pub file: String,
    /// The line that says so.
    pub line: u32,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Something to say on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The word: `serve`, `--config`; empty for an operand whose value nobody can know.
    pub value: String,
    /// Why.
    pub because: ArgumentBecause,
    /// The file that says so.
    pub file: String,
    /// The line that says so.
    pub line: u32,
}

/// Why an argument is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArgumentBecause {
    /// Only this command listens.
    Subcommand,
    /// The flag is required and has no default.
    RequiredFlag,
    /// The program ends when no operand is given.
    Operand,
}

impl ArgumentBecause {
    /// The message's id.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Subcommand => "argument-because-subcommand",
            Self::RequiredFlag => "argument-because-required-flag",
            Self::Operand => "argument-because-operand",
        }
    }
}

/// A path that a program reads or writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathUse {
    /// The path, as far as it is known.
    pub value: String,
    /// The file that says so.
    pub file: String,
    /// The line that says so.
    pub line: u32,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether it is there now, below the project's folder.
    pub exists: bool,
}

/// A service that a program dials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dial {
    /// `host:port`, else the kind's code.
    pub value: String,
    /// What kind of service it is.
    pub kind: DialKind,
    /// Whether the address is this machine's own: in a container that is the container itself.
    pub localhost: bool,
    /// The file that says so.
    pub file: String,
    /// The line that says so.
    pub line: u32,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A kind of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the name of a product or protocol")]
pub enum DialKind {
    Postgres,
    Mysql,
    Sqlserver,
    Clickhouse,
    Mongo,
    Redis,
    Memcached,
    Elasticsearch,
    Etcd,
    Kafka,
    Nats,
    Amqp,
    Grpc,
    Smtp,
    Http,
    Docker,
    Tcp,
}

impl DialKind {
    /// As it is called on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
            Self::Sqlserver => "sqlserver",
            Self::Clickhouse => "clickhouse",
            Self::Mongo => "mongo",
            Self::Redis => "redis",
            Self::Memcached => "memcached",
            Self::Elasticsearch => "elasticsearch",
            Self::Etcd => "etcd",
            Self::Kafka => "kafka",
            Self::Nats => "nats",
            Self::Amqp => "amqp",
            Self::Grpc => "grpc",
            Self::Smtp => "smtp",
            Self::Http => "http",
            Self::Docker => "docker",
            Self::Tcp => "tcp",
        }
    }
}

/// Whether C is needed to build a program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cgo {
    /// It does not work without.
    pub needed: Option<CgoUse>,
    /// Without it a feature is lost.
    pub optional: Option<CgoUse>,
}

/// A package that uses C.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CgoUse {
    /// The package; the folder for one of the project's own.
    pub import_path: String,
    /// Why.
    pub because: CgoBecause,
    /// Libraries of the system that `#cgo` lines name, for `pkg-config` or to link.
    pub libraries: Vec<String>,
    /// The file that says so.
    pub file: String,
    /// The line that says so.
    pub line: u32,
}

impl CgoUse {
    pub(crate) fn new(import_path: &str, because: CgoBecause, file: &str, line: u32) -> Self {
        let (import_path, file) = (import_path.to_owned(), file.to_owned());
        Self { import_path, because, libraries: Vec::new(), file, line }
    }
}

/// Why C is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CgoBecause {
    /// An imported package is made of C.
    MadeOfC,
    /// A file of the project imports `C`.
    ImportsC,
    /// A build constraint leaves it out without cgo.
    Tagged,
    /// One of several databases.
    OneOfSeveral,
}

impl CgoBecause {
    /// The message's id.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MadeOfC => "cgo-because-made-of-c",
            Self::ImportsC => "cgo-because-imports-c",
            Self::Tagged => "cgo-because-tagged",
            Self::OneOfSeveral => "cgo-because-one-of-several",
        }
    }
}

/// What a vendor folder is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Vendor {
    /// There is none.
    #[default]
    None,
    /// It matches `go.mod`: Go builds from it.
    Consistent,
    /// It does not match `go.mod`: Go refuses to build.
    Stale,
    /// Go does not look at it by itself: the `go` line is below 1.14.
    Ignored,
    /// From a time before modules: no `modules.txt` that Go would take.
    Legacy,
}

impl Vendor {
    /// As it is called on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Consistent => "consistent",
            Self::Stale => "stale",
            Self::Ignored => "ignored",
            Self::Legacy => "legacy",
        }
    }
}

/// A module in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleAt {
    /// Its folder, relative; `.` is the root.
    pub folder: String,
    /// Its path.
    pub path: String,
    /// Whether its programs are among [`Understanding::programs`].
    pub looked_at: bool,
}

/// A `//go:generate` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generator {
    /// The command.
    pub command: String,
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What it is.
    pub fault: Fault,
    /// The file, relative to the project.
    pub file: Option<String>,
    /// The line.
    pub line: Option<u32>,
}

impl Problem {
    pub(super) fn new(fault: Fault) -> Self {
        Self { fault, file: None, line: None }
    }

    pub(super) fn at(mut self, file: impl Into<String>, line: Option<u32>) -> Self {
        self.file = Some(file.into());
        self.line = line;
        self
    }
}
