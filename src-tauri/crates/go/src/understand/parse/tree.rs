//! From tree-sitter's tree to the few facts that are kept of a file, in one walk: the tree itself is dropped.

use super::expr::{children, line, text_of, to_expr, to_func};
use super::source::{Call, Expr, Field, Function, Import, Source, Tag};
use super::{guard, struct_tag};
use std::collections::BTreeSet;
use tree_sitter::{Node, Parser};

/// Reads a file's facts. None: tree-sitter gave up on it.
pub(in crate::understand) fn read(path: &str, text: &str) -> Option<Source> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_go::LANGUAGE.into()).ok()?;
    let tree = parser.parse(text, None)?;
    let source = Source { path: path.to_owned(), ..Source::default() };
    let mut reader = Reader { text, source, packages: BTreeSet::new() };
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
    /// The names of imports.
    packages: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn of(&self, node: Node<'_>) -> &'a str {
        text_of(self.text, node)
    }

    fn expr(&self, node: Node<'_>) -> Expr {
        to_expr(self.text, node, 0)
    }

    fn imports(&mut self, declaration: Node<'_>) {
        for spec in descendants(declaration).filter(|node| node.kind() == "import_spec") {
            let Some(path) = spec.child_by_field_name("path") else { continue };
            let path = self.of(path).trim_matches(['"', '`']).to_owned();
            let name = match spec.child_by_field_name("name") {
                Some(name) => self.of(name).to_owned(),
                None => package_name(&path).to_owned(),
            };
            self.packages.insert(name.clone());
            self.source.imports.push(Import { name, path, line: line(spec) });
        }
    }

    fn function(&mut self, node: Node<'_>) {
        let mut function = Function::default();
        if let Some(name) = node.child_by_field_name("name") {
            function.name = self.of(name).to_owned();
        }
        if node.kind() == "method_declaration" {
            let receiver = node.child_by_field_name("receiver").into_iter().flat_map(descendants);
            let mut types = receiver.filter(|node| node.kind() == "type_identifier");
            function.receiver = Some(types.next().map_or_else(String::new, |name| self.of(name).to_owned()));
            let names = node.child_by_field_name("receiver").into_iter().flat_map(descendants);
            let name = names.into_iter().find(|node| node.kind() == "identifier");
            if let (Some(name), Some(of_type)) = (name, &function.receiver) {
                function.types.insert(self.of(name).to_owned(), of_type.clone());
            }
        }
        if let Some(params) = node.child_by_field_name("parameters") {
            let mut cursor = params.walk();
            for param in params.named_children(&mut cursor) {
                let mut names = param.walk();
                let of_type = param.child_by_field_name("type").and_then(|node| self.type_name(node));
                for name in param.children_by_field_name("name", &mut names) {
                    let name = self.of(name).to_owned();
                    if let Some(of_type) = &of_type {
                        function.types.insert(name.clone(), of_type.clone());
                    }
                    function.params.push(name);
                }
                self.body(param, &mut function);
            }
        }
        if let Some(result) = node.child_by_field_name("result") {
            let first = if result.kind() == "parameter_list" {
                result.named_child(0).and_then(|first| first.child_by_field_name("type"))
            } else {
                Some(result)
            };
            function.result = first.and_then(|node| self.type_name(node));
            self.body(result, &mut function);
        }
        if let Some(body) = node.child_by_field_name("body") {
            self.body(body, &mut function);
        }
        self.source.functions.push(function);
    }

    /// Everything below a node, nested function literals too.
    fn body(&mut self, node: Node<'_>, function: &mut Function) {
        let mut owner = String::new();
        for node in descendants(node) {
            match node.kind() {
                "identifier" | "type_identifier" => {
                    mention(function, self.of(node).to_owned(), node);
                }
                "qualified_type" => mention(function, self.of(node).to_owned(), node),
                "selector_expression" => {
                    if let Some(name) = self.selected(node) {
                        mention(function, name, node);
                    }
                }
                "call_expression" => {
                    let expr = self.expr(node);
                    if let Expr::Call(call) = expr {
                        flag(&call, function);
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
                    if let Some(of_type) =
                        node.child_by_field_name("type").and_then(|node| self.type_name(node))
                    {
                        for name in &names {
                            function.types.insert(self.of(*name).to_owned(), of_type.clone());
                        }
                    }
                    if let Some(value) = node.child_by_field_name("value") {
                        self.assign(&names, &children(value), function);
                    }
                }
                "return_statement" => {
                    let list = node.named_child(0);
                    if let Some(value) = list.and_then(|list| list.named_child(0)) {
                        function.returns.push(self.expr(value));
                    }
                    if let Some(value) = list.and_then(|list| list.named_child(1)) {
                        function.second_returns.push(self.expr(value));
                    }
                }
                "if_statement" => {
                    let guards = guard::subjects(node, &|node| self.of(node), &|node| self.expr(node));
                    function.guards.extend(guards);
                }
                "literal_value" => self.literal(node, function),
                "type_spec" => {
                    owner = node.child_by_field_name("name").map_or("", |name| self.of(name)).to_owned();
                }
                "field_declaration" => self.tagged(node, &owner),
                "comment" => self.directive(node),
                _ => {}
            }
        }
    }

    /// The name of a type, without pointers; none for what has no name.
    fn type_name(&self, node: Node<'_>) -> Option<String> {
        let text = self.of(node).trim_start_matches('*');
        let plain = text.len() < 80 && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        plain.then(|| text.to_owned())
    }

    /// `p.X` of a package, `.x` of anything else.
    fn selected(&self, node: Node<'_>) -> Option<String> {
        let field = self.of(node.child_by_field_name("field")?);
        let operand = node.child_by_field_name("operand")?;
        let package = Some(self.of(operand)).filter(|_| operand.kind() == "identifier");
        Some(match package.filter(|name| self.packages.contains(*name)) {
            Some(package) => format!("{package}.{field}"),
            None => format!(".{field}"),
        })
    }

    fn assign(&mut self, left: &[Node<'_>], right: &[Node<'_>], function: &mut Function) {
        for (index, target) in left.iter().enumerate() {
            // One call may give several values: the first is the one meant.
            let Some(value) = right.get(index).filter(|_| index == 0 || left.len() == right.len()) else {
                if let (Some(call), Expr::Name(name)) = (right.first(), self.expr(*target)) {
                    let call = self.expr(*call);
                    function.seconds.insert(name, call);
                }
                continue;
            };
            let at = line(*target);
            let value = self.expr(*value);
            match self.expr(*target) {
                Expr::Name(name) => function.assigned.entry(name).or_default().push(value),
                Expr::Select(base, name) => {
                    let owner = if let Expr::Name(name) = *base { Some(name) } else { None };
                    let field = Field { owner, of_type: None, literal: 0, name, value, line: at };
                    function.fields.push(field);
                }
                _ => {}
            }
        }
    }

    /// The fields of `T{name: value}`, also where the type is left out within a list.
    fn literal(&mut self, body: Node<'_>, function: &mut Function) {
        let of_type = literal_type(body).map(|node| self.of(node));
        let of_type = of_type.map(|name| name.rsplit([']', '*']).next().unwrap_or(name).trim().to_owned());
        let start = literal_start(body);
        for (at, element) in children(body).into_iter().take(400).enumerate() {
            if element.kind() == "literal_element" {
                // T{a, b}: by the order of the fields.
                if let (true, Some(value)) = (at < 24 && of_type.is_some(), element.named_child(0)) {
                    let (name, value, line) = (format!("#{at}"), self.expr(value), line(element));
                    let of_type = of_type.clone();
                    function.fields.push(Field { owner: None, of_type, literal: start, name, value, line });
                }
                continue;
            }
            if element.kind() != "keyed_element" {
                continue;
            }
            let (Some(key), Some(value)) = (element.named_child(0), element.named_child(1)) else { continue };
            let (Some(key), Some(value)) = (key.named_child(0), value.named_child(0)) else { continue };
            if !matches!(key.kind(), "identifier" | "field_identifier") {
                continue;
            }
            let name = self.of(key).to_owned();
            let runs = matches!(name.as_str(), "Run" | "RunE" | "Action" | "Exec" | "Func" | "Handler");
            let value = if runs && value.kind() == "func_literal" {
                to_func(self.text, value, &|node| self.selected(node))
            } else {
                self.expr(value)
            };
            let (of_type, line) = (of_type.clone(), line(key));
            function.fields.push(Field { owner: None, of_type, literal: start, name, value, line });
        }
    }

    fn tagged(&mut self, node: Node<'_>, owner: &str) {
        let mut cursor = node.walk();
        let mut names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
        // An embedded struct is a field of its own name.
        names.extend(node.child_by_field_name("type").filter(|_| names.is_empty()));
        let of_type = node.child_by_field_name("type").map_or("", |of_type| self.of(of_type));
        let tag = node.child_by_field_name("tag").map_or("", |tag| self.of(tag));
        let values = match tag.strip_prefix('"') {
            Some(quoted) => struct_tag::values(&quoted.trim_end_matches('"').replace("\\\"", "\"")),
            None => struct_tag::values(tag.trim_matches('`')),
        };
        let of_type = of_type.trim_start_matches(['*', '[', ']']);
        // A struct written in place is looked into by itself.
        let of_type = if of_type.len() > 80 || of_type.contains('{') { "struct" } else { of_type };
        for name in names.into_iter().take(40) {
            let field = self.of(name).rsplit(['.', '*']).next().unwrap_or_default();
            self.source.tags.push(Tag {
                owner: owner.to_owned(),
                field: field.to_owned(),
                of_type: of_type.to_owned(),
                values: values.clone(),
                line: line(name),
            });
        }
    }

    fn directive(&mut self, comment: Node<'_>) {
        let text = self.of(comment);
        if let Some(patterns) = text.strip_prefix("//go:embed ") {
            for pattern in super::expr::words(patterns) {
                self.source.embeds.push((pattern, line(comment)));
            }
        } else if let Some(command) = text.strip_prefix("//go:generate ") {
            self.source.generates.push((command.trim().to_owned(), line(comment)));
        }
    }
}

fn mention(function: &mut Function, name: String, node: Node<'_>) {
    function.mentions.entry(name).or_insert_with(|| line(node));
}

/// `flag.StringVar(&addr, "addr", ":8080", "…")` is an assignment.
fn flag(call: &Call, function: &mut Function) {
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
        Expr::Select(base, name) => function.fields.push(Field {
            owner: base.name().map(str::to_owned),
            of_type: None,
            literal: 0,
            name: name.clone(),
            value,
            line: call.line,
        }),
        _ => {}
    }
}

