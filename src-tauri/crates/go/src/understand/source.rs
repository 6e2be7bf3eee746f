//! What is kept of a Go file.

use super::tree::{Names, Values};

/// The facts of one file.
#[derive(Debug, Default, Clone)]
pub(super) struct Source {
    /// Relative to the project.
    pub(super) path: String,
    pub(super) package: String,
    /// The name in this file, and the path.
    pub(super) imports: Vec<(String, String)>,
    pub(super) functions: Vec<Function>,
    /// Constants and variables of the package.
    pub(super) declared: Values,
    /// Fields of structs with a tag about the environment.
    pub(super) tags: Vec<Tag>,
}

impl Source {
    /// The path a name stands for.
    pub(super) fn import(&self, name: &str) -> Option<&str> {
        self.imports.iter().find(|(known, _)| known == name).map(|(_, path)| path.as_str())
    }

    /// Whether it imports a path, or one below it (a major version).
    pub(super) fn uses(&self, path: &str) -> bool {
        self.imports.iter().any(|(_, known)| {
            known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("/v"))
        })
    }
}

/// A function, a method, or what stands outside of both.
#[derive(Debug, Default, Clone)]
pub(super) struct Function {
    /// Empty for what stands outside.
    pub(super) name: String,
    pub(super) is_method: bool,
    pub(super) params: Vec<String>,
    pub(super) assigned: Values,
    pub(super) fields: Vec<Field>,
    pub(super) calls: Vec<Call>,
    pub(super) returns: Vec<Expr>,
    /// Every name in it.
    pub(super) mentions: Names,
}

/// A field that is given a value.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// `srv` in `srv.Addr = …`.
    pub(super) owner: Option<String>,
    /// `http.Server` in `http.Server{Addr: …}`.
    pub(super) of_type: Option<String>,
    pub(super) name: String,
    pub(super) value: Expr,
}

/// A struct's field with a tag.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub(super) field: String,
    pub(super) env: Option<String>,
    pub(super) default: Option<String>,
    pub(super) line: u32,
}

/// A call.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) function: Box<Expr>,
    pub(super) args: Vec<Expr>,
    pub(super) line: u32,
}

impl Call {
    /// The last name: `Run` of `r.Run()`.
    pub(super) fn name(&self) -> &str {
        match self.function.as_ref() {
            Expr::Name(name) | Expr::Select(_, name) => name,
            _ => "",
        }
    }

    /// The name before the last, where it is one: `http` of `http.ListenAndServe`.
    pub(super) fn owner(&self) -> Option<&str> {
        match self.function.as_ref() {
            Expr::Select(base, _) => match base.as_ref() {
                Expr::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is a selector at all.
    pub(super) fn is_selector(&self) -> bool {
        matches!(self.function.as_ref(), Expr::Select(..))
    }
}

/// An expression, as far as an address can be made of it.
#[derive(Debug, Clone)]
pub(super) enum Expr {
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
    /// `T{…}`, with the type.
    Literal(String),
    Other,
}
