//! From tree-sitter's tree to the few facts that are kept of a file: the tree itself is dropped.

use super::source::{Call, Expr, Field, Function, Source};
use std::collections::{BTreeMap, BTreeSet};
use tree_sitter::{Node, Parser};

/// An expression deeper than this is not looked into.
const DEEP: u32 = 12;

/// Reads a file's facts. None: tree-sitter gave up on it.
pub(super) fn read(path: &str, text: &str) -> Option<Source> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_go::LANGUAGE.into()).ok()?;
    let tree = parser.parse(text, None)?;
    let mut reader = Reader { text, source: Source { path: path.to_owned(), ..Source::default() } };
    let root = tree.root_node();
    let mut cursor = root.walk();
    // Package-level variables may hold function literals: they are a function of their own that always runs.
    let mut loose = Function::default();
    for child in root.named_children(&mut cursor) {
        match child.kind() {
            "package_clause" => {
                if let Some(name) = child.named_child(0) {
                    reader.source.package = reader.of(name).to_owned();
                }
            }
            "import_declaration" => reader.imports(child),
            "function_declaration" | "method_declaration" => reader.function(child),
            _ => reader.body(child, &mut loose),
        }
    }
    // At this level an assignment is a declaration.
    reader.source.declared = std::mem::take(&mut loose.assigned);
    reader.source.functions.push(loose);
    Some(reader.source)
}

struct Reader<'a> {
    text: &'a str,
    source: Source,
}

impl<'a> Reader<'a> {
    fn of(&self, node: Node<'_>) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    fn imports(&mut self, declaration: Node<'_>) {
        for spec in descendants(declaration).filter(|node| node.kind() == "import_spec") {
            let Some(path) = spec.child_by_field_name("path") else { continue };
            let path = self.of(path).trim_matches(['"', '`']).to_owned();
            let name = match spec.child_by_field_name("name") {
                Some(name) => self.of(name).to_owned(),
                None => package_name(&path).to_owned(),
            };
            self.source.imports.push((name, path));
        }
    }

    fn function(&mut self, node: Node<'_>) {
        let mut function = Function::default();
        if let Some(name) = node.child_by_field_name("name") {
            function.name = self.of(name).to_owned();
        }
        function.is_method = node.kind() == "method_declaration";
        if let Some(params) = node.child_by_field_name("parameters") {
            let mut cursor = params.walk();
            for param in params.named_children(&mut cursor) {
                let mut names = param.walk();
                function.params.extend(
                    param.children_by_field_name("name", &mut names).map(|name| self.of(name).to_owned()),
                );
            }
        }
        if let Some(body) = node.child_by_field_name("body") {
            self.body(body, &mut function);
        }
        self.source.functions.push(function);
    }

    /// Everything below a node, nested function literals too.
    fn body(&mut self, node: Node<'_>, function: &mut Function) {
        for node in descendants(node) {
            match node.kind() {
                "identifier" | "field_identifier" => {
                    function.mentions.insert(self.of(node).to_owned());
                }
                "call_expression" => {
                    let expr = self.expr(node, 0);
                    if let Expr::Call(call) = expr {
                        self.flag(&call, function);
                        function.calls.push(call);
                    }
                }
                "short_var_declaration" | "assignment_statement" => {
                    let plain = node.child_by_field_name("operator").is_none_or(|sign| self.of(sign) == "=");
                    if let (true, Some(left), Some(right)) =
                        (plain, node.child_by_field_name("left"), node.child_by_field_name("right"))
                    {
                        self.assign(&children(left), &children(right), function);
                    }
                }
                "var_spec" | "const_spec" => {
                    let mut cursor = node.walk();
                    let names: Vec<_> = node
                        .children_by_field_name("name", &mut cursor)
                        .filter(|name| name.kind() == "identifier")
                        .collect();
                    if let Some(value) = node.child_by_field_name("value") {
                        self.assign(&names, &children(value), function);
                    }
                }
                "return_statement" => {
                    if let Some(value) = node.named_child(0).and_then(|list| list.named_child(0)) {
                        function.returns.push(self.expr(value, 0));
                    }
                }
                "composite_literal" => self.composite(node, function),
                "field_declaration" => self.tagged(node),
                _ => {}
            }
        }
    }

    fn assign(&mut self, left: &[Node<'_>], right: &[Node<'_>], function: &mut Function) {
        for (index, target) in left.iter().enumerate() {
            // One call may give several values: the first is the one meant.
            let Some(value) = right.get(index).filter(|_| index == 0 || left.len() == right.len()) else {
                continue;
            };
            let value = self.expr(*value, 0);
            match self.expr(*target, 0) {
                Expr::Name(name) => function.assigned.entry(name).or_default().push(value),
                Expr::Select(base, field) => {
                    let base = if let Expr::Name(name) = *base { Some(name) } else { None };
                    function.fields.push(Field { owner: base, of_type: None, name: field, value });
                }
                _ => {}
            }
        }
    }

    /// `flag.StringVar(&addr, "addr", ":8080", "…")` is an assignment.
    fn flag(&self, call: &Call, function: &mut Function) {
        let Some(kind) = call.name().strip_suffix("VarP").or_else(|| call.name().strip_suffix("Var")) else {
            return;
        };
        if !matches!(kind, "String" | "Int" | "Uint" | "Int64" | "Uint64" | "Uint16" | "Int32" | "Uint32") {
            return;
        }
        let at = if call.name().ends_with('P') { 3 } else { 2 };
        let (Some(Expr::Refer(target)), Some(default)) = (call.args.first(), call.args.get(at)) else {
            return;
        };
        let value = Expr::Default(Box::new(default.clone()));
        match target.as_ref() {
            Expr::Name(name) => function.assigned.entry(name.clone()).or_default().push(value),
            Expr::Select(_, field) => {
                function.fields.push(Field { owner: None, of_type: None, name: field.clone(), value });
            }
            _ => {}
        }
    }

