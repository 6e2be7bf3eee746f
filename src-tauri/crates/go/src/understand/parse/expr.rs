//! An expression of the tree, as far as an address can be made of it.

use super::source::{Call, Expr};
use super::tree::descendants;
use tree_sitter::Node;

/// An expression deeper than this is not looked into.
const DEEP: u32 = 12;
/// More elements of a list, or names in a function literal, are not kept.
const MOST: usize = 400;

pub(super) fn text_of<'a>(text: &'a str, node: Node<'_>) -> &'a str {
    text.get(node.byte_range()).unwrap_or_default()
}

pub(super) fn line(node: Node<'_>) -> u32 {
    u32::try_from(node.start_position().row + 1).unwrap_or(u32::MAX)
}

/// The named children that are no comments.
pub(super) fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

pub(super) fn to_expr(text: &str, node: Node<'_>, depth: u32) -> Expr {
    if depth > DEEP {
        return Expr::Other;
    }
    let of = |node: Node<'_>| text_of(text, node);
    let below = |node: Option<Node<'_>>| node.map_or(Expr::Other, |node| to_expr(text, node, depth + 1));
    match node.kind() {
        "identifier" | "field_identifier" | "package_identifier" => Expr::Name(of(node).to_owned()),
        "interpreted_string_literal" => Expr::Text(unescape(of(node)), line(node)),
        "raw_string_literal" => Expr::Text(of(node).trim_matches('`').to_owned(), line(node)),
        "int_literal" => {
            let digits = of(node).replace('_', "");
            let number = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
                Some(hex) => i64::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            };
            number.map_or(Expr::Other, |number| Expr::Text(number.to_string(), line(node)))
        }
        "true" | "false" => Expr::Text(of(node).to_owned(), line(node)),
        "parenthesized_expression" | "expression_list" | "literal_element" => below(node.named_child(0)),
        "selector_expression" => {
            let field = node.child_by_field_name("field").map(|field| of(field).to_owned());
            Expr::Select(Box::new(below(node.child_by_field_name("operand"))), field.unwrap_or_default())
        }
        // os.Args[1] is as unknown as os.Args is.
        "index_expression" | "slice_expression" => match below(node.child_by_field_name("operand")) {
            Expr::Select(base, field) if field == "Args" => Expr::Select(base, field),
            _ => Expr::Other,
        },
        "binary_expression" if node.child_by_field_name("operator").is_some_and(|sign| of(sign) == "+") => {
            let (left, right) = (node.child_by_field_name("left"), node.child_by_field_name("right"));
            Expr::Plus(Box::new(below(left)), Box::new(below(right)))
        }
        "unary_expression" => {
            let operand = Box::new(below(node.child_by_field_name("operand")));
            match node.child_by_field_name("operator").map(of) {
                Some("&") => Expr::Refer(operand),
                Some("*") => *operand,
                _ => Expr::Other,
            }
        }
        "call_expression" => {
            let function = Box::new(below(node.child_by_field_name("function")));
            let args = node.child_by_field_name("arguments").map(children).unwrap_or_default();
            let args = args.into_iter().take(16).map(|arg| to_expr(text, arg, depth + 1)).collect();
            // The line of the name: a chain of calls begins lines above it.
            let named = node.child_by_field_name("function");
            let at = named.and_then(|named| named.child_by_field_name("field")).unwrap_or(node);
            Expr::Call(Call { function, args, line: line(at) })
        }
        // string(x), int(x)
        "type_conversion_expression" => below(node.child_by_field_name("operand")),
        "composite_literal" => {
            let of_type = node.child_by_field_name("type").map(of).unwrap_or_default();
            match node.child_by_field_name("body").filter(|_| of_type.starts_with('[')) {
                Some(body) => Expr::List(
                    children(body).into_iter().take(24).map(|e| to_expr(text, e, depth + 1)).collect(),
                ),
                None => Expr::Literal(of_type.to_owned(), node.start_byte() + 1),
            }
        }
        "literal_value" => Expr::Literal(String::new(), node.start_byte() + 1),
        _ => Expr::Other,
    }
}

/// A function literal: the names in it.
pub(super) fn to_func(text: &str, node: Node<'_>, selected: &dyn Fn(Node<'_>) -> Option<String>) -> Expr {
    let mut names = Vec::new();
    for node in descendants(node) {
        match node.kind() {
            "identifier" | "type_identifier" | "qualified_type" => names.push(text_of(text, node).to_owned()),
            "selector_expression" => names.extend(selected(node)),
            _ => {}
        }
        if names.len() >= MOST {
            break;
        }
    }
    Expr::Func(names)
}

/// Words between spaces, some of them quoted.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (word, after) = if matches!(first, '"' | '`') {
            let inner = rest.get(1..).unwrap_or_default();
            inner.split_once(first).unwrap_or((inner, ""))
        } else {
            rest.split_once(char::is_whitespace).unwrap_or((rest, ""))
        };
        found.push(word.to_owned());
        rest = after.trim_start();
        if found.len() > 100 {
            break;
        }
    }
    found
}

fn unescape(literal: &str) -> String {
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    inner.replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"").replace("\\\\", "\\")
}