/// The type of a literal's body: its own, or that of the list it stands in.
fn literal_type(body: Node<'_>) -> Option<Node<'_>> {
    let mut above = body.parent()?;
    for _ in 0..6 {
        if above.kind() == "composite_literal" {
            return above.child_by_field_name("type");
        }
        if !matches!(above.kind(), "literal_element" | "literal_value" | "keyed_element") {
            return None;
        }
        above = above.parent()?;
    }
    None
}

fn literal_start(body: Node<'_>) -> usize {
    match body.parent() {
        Some(above) if above.kind() == "composite_literal" => above.start_byte() + 1,
        _ => body.start_byte() + 1,
    }
}

/// Every node below and including this one, in the order of the text, however deep.
pub(super) fn descendants(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
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

/// What a package is called by its path: the last element, without a major version or `go-`.
fn package_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or(path);
    let is_version =
        last.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    let name = if is_version { parts.next().unwrap_or(last) } else { last };
    // gopkg.in/yaml.v3
    let name = name.split_once(".v").map_or(name, |(name, _)| name);
    // github.com/foo/go-bar, bar-go and bar.go are mostly called bar.
    let name = name.strip_prefix("go-").unwrap_or(name);
    name.strip_suffix(".go").or_else(|| name.strip_suffix("-go")).unwrap_or(name)
}
