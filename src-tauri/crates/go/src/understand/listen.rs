//! Where a program listens, and which environment variables it reads.

use super::eval::{At, Program};
use super::source::{Call, Expr, Function, Source};
use super::value::{UNKNOWN, Value};
use super::{Confidence, EnvRead};

/// A place that listens, with its possible addresses.
pub(super) struct Listens {
    pub(super) protocol: &'static str,
    pub(super) addresses: Vec<Value>,
}

/// Which argument holds the address.
enum Shape<'a> {
    Address(&'a Expr),
    Port(&'a Expr),
    /// The address when the argument is left out, and the variable that changes it.
    Default(&'static str, Option<&'static str>),
}

/// A web framework, by the methods of it that take an address.
struct Framework {
    path: &'static str,
    methods: &'static [&'static str],
    /// The address that no argument means, and the variable that changes it.
    default: Option<(&'static str, Option<&'static str>)>,
}

const FRAMEWORKS: &[Framework] = &[
    Framework {
        path: "github.com/gin-gonic/gin",
        methods: &["Run", "RunTLS"],
        default: Some((":8080", Some("PORT"))),
    },
    Framework {
        path: "github.com/labstack/echo",
        methods: &["Start", "StartTLS", "StartAutoTLS", "StartH2CServer"],
        default: None,
    },
    Framework { path: "github.com/gofiber/fiber", methods: &["Listen", "ListenTLS"], default: None },
    Framework { path: "github.com/kataras/iris", methods: &["Listen"], default: None },
    Framework { path: "github.com/beego/beego", methods: &["Run"], default: Some((":8080", None)) },
    Framework { path: "github.com/astaxie/beego", methods: &["Run"], default: Some((":8080", None)) },
    Framework {
        path: "github.com/urfave/negroni",
        methods: &["Run"],
        default: Some((":8080", Some("PORT"))),
    },
    Framework { path: "github.com/go-martini/martini", methods: &["RunOnAddr"], default: None },
    Framework {
        path: "github.com/go-fuego/fuego",
        methods: &["Run"],
        default: Some(("localhost:9999", None)),
    },
    Framework { path: "gofr.dev/pkg/gofr", methods: &["Run"], default: Some((":8000", Some("HTTP_PORT"))) },
];

/// The listening of one function.
pub(super) fn listens(program: &Program<'_>, file: usize, n: usize) -> Vec<Listens> {
    let (Some(source), at) = (program.files.get(file), At::new(file, n)) else { return Vec::new() };
    let Some(function) = source.functions.get(n) else { return Vec::new() };
    let mut found = Vec::new();
    for call in &function.calls {
        if let Some((protocol, shape)) = of_call(source, function, call) {
            let addresses = match shape {
                Shape::Address(expr) => program.ask(expr, at),
                Shape::Port(expr) => {
                    let ports = program.ask(expr, at).into_iter();
                    ports.map(|value| Value { text: format!(":{}", value.text), ..value }).collect()
                }
                Shape::Default(text, env) => vec![Value {
                    text: text.to_owned(),
                    confidence: Confidence::Likely,
                    file,
                    line: call.line,
                    env: env.map(str::to_owned),
                }],
            };
            found.push(Listens { protocol, addresses });
        }
    }
    for field in &function.fields {
        let server = match (&field.of_type, &field.owner) {
            (Some(of_type), _) => is_http_server(source, of_type),
            (None, Some(owner)) => {
                function.assigned.get(owner).into_iter().flatten().any(|value| match value {
                    Expr::Literal(of_type) => is_http_server(source, of_type),
                    Expr::Refer(inner) => {
                        matches!(inner.as_ref(), Expr::Literal(of_type) if is_http_server(source, of_type))
                    }
                    _ => false,
                })
            }
            (None, None) => false,
        };
        if server && field.name == "Addr" {
            found.push(Listens { protocol: "tcp", addresses: program.ask(&field.value, at) });
        }
        let raw = field.of_type.as_deref().and_then(|of_type| qualified(source, of_type));
        if field.name == "Port" && matches!(raw, Some(("net", "TCPAddr" | "UDPAddr"))) {
            let protocol = if matches!(raw, Some((_, "UDPAddr"))) { "udp" } else { "tcp" };
            let listens = function.calls.iter().any(|call| matches!(call.name(), "ListenTCP" | "ListenUDP"));
            let ports = program.ask(&field.value, at).into_iter();
            let addresses = ports.map(|value| Value { text: format!(":{}", value.text), ..value }).collect();
            if listens {
                found.push(Listens { protocol, addresses });
            }
        }
    }
    found
}

