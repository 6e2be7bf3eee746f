//! Just enough of ELF to know a Linux program of an architecture from anything else.

/// `e_machine` of an architecture in Go's words; nothing for one that is not known here.
pub(crate) fn machine(arch: &str) -> Option<u16> {
    Some(match arch {
        "386" => 3,
        "ppc64" | "ppc64le" => 21,
        "s390x" => 22,
        "arm" => 40,
        "amd64" => 62,
        "arm64" => 183,
        "riscv64" => 243,
        "loong64" => 258,
        _ => return None,
    })
}

/// How much of a file [`is_program`] needs to see.
pub(crate) const HEAD: u64 = 20;

/// Whether a file that begins like this can be run on Linux of that architecture. An architecture that is not known
/// here is given the benefit of the doubt.
pub(crate) fn is_program(head: &[u8], arch: &str) -> bool {
    let Some(head) = head.get(..HEAD as usize) else { return false };
    if !head.starts_with(b"\x7fELF") {
        return false;
    }
    let big_endian = head[5] == 2;
    let word = |at: usize| {
        let bytes = [head[at], head[at + 1]];
        if big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    };
    let can_run = matches!(word(16), 2 | 3);
    can_run && machine(arch).is_none_or(|machine| word(18) == machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_go_archive_or_another_architecture_is_no_program() {
        let amd64 = crate::preflight_elf("amd64").unwrap();
        assert!(is_program(&amd64, "amd64"));
        assert!(!is_program(&amd64, "arm64"));
        assert!(!is_program(b"!<arch>\n__.PKGDEF       0", "amd64"));
        assert!(!is_program(b"\x7fELF", "amd64"));
        assert!(is_program(&amd64, "mips64"), "not known is not wrong");
    }
}
