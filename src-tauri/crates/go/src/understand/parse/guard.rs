//! What must not be empty: `if x == "" { log.Fatal(…) }` and its relatives.

use super::source::Expr;
use tree_sitter::Node;

/// Conditions deeper than this are not looked into.
const DEEP: u32 = 6;

/// What an `if` ends the program, or returns an error, for when it is empty.
pub(super) fn subjects<'a>(
    statement: Node<'_>,
    of: &dyn Fn(Node<'_>) -> &'a str,
    expr: &dyn Fn(Node<'_>) -> Expr,
) -> Vec<Expr> {
    let (Some(condition), Some(block)) =
        (statement.child_by_field_name("condition"), statement.child_by_field_name("consequence"))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    empty(condition, of, expr, 0, &mut found);
    if found.is_empty() || !gives_up(block, of) {
        return Vec::new();
    }
    found
}

/// What a condition says is empty.
fn empty<'a>(
    node: Node<'_>,
    of: &dyn Fn(Node<'_>) -> &'a str,
    expr: &dyn Fn(Node<'_>) -> Expr,
    depth: u32,
    found: &mut Vec<Expr>,
) {
    if depth > DEEP {
        return;
    }
    match node.kind() {
        "parenthesized_expression" => {
            if let Some(inner) = node.named_child(0) {
                empty(inner, of, expr, depth + 1, found);
            }
        }
        "unary_expression" if of(node).starts_with('!') => {
            if let Some(inner) = node.child_by_field_name("operand") {
                found.push(expr(inner));
            }
        }
        "binary_expression" => {
            let part = |name: &str| node.child_by_field_name(name);
            let (Some(left), Some(sign), Some(right)) = (part("left"), part("operator"), part("right"))
            else {
                return;
            };
            match (of(sign), of(left), of(right)) {
                ("||", _, _) => {
                    empty(left, of, expr, depth + 1, found);
                    empty(right, of, expr, depth + 1, found);
                }
                ("==", _, "\"\"" | "``") => found.push(expr(left)),
                ("==", "\"\"" | "``", _) => found.push(expr(right)),
                // len(os.Args) < 2, flag.NArg() != 1
                ("<" | "!=" | "==" | "<=", "len(os.Args)", _) => {
                    if let Some(inner) = left.child_by_field_name("arguments").and_then(|n| n.named_child(0))
                    {
                        found.push(expr(inner));
                    }
                }
                ("<" | "!=" | "==", count, _) if count.ends_with(".NArg()") => found.push(expr(left)),
                ("==", length, "0") | ("<", length, "1") if length.starts_with("len(") => {
                    if let Some(inner) = left.child_by_field_name("arguments").and_then(|n| n.named_child(0))
                    {
                        found.push(expr(inner));
                    }
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// Whether a block ends the program or returns an error.
fn gives_up<'a>(block: Node<'_>, of: &dyn Fn(Node<'_>) -> &'a str) -> bool {
    let mut cursor = block.walk();
    // Newer grammars put the statements into a list.
    let lists: Vec<Node<'_>> = block.named_children(&mut cursor).take(40).collect();
    let mut statements = Vec::new();
    for node in lists {
        if node.kind() == "statement_list" {
            let mut inner = node.walk();
            statements.extend(node.named_children(&mut inner).take(40));
        } else {
            statements.push(node);
        }
    }
    statements.into_iter().any(|statement| match statement.kind() {
        "expression_statement" => is_fatal(of(statement)),
        "return_statement" => {
            let text = of(statement).strip_prefix("return").unwrap_or_default();
            let last = text.trim();
            ["errors.", "fmt.Errorf", "Errorf(", "xerrors."].iter().any(|word| last.contains(word))
                || last
                    .rsplit(',')
                    .next()
                    .map(str::trim)
                    .is_some_and(|name| name.starts_with("Err") || name.starts_with("err"))
        }
        _ => false,
    })
}

fn is_fatal(text: &str) -> bool {
    let called = text.split('(').next().unwrap_or_default();
    let name = called.rsplit('.').next().unwrap_or_default();
    called == "os.Exit" || matches!(name, "panic" | "Panic" | "Panicf" | "Panicln" | "Must")
        || name.starts_with("Fatal")
        || name.starts_with("fatal")
        // zerolog: log.Fatal().Msg("…")
        || text.contains(".Fatal().")
}
