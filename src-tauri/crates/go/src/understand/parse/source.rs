//! What is kept of a Go file.

use std::collections::BTreeMap;

/// Values by name.
pub(in crate::understand) type Values = BTreeMap<String, Vec<Expr>>;

/// The facts of one file.
#[derive(Debug, Default, Clone)]
pub(in crate::understand) struct Source {
    /// Relative to the project.
    pub(in crate::understand) path: String,
    pub(in crate::understand) package: String,
    pub(in crate::understand) imports: Vec<Import>,
    pub(in crate::understand) functions: Vec<Function>,
    /// Constants and variables of the package.
    pub(in crate::understand) declared: Values,
    /// Fields of structs with a tag.
    pub(in crate::understand) tags: Vec<Tag>,
    /// Patterns of `//go:embed`, with their lines.
    pub(in crate::understand) embeds: Vec<(String, u32)>,
    /// Commands of `//go:generate`, with their lines.
    pub(in crate::understand) generates: Vec<(String, u32)>,
}

/// One import.
#[derive(Debug, Default, Clone)]
pub(in crate::understand) struct Import {
    /// The name in this file; `_` and `.` as they are written.
    pub(in crate::understand) name: String,
    pub(in crate::understand) path: String,
    pub(in crate::understand) line: u32,
}

impl Source {
    /// The path a name stands for.
    pub(in crate::understand) fn import(&self, name: &str) -> Option<&str> {
        self.imports.iter().find(|known| known.name == name).map(|known| known.path.as_str())
    }

    /// Whether it imports a path, or one below it (a major version).
    pub(in crate::understand) fn uses(&self, path: &str) -> bool {
        self.imports.iter().any(|known| {
            known.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("/v"))
        })
    }
}

/// A function, a method, or what stands outside of both.
#[derive(Debug, Default, Clone)]
pub(in crate::understand) struct Function {
    /// Empty for what stands outside.
    pub(in crate::understand) name: String,
    /// The type that a method belongs to.
    pub(in crate::understand) receiver: Option<String>,
    pub(in crate::understand) params: Vec<String>,
    /// Names whose type is written: the receiver, parameters, `var x T`.
    pub(in crate::understand) types: BTreeMap<String, String>,
    /// The type of the first result.
    pub(in crate::understand) result: Option<String>,
    pub(in crate::understand) assigned: Values,
    /// The second value of a call: `ok` in `v, ok := os.LookupEnv("X")`.
    pub(in crate::understand) seconds: BTreeMap<String, Expr>,
    pub(in crate::understand) fields: Vec<Field>,
    pub(in crate::understand) calls: Vec<Call>,
    pub(in crate::understand) returns: Vec<Expr>,
    /// The second values of returns that give several.
    pub(in crate::understand) second_returns: Vec<Expr>,
    /// What must not be empty: the function ends the program or returns an error otherwise.
    pub(in crate::understand) guards: Vec<Expr>,
    /// Every name in it with its first line: `x` a name, `p.X` of a package, `.x` a field or method.
    pub(in crate::understand) mentions: BTreeMap<String, u32>,
}

impl Function {
    pub(in crate::understand) fn is_method(&self) -> bool {
        self.receiver.is_some()
    }
}

/// A field that is given a value.
#[derive(Debug, Clone)]
pub(in crate::understand) struct Field {
    /// `srv` in `srv.Addr = …`.
    pub(in crate::understand) owner: Option<String>,
    /// `http.Server` in `http.Server{Addr: …}`.
    pub(in crate::understand) of_type: Option<String>,
    /// The byte at which the literal begins: what holds the same fields together. 0 for an assignment.
    pub(in crate::understand) literal: usize,
    pub(in crate::understand) name: String,
    pub(in crate::understand) value: Expr,
    pub(in crate::understand) line: u32,
}

/// A struct's field with a tag.
#[derive(Debug, Clone, Default)]
pub(in crate::understand) struct Tag {
    /// The struct; empty for one without a name.
    pub(in crate::understand) owner: String,
    pub(in crate::understand) field: String,
    /// The field's type as it is written, without `*` and `[]`.
    pub(in crate::understand) of_type: String,
    /// The tag's keys and values.
    pub(in crate::understand) values: Vec<(String, String)>,
    pub(in crate::understand) line: u32,
}

impl Tag {
    pub(in crate::understand) fn value(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

/// A call.
#[derive(Debug, Clone)]
pub(in crate::understand) struct Call {
    pub(in crate::understand) function: Box<Expr>,
    pub(in crate::understand) args: Vec<Expr>,
    pub(in crate::understand) line: u32,
}

impl Call {
    /// The last name: `Run` of `r.Run()`.
    pub(in crate::understand) fn name(&self) -> &str {
        match self.function.as_ref() {
            Expr::Name(name) | Expr::Select(_, name) => name,
            _ => "",
        }
    }

    /// The name before the last, where it is one: `http` of `http.ListenAndServe`.
    pub(in crate::understand) fn owner(&self) -> Option<&str> {
        match self.function.as_ref() {
            Expr::Select(base, _) => match base.as_ref() {
                Expr::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The call this one is made on: `kingpin.Flag(…)` of `kingpin.Flag(…).String()`.
    pub(in crate::understand) fn before(&self) -> Option<&Call> {
        match self.function.as_ref() {
            Expr::Select(base, _) => match base.as_ref() {
                Expr::Call(call) => Some(call),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is a selector at all.
    pub(in crate::understand) fn is_selector(&self) -> bool {
        matches!(self.function.as_ref(), Expr::Select(..))
    }
}

/// An expression, as far as an address can be made of it.
#[derive(Debug, Clone)]
pub(in crate::understand) enum Expr {
    /// A string or a number, with its line.
    Text(String, u32),
    Name(String),
    Select(Box<Expr>, String),
    Plus(Box<Expr>, Box<Expr>),
    Call(Call),
    /// `&x`.
    Refer(Box<Expr>),
    /// What a flag is when it is not given.
    Default(Box<Expr>),
    /// `T{…}`, with the type and the byte at which it begins.
    Literal(String, usize),
    /// `[]T{…}`.
    List(Vec<Expr>),
    /// `func(…) {…}`, with what is named in it.
    Func(Vec<String>),
    Other,
}

impl Expr {
    /// The text, where it is written right here.
    pub(in crate::understand) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text, _) => Some(text),
            _ => None,
        }
    }

    /// The name, where it is one; `&x` is named like `x`.
    pub(in crate::understand) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Refer(inner) => inner.name(),
            _ => None,
        }
    }

    /// The type of a literal, behind a `&` too.
    pub(in crate::understand) fn literal(&self) -> Option<(&str, usize)> {
        match self {
            Self::Literal(of_type, at) => Some((of_type, *at)),
            Self::Refer(inner) => inner.literal(),
            _ => None,
        }
    }
}
