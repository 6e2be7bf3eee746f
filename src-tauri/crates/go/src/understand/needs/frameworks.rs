//! Web frameworks by the methods that take an address, and what they listen on when none is given.

use crate::understand::parse::source::{Call, Expr, Source};
use crate::understand::values::eval::{At, Program};

/// Which argument holds the address.
pub(super) enum Shape<'a> {
    Address(&'a Expr),
    Port(&'a Expr),
    /// A flag's default.
    Flag(&'a Expr),
    /// The address when the argument is left out, and the variable that changes it.
    Default(&'static str, Option<&'static str>),
    /// The key of a port in a file of settings, and the address without it.
    Setting(&'static str, &'static str),
}

/// A web framework.
struct Framework {
    path: &'static str,
    methods: &'static [&'static str],
    /// What no argument means.
    default: Option<Default>,
}

#[derive(Clone, Copy)]
enum Default {
    Address(&'static str, Option<&'static str>),
    Setting(&'static str, &'static str),
}

const FRAMEWORKS: &[Framework] = &[
    Framework {
        path: "github.com/gin-gonic/gin",
        methods: &["Run", "RunTLS"],
        default: Some(Default::Address(":8080", Some("PORT"))),
    },
    Framework {
        path: "github.com/labstack/echo",
        methods: &["Start", "StartTLS", "StartAutoTLS", "StartH2CServer"],
        default: None,
    },
    Framework { path: "github.com/gofiber/fiber", methods: &["Listen", "ListenTLS"], default: None },
    Framework { path: "github.com/kataras/iris", methods: &["Listen"], default: None },
    Framework {
        path: "github.com/beego/beego",
        methods: &["Run"],
        default: Some(Default::Setting("httpport", ":8080")),
    },
    Framework {
        path: "github.com/beego/beego/v2/server/web",
        methods: &["Run"],
        default: Some(Default::Setting("httpport", ":8080")),
    },
    Framework {
        path: "github.com/astaxie/beego",
        methods: &["Run"],
        default: Some(Default::Setting("httpport", ":8080")),
    },
    Framework {
        path: "github.com/urfave/negroni",
        methods: &["Run"],
        default: Some(Default::Address(":8080", Some("PORT"))),
    },
    Framework {
        path: "github.com/go-martini/martini",
        methods: &["Run", "RunOnAddr"],
        default: Some(Default::Address(":3000", Some("PORT"))),
    },
    Framework {
        path: "github.com/gobuffalo/buffalo",
        methods: &["Serve"],
        default: Some(Default::Address("127.0.0.1:3000", Some("PORT"))),
    },
    Framework {
        path: "github.com/go-macaron/macaron",
        methods: &["Run"],
        default: Some(Default::Address(":4000", Some("PORT"))),
    },
    Framework {
        path: "gopkg.in/macaron.v1",
        methods: &["Run"],
        default: Some(Default::Address(":4000", Some("PORT"))),
    },
    Framework {
        path: "github.com/flamego/flamego",
        methods: &["Run"],
        default: Some(Default::Address(":2830", Some("FLAMEGO_ADDR"))),
    },
    Framework {
        path: "github.com/go-fuego/fuego",
        methods: &["Run"],
        default: Some(Default::Address("localhost:9999", None)),
    },
    Framework {
        path: "gofr.dev/pkg/gofr",
        methods: &["Run"],
        default: Some(Default::Address(":8000", Some("HTTP_PORT"))),
    },
    Framework {
        path: "goji.io",
        methods: &["Serve"],
        default: Some(Default::Address(":8000", Some("PORT"))),
    },
    Framework {
        path: "github.com/pocketbase/pocketbase",
        methods: &["Start"],
        default: Some(Default::Address("127.0.0.1:8090", None)),
    },
];

pub(super) fn of_call<'c>(
    program: &Program<'_>,
    at: At<'_>,
    source: &Source,
    package: Option<&str>,
    call: &'c Call,
) -> Option<(&'static str, Shape<'c>)> {
    let mut by_method = FRAMEWORKS.iter().filter(|framework| framework.methods.contains(&call.name()));
    let framework = by_method.find(|framework| near(program, at, source, package, call, framework.path))?;
    // Only what looks like an address: cmd.Run(), wg.Start(fn) of something else in the same file is none.
    match call.args.first() {
        None => {
            let foreign = package.is_some_and(|path| !path.contains("beego"));
            let is_other = call.owner().is_some_and(|owner| matches!(owner, "cmd" | "t" | "b" | "m" | "wg"));
            match framework.default.filter(|_| !foreign && !is_other)? {
                Default::Address(text, env) => Some(("tcp", Shape::Default(text, env))),
                Default::Setting(key, text) => Some(("tcp", Shape::Setting(key, text))),
            }
        }
        Some(Expr::Call(inner)) if inner.name() == "Addr" => None,
        Some(address) if is_number(address) => Some(("tcp", Shape::Port(address))),
        Some(address) => Some(("tcp", Shape::Address(address))),
    }
}

/// Whether a call is of a framework: its file imports it, or what it is called on comes from a package that does.
fn near(
    program: &Program<'_>,
    at: At<'_>,
    source: &Source,
    package: Option<&str>,
    call: &Call,
    path: &str,
) -> bool {
    if source.uses(path) {
        return true;
    }
    if package.is_some() {
        return false;
    }
    let index = program.index;
    let Some(function) = index.function((at.file, at.function)) else { return false };
    let owner = call.owner().and_then(|owner| function.assigned.get(owner)).and_then(|values| values.first());
    let Some(Expr::Call(made)) = owner else { return false };
    let folder = match made.owner() {
        Some(owner) => source.import(owner).and_then(|path| (index.resolve)(path)),
        None if made.is_selector() => None,
        None => Some(index.folder(at.file).to_owned()),
    };
    let files = folder.as_deref().and_then(|folder| index.by_folder.get(folder));
    files.into_iter().flatten().any(|file| index.files.get(*file).is_some_and(|source| source.uses(path)))
}

fn is_number(expr: &Expr) -> bool {
    matches!(expr, Expr::Text(text, _) if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()))
}
