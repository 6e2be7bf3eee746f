//! Makes any bytes harmless text: valid UTF-8 of one line, without terminal escapes, control characters and
//! characters that turn the direction of writing.
//!
//! A container's output is hostile: it may hold sequences that hide or forge text, set a terminal's title, or make
//! `evil.com` read backwards. Nothing of that reaches the text; of colours is kept which part had which.

use crate::parse::Styler;

/// The text of one line. Kept are printable characters and tabs; a carriage return or a line separator within the
/// line becomes a space, and bytes that are not UTF-8 the replacement character.
pub fn sanitise(bytes: &[u8]) -> String {
    styled(bytes).0
}

/// The same, and the colours of its parts as [`crate::parse::runs`] reads them.
pub fn styled(bytes: &[u8]) -> (String, Vec<u8>) {
    if bytes.iter().all(|byte| matches!(byte, b'\t' | 0x20..=0x7e)) {
        return (String::from_utf8_lossy(bytes).into_owned(), Vec::new());
    }
    let mut end = bytes.len();
    while end > 0 && bytes[end - 1] == b'\r' {
        end -= 1;
    }
    let text = String::from_utf8_lossy(&bytes[..end]);
    let mut out = String::with_capacity(text.len());
    let mut styler = Styler::default();
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let shown = match c {
            '\x1b' => {
                rest = escape(rest, &mut styler);
                continue;
            }
            '\u{9b}' => {
                rest = control_sequence(rest, &mut styler);
                continue;
            }
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => {
                rest = control_string(rest);
                continue;
            }
            '\r' | '\u{2028}' | '\u{2029}' => ' ',
            '\t' => c,
            _ if c.is_control() || is_invisible_direction(c) => continue,
            _ => c,
        };
        styler.text_at(out.len());
        out.push(shown);
    }
    (out, styler.finish())
}

/// Characters without a shape that change how what follows is shown.
fn is_invisible_direction(c: char) -> bool {
    matches!(c,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{feff}')
}

/// What follows a whole escape sequence that has just begun.
fn escape<'a>(rest: &'a str, styler: &mut Styler) -> &'a str {
    let mut chars = rest.chars();
    match chars.next() {
        Some('[') => control_sequence(chars.as_str(), styler),
        Some(']' | 'P' | 'X' | '^' | '_') => control_string(chars.as_str()),
        _ => {
            // Any number of intermediates and one final character.
            let after = rest.trim_start_matches(|c| matches!(c, ' '..='/'));
            after.strip_prefix(|c| matches!(c, '0'..='~')).unwrap_or(after)
        }
    }
}

/// CSI: parameters, intermediates, one final character. Anything else ends it and is looked at anew.
fn control_sequence<'a>(rest: &'a str, styler: &mut Styler) -> &'a str {
    let after = rest.trim_start_matches(|c| matches!(c, '0'..='?'));
    if after.starts_with('m') {
        styler.take(&rest[..rest.len() - after.len()]);
    }
    let after = after.trim_start_matches(|c| matches!(c, ' '..='/'));
    after.strip_prefix(|c| matches!(c, '@'..='~')).unwrap_or(after)
}

/// OSC, DCS and their like end with BEL or ST. Without an end in this line only the beginning is taken away: a
/// program must not be able to hide the rest of its line.
fn control_string(rest: &str) -> &str {
    for (at, c) in rest.char_indices() {
        match c {
            '\x07' | '\u{9c}' => return &rest[at + c.len_utf8()..],
            '\x1b' => return rest[at + 1..].strip_prefix('\\').unwrap_or(&rest[at..]),
            _ => {}
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn is_allowed(c: char) -> bool {
        c == '\t' || !(c.is_control() || is_invisible_direction(c) || matches!(c, '\u{2028}' | '\u{2029}'))
    }

    #[test]
    fn ordinary_text_of_any_language_is_untouched() {
        for text in ["plain\ttext", "中文日志", "naïve ☕ 👩‍💻", "עברית و عربى", ""] {
            assert_eq!(sanitise(text.as_bytes()), text);
        }
    }

    #[test]
    fn terminal_escapes_leave_nothing_behind() {
        for (bytes, text) in [
            (&b"\x1b[31;1mred\x1b[0m"[..], "red"),
            (b"\x1b]0;title\x07after", "after"),
            (b"\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
            (b"\x1bPq#0\x1b\\sixel", "sixel"),
            (b"\x1b_apc\x1b\\x\x1b^pm\x1b\\y\x1bXsos\x1b\\z", "xyz"),
            ("\u{9b}31mred\u{9d}0;t\u{9c}x\u{90}q\u{9c}y".as_bytes(), "redxy"),
            (b"\x1b(B\x1b7\x1bc\x1b#8ok", "ok"),
            (b"\x1b[2J\x1b[1;1Hok\x1b[?25l", "ok"),
            (b"half \x1b[3", "half "),
            (b"half \x1b", "half "),
            (b"a\0b\x08c\x7fd\x0be", "abcde"),
        ] {
            assert_eq!(sanitise(bytes), text, "{}", String::from_utf8_lossy(bytes).escape_debug());
        }
    }

    #[test]
    fn a_string_that_never_ends_hides_nothing() {
        assert_eq!(sanitise(b"\x1b]0;the rest is here"), "0;the rest is here");
        assert_eq!(sanitise(b"\x1bPa\x1b[31mb"), "b");
    }

    #[test]
    fn an_escape_within_an_escape_starts_anew() {
        assert_eq!(sanitise(b"\x1b[3\x1b[31mred"), "red");
        assert_eq!(sanitise("\x1b[3é".as_bytes()), "é");
    }

    #[test]
    fn writing_direction_cannot_be_turned() {
        assert_eq!(
            sanitise("user\u{202e}moc.live\u{202c}\u{2066}x\u{2069}\u{200f}\u{061c}".as_bytes()),
            "usermoc.livex"
        );
    }

    #[test]
    fn carriage_returns_neither_hide_nor_remain() {
        assert_eq!(sanitise(b"line\r\r"), "line");
        assert_eq!(sanitise(b"10%\r20%\r30%"), "10% 20% 30%");
        assert_eq!(sanitise("a\u{2028}b".as_bytes()), "a b");
    }

    #[test]
    fn what_is_not_utf_8_is_replaced() {
        assert_eq!(sanitise(b"a\xffb\x9b31m\xc3"), "a\u{fffd}b\u{fffd}31m\u{fffd}");
    }

    fn hostile() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            any::<Vec<u8>>(),
            any::<String>().prop_map(String::into_bytes),
            proptest::sample::select(vec![
                "\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x07", "\u{9b}", "\u{9d}", "\u{9c}",
                "\u{202e}", "\u{2066}", "\u{200e}", "\u{61c}", "31;1m", "\r", "\0", "中", "x",
            ])
            .prop_map(|text| text.as_bytes().to_vec()),
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_bytes_bring_a_forbidden_character_through(bytes in hostile()) {
            let text = sanitise(&bytes);
            prop_assert!(text.chars().all(is_allowed), "{:?}", text);
        }

        #[test]
        fn what_is_harmless_stays_as_it_is(bytes in hostile()) {
            let once = sanitise(&bytes);
            prop_assert_eq!(sanitise(once.as_bytes()), once);
        }
    }
}
