//! What a command line's flag is when it is not given: cobra, urfave/cli, kingpin, by the flag's name.

use super::calls::is_flag;
use super::eval::{At, Program};
use super::value::{Value, merged, weaker};
use crate::understand::Confidence;
use crate::understand::parse::source::{Call, Expr};

impl Program<'_> {
    /// `kingpin.Flag("addr", "…").Default(":80").Envar("ADDR").String()`.
    pub(super) fn chain(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let mut values = Vec::new();
        let (mut env, mut is_flag) = (None, false);
        let mut next = call.before();
        for _ in 0..12 {
            let Some(link) = next else { break };
            match link.name() {
                "Default" => {
                    if let Some(arg) = link.args.first() {
                        values.extend(weaker(self.eval(arg, at, depth + 1), Confidence::Likely));
                    }
                }
                "Envar" | "OverrideDefaultFromEnvar" => {
                    env = link.args.first().and_then(Expr::text).map(str::to_owned);
                }
                "Flag" | "Arg" => is_flag = true,
                _ => {}
            }
            next = link.before();
        }
        if !is_flag {
            return Vec::new();
        }
        for value in &mut values {
            value.env = value.env.take().or_else(|| env.clone());
        }
        if values.is_empty() && env.is_some() {
            return self.unknown(at, call.line, env);
        }
        merged(values)
    }

    /// `c.String("port")` of urfave/cli, `cmd.Flags().GetString("port")` of cobra.
    pub(super) fn flag(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let kind = call.name().strip_prefix("Get").unwrap_or(call.name());
        let [Expr::Text(name, _)] = call.args.as_slice() else { return Vec::new() };
        if !is_flag(kind) {
            return Vec::new();
        }
        self.flag_named(name, at, depth)
    }

    /// The default of a flag by its name.
    pub(super) fn flag_named(&self, name: &str, at: At<'_>, depth: u32) -> Vec<Value> {
        let mut values = Vec::new();
        let kinds = ["String", "Int", "StringP", "IntP", "StringVar", "IntVar", "StringVarP", "IntVarP"];
        let kinds = kinds.iter().chain(&["Uint16", "Uint16Var", "UintVar", "Uint", "Uint16VarP", "Uint16P"]);
        for kind in kinds {
            for &place in self.index.calls_of(kind) {
                let Some(call) = self.index.call(place).filter(|_| self.reach.has((place.0, place.1))) else {
                    continue;
                };
                let position = usize::from(kind.contains("Var"));
                if call.args.len() < 3 || call.args.get(position).and_then(Expr::text) != Some(name) {
                    continue;
                }
                let default = call.args.get(position + if kind.ends_with('P') { 2 } else { 1 });
                if let Some(default) = default {
                    let inside = At::new(place.0, place.1);
                    values.extend(weaker(self.eval(default, inside, depth + 1), Confidence::Likely));
                }
            }
        }
        // &cli.StringFlag{Name: "port", Value: "8080", EnvVars: []string{"PORT"}}
        for &(file, n, c) in self.index.fields.get("Name").map(Vec::as_slice).unwrap_or_default() {
            let named = self.function((file, n)).and_then(|function| function.fields.get(c));
            let Some(named) = named.filter(|field| {
                self.reach.has((file, n))
                    && field.literal > 0
                    && field.of_type.as_deref().is_some_and(|of_type| of_type.ends_with("Flag"))
                    && field.value.text().is_some_and(|text| text.split(',').any(|one| one.trim() == name))
            }) else {
                continue;
            };
            let inside = At::new(file, n);
            let mut env = None;
            let mut found = Vec::new();
            for field in self.index.literal(file, named.literal) {
                match field.name.as_str() {
                    "Value" => found.extend(self.eval(&field.value, inside, depth + 1)),
                    "EnvVars" | "EnvVar" | "Sources" => env = first_text(&field.value),
                    _ => {}
                }
            }
            if found.is_empty() {
                values.extend(self.unknown(inside, named.line, env));
            } else {
                let found = weaker(merged(found), Confidence::Likely);
                values.extend(
                    found.into_iter().map(|value| Value { env: value.env.or_else(|| env.clone()), ..value }),
                );
            }
        }
        let _ = at;
        merged(values)
    }
}

/// The first text of `"X"`, `[]string{"X"}`, `cli.EnvVars("X")`.
pub(in crate::understand) fn first_text(expr: &Expr) -> Option<String> {
    let text = match expr {
        Expr::List(elements) => elements.first().and_then(Expr::text),
        Expr::Call(call) => call.args.first().and_then(Expr::text),
        other => other.text(),
    }?;
    text.split(',').next().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}
