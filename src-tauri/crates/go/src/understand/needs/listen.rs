//! Where a program listens.

use super::frameworks::{self, Shape};
use crate::understand::Confidence;
use crate::understand::parse::source::{Call, Expr, Function, Source};
use crate::understand::values::eval::{At, Program};
use crate::understand::values::value::{UNKNOWN, Value};

/// A place that listens, with its possible addresses.
pub(in crate::understand) struct Listens {
    pub(in crate::understand) protocol: &'static str,
    pub(in crate::understand) addresses: Vec<Value>,
}

/// The listening of one function.
pub(in crate::understand) fn listens(
    program: &Program<'_>,
    at: At<'_>,
    source: &Source,
    function: &Function,
) -> Vec<Listens> {
    let mut found = Vec::new();
    for call in &function.calls {
        if let Some((protocol, shape)) = of_call(program, at, source, function, call) {
            let addresses = match shape {
                Shape::Address(expr) => program.ask(expr, at),
                Shape::Port(expr) => {
                    let ports = program.ask(expr, at).into_iter();
                    ports.map(|value| Value { text: format!(":{}", value.text), ..value }).collect()
                }
                Shape::Flag(expr) => {
                    let values = program.ask(expr, at).into_iter();
                    values.map(|v| Value { confidence: v.confidence.min(Confidence::Likely), ..v }).collect()
                }
                Shape::Default(text, env) => vec![Value {
                    text: text.to_owned(),
                    confidence: Confidence::Likely,
                    file: at.file,
                    line: call.line,
                    env: env.map(str::to_owned),
                }],
                Shape::Setting(key, text) => match program.index.config.key(key) {
                    Some(entry) => {
                        let value = program.entry_value(entry);
                        vec![Value { text: format!(":{}", value.text), ..value }]
                    }
                    None => vec![Value {
                        text: text.to_owned(),
                        confidence: Confidence::Likely,
                        file: at.file,
                        line: call.line,
                        env: None,
                    }],
                },
            };
            found.push(Listens { protocol, addresses: aside(source, function, addresses) });
        }
    }
    for field in &function.fields {
        let server = match (&field.of_type, &field.owner) {
            (Some(of_type), _) => is_http_server(source, of_type),
            (None, Some(owner)) => function
                .assigned
                .get(owner)
                .into_iter()
                .flatten()
                .any(|value| value.literal().is_some_and(|(of_type, _)| is_http_server(source, of_type))),
            (None, None) => false,
        };
        if server && field.name == "Addr" {
            let addresses = aside(source, function, program.ask(&field.value, at));
            found.push(Listens { protocol: "tcp", addresses });
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

/// What serves certificates or profiles beside the program's own work is only possible.
fn aside(source: &Source, function: &Function, mut addresses: Vec<Value>) -> Vec<Value> {
    let certificates = source.imports.iter().any(|import| import.path.ends_with("/acme/autocert"))
        && function
            .mentions
            .keys()
            .any(|name| name.to_ascii_lowercase().contains("autocert") || name == ".HTTPHandler");
    let profiles = source.imports.iter().any(|import| import.path.ends_with("/pprof"));
    for value in &mut addresses {
        let local = value.text.starts_with("localhost:") || value.text.starts_with("127.0.0.1:");
        if certificates || value.text.ends_with(":6060") || (profiles && local) {
            value.confidence = Confidence::Guess;
        }
    }
    addresses
}

fn of_call<'c>(
    program: &Program<'_>,
    at: At<'_>,
    source: &Source,
    function: &Function,
    call: &'c Call,
) -> Option<(&'static str, Shape<'c>)> {
    let package =
        call.owner().filter(|owner| !shadowed(function, owner)).and_then(|owner| source.import(owner));
    let arg = |n: usize| call.args.get(n);
    let network = |expr: &Expr| network(program, at, expr);
    match (package, call.name()) {
        (Some("net/http"), "ListenAndServe" | "ListenAndServeTLS") => Some(("tcp", Shape::Address(arg(0)?))),
        (Some("net"), "Listen") | (Some("crypto/tls"), "Listen") => network(arg(0)?)
            .map(|protocol| (protocol, arg(1)))
            .and_then(|(p, a)| Some((p, Shape::Address(a?)))),
        (Some("net"), "ListenPacket") => Some((network(arg(0)?)?, Shape::Address(arg(1)?))),
        (Some("net"), "ResolveTCPAddr") if names(function, "ListenTCP") => {
            Some(("tcp", Shape::Address(arg(1)?)))
        }
        (Some("net"), "ResolveUDPAddr") if names(function, "ListenUDP") => {
            Some(("udp", Shape::Address(arg(1)?)))
        }
        // lc.Listen(ctx, "tcp", addr)
        (None, "Listen") if call.args.len() == 3 && source.uses("net") => {
            Some((network(arg(1)?)?, Shape::Address(arg(2)?)))
        }
        (Some(path), "AddFlags") if path.ends_with("/kingpinflag") => Some(("tcp", Shape::Flag(arg(1)?))),
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
        (_, _) if call.is_selector() => frameworks::of_call(program, at, source, package, call),
        _ => None,
    }
}

fn names(function: &Function, name: &str) -> bool {
    function.calls.iter().any(|call| call.name() == name)
}

/// Whether a package's name is a variable here.
fn shadowed(function: &Function, name: &str) -> bool {
    function.params.iter().any(|param| param == name) || function.assigned.contains_key(name)
}

fn network(program: &Program<'_>, at: At<'_>, expr: &Expr) -> Option<&'static str> {
    let kind = |text: &str| match text {
        text if text.starts_with("tcp") => Some("tcp"),
        text if text.starts_with("udp") => Some("udp"),
        _ => None,
    };
    match expr {
        Expr::Text(text, _) => kind(text),
        other => {
            let values = program.ask(other, at);
            let mut known =
                values.iter().filter(|value| !value.text.contains(UNKNOWN) && !value.text.is_empty());
            match known.clone().find_map(|value| kind(&value.text)) {
                Some(kind) => Some(kind),
                None => known.next().is_none().then_some("tcp"),
            }
        }
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
pub(in crate::understand) fn split(text: &str) -> Option<(Option<String>, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    if host.contains('/') || host.contains(' ') {
        return None;
    }
    let port = match port {
        "http" => 80,
        "https" => 443,
        number => number.parse().ok().filter(|port| *port > 0)?,
    };
    let host = host.trim_matches(['[', ']']);
    Some(((!host.is_empty() && !host.contains(UNKNOWN)).then(|| host.to_owned()), port))
}
