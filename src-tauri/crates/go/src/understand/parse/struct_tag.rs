//! A struct's tag: keys with quoted values.

/// The keys and values of a tag, as `reflect.StructTag` reads them.
pub(super) fn values(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag.trim_start();
    while let Some((key, after)) = rest.split_once(":\"") {
        let mut value = String::new();
        let mut end = None;
        let mut escaped = false;
        for (at, c) in after.char_indices() {
            match c {
                '\\' if !escaped => escaped = true,
                '"' if !escaped => {
                    end = Some(at + 1);
                    break;
                }
                _ => {
                    escaped = false;
                    value.push(c);
                }
            }
        }
        let Some(end) = end.filter(|_| found.len() < 40) else { break };
        found.push((key.trim().to_owned(), value));
        rest = after.get(end..).unwrap_or_default().trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_quoted_values_are_told_apart() {
        let tag = r#"env:"PORT,required" default:"a \"b\"" json:"x""#;
        let found = values(tag);
        assert_eq!(found[0], ("env".to_owned(), "PORT,required".to_owned()));
        assert_eq!(found[1], ("default".to_owned(), "a \"b\"".to_owned()));
        assert_eq!(found.len(), 3);
        assert!(values("no tag").is_empty() && values("open:\"x").is_empty());
    }
}