fn of_call<'c>(source: &Source, function: &Function, call: &'c Call) -> Option<(&'static str, Shape<'c>)> {
    let package =
        call.owner().filter(|owner| !shadowed(function, owner)).and_then(|owner| source.import(owner));
    let arg = |n: usize| call.args.get(n);
    match (package, call.name()) {
        (Some("net/http"), "ListenAndServe" | "ListenAndServeTLS") => Some(("tcp", Shape::Address(arg(0)?))),
        (Some("net"), "Listen") | (Some("crypto/tls"), "Listen") => network(arg(0)?)
            .map(|protocol| (protocol, arg(1)))
            .and_then(|(p, a)| Some((p, Shape::Address(a?)))),
        (Some("net"), "ListenPacket") => Some((network(arg(0)?)?, Shape::Address(arg(1)?))),
        // lc.Listen(ctx, "tcp", addr)
        (None, "Listen") if call.args.len() == 3 && source.uses("net") => {
            Some((network(arg(1)?)?, Shape::Address(arg(2)?)))
        }
        // endless.ListenAndServe, fasthttp.ListenAndServe, server.ListenAndServe(addr, …)
        (_, "ListenAndServe" | "ListenAndServeTLS") if call.is_selector() && !call.args.is_empty() => {
            let is_path = matches!(arg(0), Some(Expr::Text(text, _)) if !text.contains(':'));
            (!is_path).then_some(())?;
            (call.name() == "ListenAndServe" || package.is_some()).then_some(())?;
            Some(("tcp", Shape::Address(arg(0)?)))
        }
        // hertz: server.WithHostPorts(":8888"); kratos: http.Address(":8000")
        (Some(path), "WithHostPorts") if path.contains("/hertz/") => Some(("tcp", Shape::Address(arg(0)?))),
        (Some(path), "Address") if path.contains("/kratos/") => Some(("tcp", Shape::Address(arg(0)?))),
        (Some(path), "Addr") if path.contains("/iris") => Some(("tcp", Shape::Address(arg(0)?))),
        (_, name) if call.is_selector() => {
            let framework = FRAMEWORKS
                .iter()
                .find(|framework| framework.methods.contains(&name) && source.uses(framework.path))?;
            // Only what looks like an address: cmd.Run(), wg.Start(fn) of something else in the same file is none.
            match arg(0) {
                None => {
                    let foreign = package.is_some_and(|path| !path.contains("beego"));
                    let (text, env) = framework.default.filter(|_| !foreign)?;
                    Some(("tcp", Shape::Default(text, env)))
                }
                Some(Expr::Call(inner)) if inner.name() == "Addr" => None,
                Some(address) if is_number(address) => Some(("tcp", Shape::Port(address))),
                Some(address) => Some(("tcp", Shape::Address(address))),
            }
        }
        _ => None,
    }
}

/// Whether a package's name is a variable here.
fn shadowed(function: &Function, name: &str) -> bool {
    function.params.iter().any(|param| param == name) || function.assigned.contains_key(name)
}

fn is_number(expr: &Expr) -> bool {
    matches!(expr, Expr::Text(text, _) if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()))
}

