//! The layer under every program: what a static Go program expects of a system, and nothing else.

use crate::ImageError;
use crate::tarball::{Entry, OpenFile};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::path::Path;

/// User and group that programs run as.
pub const NONROOT: u64 = 65532;
/// Their home: where they start, and the one place besides `/tmp` that they may write to.
pub const HOME: &str = "/home/nonroot";
/// Where Go's `time` package finds zones, by `ZONEINFO`.
pub(crate) const ZONEINFO: &str = "/usr/share/zoneinfo.zip";

const PASSWD: &str = "root:x:0:0:root:/root:/sbin/nologin\n\
    nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n\
    nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n";
const GROUP: &str = "root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n";
const NSSWITCH: &str = "hosts: files dns\n";

/// The entries of the base layer.
pub(crate) fn entries(zoneinfo: Option<&Path>) -> Result<Vec<Entry>, ImageError> {
    let mut entries = vec![
        Entry::folder("etc", 0o755, 0),
        Entry::bytes("etc/group", 0o644, GROUP.as_bytes()),
        Entry::bytes("etc/nsswitch.conf", 0o644, NSSWITCH.as_bytes()),
        Entry::bytes("etc/passwd", 0o644, PASSWD.as_bytes()),
        Entry::folder("etc/ssl", 0o755, 0),
        Entry::folder("etc/ssl/certs", 0o755, 0),
        Entry::bytes("etc/ssl/certs/ca-certificates.crt", 0o644, certificates().into_bytes()),
        Entry::folder("home", 0o755, 0),
        Entry::folder("home/nonroot", 0o700, NONROOT),
        Entry::folder("root", 0o700, 0),
        Entry::folder("tmp", 0o1777, 0),
        Entry::folder("usr", 0o755, 0),
        Entry::folder("usr/share", 0o755, 0),
    ];
    if let Some(path) = zoneinfo {
        entries.push(Entry::file(ZONEINFO.trim_start_matches('/'), 0o644, OpenFile::open(path)?));
    }
    Ok(entries)
}

/// Mozilla's roots as PEM. They are Slipway's own, not this machine's: otherwise the same program would give another
/// digest on the next machine, and a company's private root would travel in an image unseen.
pub fn certificates() -> String {
    let mut pem = String::new();
    for certificate in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        pem.push_str("-----BEGIN CERTIFICATE-----\n");
        let text = STANDARD.encode(certificate.as_ref());
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(64));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END CERTIFICATE-----\n");
    }
    pem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_certificate_is_pem_of_lines_that_openssl_takes() {
        let pem = certificates();
        assert!(pem.matches("-----BEGIN CERTIFICATE-----\nMII").count() > 100);
        assert_eq!(pem.matches("-----BEGIN").count(), pem.matches("-----END").count());
        assert!(pem.lines().all(|line| line.len() <= 64));
    }

    #[test]
    fn the_user_that_programs_run_as_has_a_name_and_a_home() {
        let line = PASSWD.lines().find(|line| line.starts_with("nonroot:")).unwrap();
        assert_eq!(line.split(':').nth(2), Some(NONROOT.to_string().as_str()));
        assert!(line.contains("/home/nonroot"));
    }
}