    fn composite(&mut self, node: Node<'_>, function: &mut Function) {
        let of_type = node.child_by_field_name("type").map(|name| self.of(name).to_owned());
        let Some(body) = node.child_by_field_name("body") else { return };
        for element in children(body).into_iter().filter(|element| element.kind() == "keyed_element") {
            let (Some(key), Some(value)) = (element.named_child(0), element.named_child(1)) else { continue };
            let (Some(key), Some(value)) = (key.named_child(0), value.named_child(0)) else { continue };
            if !matches!(key.kind(), "identifier" | "field_identifier") {
                continue;
            }
            let (name, value) = (self.of(key).to_owned(), self.expr(value, 0));
            function.fields.push(Field { owner: None, of_type: of_type.clone(), name, value });
        }
    }

    /// A struct's field with a tag that names an environment variable or a default.
    fn tagged(&mut self, node: Node<'_>) {
        let (Some(name), Some(tag)) = (node.child_by_field_name("name"), node.child_by_field_name("tag"))
        else {
            return;
        };
        let tag = self.of(tag).trim_matches(['`', '"']).replace("\\\"", "\"");
        let value = |keys: &[&str]| {
            keys.iter().find_map(|key| {
                let rest = tag.split_once(&format!("{key}:\""))?.1;
                rest.split_once('"').map(|(value, _)| value.to_owned())
            })
        };
        let env =
            value(&["env", "envconfig"]).map(|env| env.split(',').next().unwrap_or_default().to_owned());
        let default = value(&["envDefault", "env-default", "default"]);
        if env.as_ref().is_none_or(String::is_empty) && default.is_none() {
            return;
        }
        let line = line(node);
        let env =
            env.filter(|env| !env.is_empty() && env.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        self.source.tags.push(super::source::Tag { field: self.of(name).to_owned(), env, default, line });
    }

    fn expr(&self, node: Node<'_>, depth: u32) -> Expr {
        if depth > DEEP {
            return Expr::Other;
        }
        let below = |node: Option<Node<'_>>| node.map_or(Expr::Other, |node| self.expr(node, depth + 1));
        match node.kind() {
            "identifier" | "field_identifier" | "package_identifier" => Expr::Name(self.of(node).to_owned()),
            "interpreted_string_literal" => Expr::Text(unescape(self.of(node)), line(node)),
            "raw_string_literal" => Expr::Text(self.of(node).trim_matches('`').to_owned(), line(node)),
            "int_literal" => {
                let digits = self.of(node).replace('_', "");
                let number = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
                    Some(hex) => i64::from_str_radix(hex, 16).ok(),
                    None => digits.parse().ok(),
                };
                number.map_or(Expr::Other, |number| Expr::Text(number.to_string(), line(node)))
            }
            "parenthesized_expression" => below(node.named_child(0)),
            "selector_expression" => {
                let field = node.child_by_field_name("field").map(|field| self.of(field).to_owned());
                Expr::Select(Box::new(below(node.child_by_field_name("operand"))), field.unwrap_or_default())
            }
            "binary_expression"
                if node.child_by_field_name("operator").is_some_and(|sign| self.of(sign) == "+") =>
            {
                let (left, right) = (node.child_by_field_name("left"), node.child_by_field_name("right"));
                Expr::Plus(Box::new(below(left)), Box::new(below(right)))
            }
            "unary_expression" => {
                let operand = Box::new(below(node.child_by_field_name("operand")));
                match node.child_by_field_name("operator").map(|sign| self.of(sign)) {
                    Some("&") => Expr::Refer(operand),
                    Some("*") => *operand,
                    _ => Expr::Other,
                }
            }
            "call_expression" => {
                let function = Box::new(below(node.child_by_field_name("function")));
                let args = node.child_by_field_name("arguments").map(children).unwrap_or_default();
                let args = args.into_iter().take(12).map(|arg| self.expr(arg, depth + 1)).collect();
                Expr::Call(Call { function, args, line: line(node) })
            }
            // string(x), int(x)
            "type_conversion_expression" => below(node.child_by_field_name("operand")),
            "composite_literal" => {
                let of_type = node.child_by_field_name("type").map(|name| self.of(name).to_owned());
                Expr::Literal(of_type.unwrap_or_default())
            }
            _ => Expr::Other,
        }
    }
}

/// The named children that are no comments.
fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

/// Every node below and including this one, in the order of the text, however deep.
fn descendants(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let mut next = Some(node);
    std::iter::from_fn(move || {
        let current = next?;
        next = if cursor.goto_first_child() || cursor.goto_next_sibling() {
            Some(cursor.node())
        } else {
            loop {
                if !cursor.goto_parent() {
                    break None;
                }
                if cursor.goto_next_sibling() {
                    break Some(cursor.node());
                }
            }
        };
        Some(current)
    })
}

fn line(node: Node<'_>) -> u32 {
    u32::try_from(node.start_position().row + 1).unwrap_or(u32::MAX)
}

fn unescape(literal: &str) -> String {
    literal
        .trim_matches('"')
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\")
}

/// What a package is called by its path: the last element, without a major version or `go-`.
fn package_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or(path);
    let is_version =
        last.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    let name = if is_version { parts.next().unwrap_or(last) } else { last };
    // gopkg.in/yaml.v3
    name.split_once(".v").map_or(name, |(name, _)| name)
}

/// Collections that keep facts small.
pub(super) type Names = BTreeSet<String>;
/// Values by name.
pub(super) type Values = BTreeMap<String, Vec<Expr>>;