fn network(expr: &Expr) -> Option<&'static str> {
    match expr {
        Expr::Text(text, _) if text.starts_with("tcp") => Some("tcp"),
        Expr::Text(text, _) if text.starts_with("udp") => Some("udp"),
        Expr::Text(..) => None,
        _ => Some("tcp"),
    }
}

fn is_http_server(source: &Source, of_type: &str) -> bool {
    matches!(qualified(source, of_type), Some(("net/http", "Server")))
}

fn qualified<'s>(source: &'s Source, of_type: &'s str) -> Option<(&'s str, &'s str)> {
    let (package, name) = of_type.split_once('.')?;
    Some((source.import(package)?, name))
}

/// Host and port of an address; none if the port is not known or chosen by the system.
pub(super) fn split(text: &str) -> Option<(Option<String>, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = match port {
        "http" => 80,
        "https" => 443,
        number => number.parse().ok().filter(|port| *port > 0)?,
    };
    let host = host.trim_matches(['[', ']']);
    Some(((!host.is_empty() && !host.contains(UNKNOWN)).then(|| host.to_owned()), port))
}

/// The environment variables that a function reads by name.
pub(super) fn env_reads(program: &Program<'_>, file: usize, n: usize) -> Vec<EnvRead> {
    let Some(source) = program.files.get(file) else { return Vec::new() };
    let Some(function) = source.functions.get(n) else { return Vec::new() };
    let mut found = Vec::new();
    for call in &function.calls {
        let package = call.owner().and_then(|owner| source.import(owner));
        let (index, default) = match (package, call.name()) {
            (Some("os" | "syscall"), "Getenv" | "LookupEnv") => (0, None),
            _ => match helper(program, source, file, call) {
                Some((index, default)) => (index, default.and_then(|index| call.args.get(index))),
                None => continue,
            },
        };
        let at = At::new(file, n);
        let Some(name) = call.args.get(index).and_then(|arg| match arg {
            Expr::Text(text, _) => Some(text.clone()),
            Expr::Name(name) if function.params.contains(name) => None,
            other => program.ask(other, at).into_iter().map(|value| value.text).next(),
        }) else {
            continue;
        };
        if name.is_empty() || name.contains(UNKNOWN) {
            continue;
        }
        let default = default.and_then(|arg| program.ask(arg, at).into_iter().map(|value| value.text).next());
        let default = default.filter(|text| !text.contains(UNKNOWN));
        found.push(EnvRead { name, file: source.path.clone(), line: call.line, default });
    }
    found
}

/// For a call of a function of this project that reads a variable named by a parameter: that parameter, and the one
/// that is returned instead.
fn helper(
    program: &Program<'_>,
    source: &Source,
    file: usize,
    call: &Call,
) -> Option<(usize, Option<usize>)> {
    let here = program.folders.get(file)?;
    let folder = match call.owner() {
        Some(owner) => (program.resolve)(source.import(owner)?)?,
        None if call.is_selector() => return None,
        None => here.clone(),
    };
    let (other, callee) =
        program.files.iter().zip(program.folders).filter(|(_, known)| **known == folder).find_map(
            |(other, _)| {
                let callee = other
                    .functions
                    .iter()
                    .find(|function| !function.is_method && function.name == call.name())?;
                Some((other, callee))
            },
        )?;
    let index = callee.calls.iter().find_map(|inner| {
        let package = inner.owner().and_then(|owner| other.import(owner));
        let reads = matches!((package, inner.name()), (Some("os"), "Getenv" | "LookupEnv"));
        match inner.args.first().filter(|_| reads)? {
            Expr::Name(name) => callee.params.iter().position(|param| param == name),
            _ => None,
        }
    })?;
    let default = callee.returns.iter().find_map(|value| match value {
        Expr::Name(name) => callee.params.iter().position(|param| param == name).filter(|at| *at != index),
        _ => None,
    });
    Some((index, default))
}
