//! Go's panics and stack traces: which lines go on what the line before them began.

/// Follows one stream's lines, in their order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trace {
    is_in: bool,
}

impl Trace {
    /// Whether this line is a part of the trace that a line before it began.
    pub fn goes_on(&mut self, text: &str) -> bool {
        if self.is_in && is_part(text) {
            return true;
        }
        self.is_in = begins(text);
        false
    }
}

/// The first line of a panic, of a fatal error, of a stack that was printed.
fn begins(text: &str) -> bool {
    text.starts_with("panic: ")
        || text.starts_with("fatal error: ")
        || text.starts_with("runtime: goroutine stack exceeds")
        || text.starts_with("SIGQUIT: quit")
        || is_goroutine(text)
        || text.contains(" panic serving ")
}

/// `goroutine 1 [running]:`
fn is_goroutine(text: &str) -> bool {
    text.strip_prefix("goroutine ").is_some_and(|rest| rest.ends_with("]:") && rest.contains(" ["))
}

fn is_part(text: &str) -> bool {
    text.is_empty()
        || text.starts_with('\t')
        || text.starts_with("created by ")
        || text.starts_with("[signal ")
        || text.starts_with("fatal error: ")
        || text.starts_with("runtime stack:")
        || text.starts_with("...")
        || text.starts_with("exit status ")
        || is_goroutine(text)
        || is_function(text)
        || is_register(text)
}

/// `main.(*Cart).Total(0xc000010000, {0x1, 0x2})`: a name without a space, and what is given to it.
fn is_function(text: &str) -> bool {
    let Some(inner) = text.strip_suffix(')') else { return false };
    let mut depth = 1;
    for (at, byte) in inner.bytes().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let name = &inner[..at];
            return name.contains('.') && !name.contains(' ');
        }
    }
    false
}

/// `rax    0x0`, after a signal.
fn is_register(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let (Some(name), Some(value), None) = (words.next(), words.next(), words.next()) else { return false };
    name.len() <= 6 && value.starts_with("0x")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<bool> {
        let mut trace = Trace::default();
        text.lines().map(|line| trace.goes_on(line)).collect()
    }

    #[test]
    fn a_panic_is_one_with_its_frames() {
        let text = "listening\n\
            panic: assignment to entry in nil map [recovered]\n\
            \tpanic: again\n\
            [signal SIGSEGV: segmentation violation code=0x1]\n\
            \n\
            goroutine 7 [running]:\n\
            main.(*Cart).Total(0xc000010000, {0x1, 0x2})\n\
            \t/src/cart.go:118 +0x1d\n\
            created by net/http.(*Server).Serve in goroutine 1\n\
            \t/go/src/net/http/server.go:3 +0x1\n\
            next line (all is well)";
        let expected = [false, false, true, true, true, true, true, true, true, true, false];
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn ordinary_lines_are_not_swallowed() {
        let text = "fatal error: all goroutines are asleep - deadlock!\nlistening on :8080\n\tindented\nmain.go:3 (x)";
        assert_eq!(parts(text), [false; 4]);
        assert_eq!(
            parts("2024/01/02 10:00:00 http: panic serving 127.0.0.1:1: x\ngoroutine 1 [running]:\nmain.f()"),
            [false, true, true]
        );
    }
}
