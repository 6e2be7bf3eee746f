//! A running program and the world outside of it: ports, names, certificates, files, rights.

use super::Severity::{Aftermath, Hint};
use super::{Entry, run};

pub(super) const ENTRIES: &[Entry] = &[
    // Usage of registrator:
    run("project-run-usage", r"^\s*usage(?: of [^:]{1,100})?:(?:\s|$)").severity(Hint).fix("fix-set-arguments"),
    // listen tcp :8080: bind: address already in use
    run("project-run-port-taken", r"listen (?:tcp|udp)\S* (?P<address>\S+): bind: (?:address already in use|Only one usage)"),
    // listen tcp :80: bind: permission denied
    run("project-run-port-forbidden", r"listen (?:tcp|udp)\S* (?P<address>\S+): bind: permission denied"),
    // listen tcp 192.0.2.7:8080: bind: cannot assign requested address
    run(
        "project-run-address-foreign",
        r"listen (?:tcp|udp)\S* (?P<address>\S+): bind: cannot assign requested address",
    )
    .fix("fix-listen-all"),
    // listen tcp: address 8080: missing port in address
    run(
        "project-run-address",
        r"(?:listen|dial) \w+: address (?P<address>\S+): (?:missing port|too many colons|invalid port)|listen \w+: lookup tcp/(?P<address2>\S+): ",
    ),
    // x509: certificate is valid for example.com, not db
    run(
        "project-run-certificate-name",
        r"x509: (?:certificate is valid for (?P<names>.+?), not (?P<host>\S+)|certificate is not valid for any names.*|cannot validate certificate for (?P<host2>\S+))",
    ),
    // x509: certificate has expired or is not yet valid
    run("project-run-certificate-expired", r"certificate has expired or is not yet valid"),
    // tls: failed to verify certificate: x509: certificate signed by unknown authority
    run("project-run-no-certificates", r"x509: certificate signed by unknown authority|x509: failed to load system roots"),
    // http: server gave HTTP response to HTTPS client
    run(
        "project-run-plain-http",
        r#"(?:(?:Get|Post|Put|Head|Patch|Delete) "(?P<address>[^"]+)": )?(?:http: server gave HTTP response to HTTPS client|tls: first record does not look like a TLS handshake)"#,
    ),
    // Client sent an HTTP request to an HTTPS server.
    run(
        "project-run-needs-https",
        r#"client sent an HTTP request to an HTTPS server|malformed HTTP response "\\x15\\x03"#,
    ),
    // panic: unknown time zone Asia/Shanghai
    run("project-run-time-zone", r"unknown time zone (?P<zone>[^\s,;]+)"),
    // open /data/x.db: read-only file system
    run(
        "project-run-read-only",
        r"(?:(?:open|mkdir|create|write|remove|rename|unlinkat|chmod|chown) )?(?P<path>[^\s:]+): read-only file system|attempt to write a readonly database",
    ),
    // open /data/x.db: permission denied
    run(
        "project-run-not-writable",
        r"(?:open|mkdir|create|write|remove|rename|unlinkat|chmod|chown) (?P<path>[^\s:]+): (?:permission denied|operation not permitted)|unable to open database file",
    ),
    // accept tcp [::]:8080: accept4: too many open files
    run("project-run-too-many-files", r"too many open files"),
    // exec: "ffmpeg": executable file not found in $PATH
    run(
        "project-run-command",
        r#"exec: "(?P<command>[^"]+)": executable file not found in|fork/exec (?P<command2>[^\s:]+): no such file"#,
    ),
    // open config.yaml: no such file or directory
    run(
        "project-run-file-missing",
        r"(?:open|stat|lstat|read|chdir|readdir|scandir) (?P<path>[^\s:]+): (?:no such file or directory|The system cannot find the (?:file|path) specified|file does not exist)",
    ),
    // dial unix /var/run/docker.sock: connect: no such file or directory
    run(
        "project-run-socket",
        r"dial unix (?P<path>[^\s:]+): connect: (?:no such file or directory|permission denied|connection refused)",
    ),
    // dial tcp 127.0.0.1:5432: connect: connection refused
    run(
        "project-run-dials-itself",
        r"(?:dial (?:tcp|udp)|connecting to|connect to|connection to|dialing)\S*.*?(?P<address>(?:127\.0\.0\.1|\[::1\]|localhost):\d+)\S*.*(?:connect: )?connection refused",
    ),
    // dial tcp 172.18.0.2:5432: connect: connection refused
    run(
        "project-run-refused",
        r"(?:dial (?:tcp|udp) (?P<address>[^\s]+?): )connect: connection refused",
    ),
    // connect: connection refused, with the address in another line
    run("project-run-refused", r"\bconnection refused").with(&[("address", "…")]),
    // dial tcp: lookup db on 127.0.0.11:53: no such host
    run(
        "project-run-no-such-name",
        r"lookup (?P<host>[^\s:]+?)\.?(?: on \S+?)?: (?:no such host|server misbehaving|Temporary failure|i/o timeout)|could not translate host name .(?P<host2>[^\s\x22]+). to address",
    ),
    // dial tcp 10.0.0.9:5432: connect: network is unreachable
    run(
        "project-run-unreachable",
        r"dial (?:tcp|udp) (?P<address>\S+?): connect: (?:network is unreachable|no route to host|host is unreachable)",
    ),
    // neither $XDG_CONFIG_HOME nor $HOME are defined
    run("project-run-no-home", r"\$HOME (?:is not defined|are defined)|HOME (?:is )?not set|HOME environment variable is not set"),
    // user: unknown userid 1000
    run("project-run-unknown-user", r"user: unknown user(?:id)? (?P<user>\S+)|user: Current (?:requires|not implemented)"),
    // flag provided but not defined: -prot
    run("project-run-flag", r"flag provided but not defined: (?P<flag>\S+)|unknown (?:shorthand )?flag: (?P<flag2>\S+)"),
    // context deadline exceeded; net/http: request canceled (Client.Timeout exceeded while awaiting headers)
    run(
        "project-run-timeout",
        r#"(?:(?:Get|Post|Put|Head|Patch|Delete) "(?P<address>[^"]+)".*|dial tcp (?P<address2>\S+?): )?(?:context deadline exceeded|i/o timeout|Client\.Timeout exceeded|TLS handshake timeout)"#,
    )
    .severity(Aftermath),
    // http: panic serving 127.0.0.1:38988: boom
    run("project-run-handler-panic", r"http: panic serving \S+: (?P<message>.+)").severity(Aftermath),
    // [Recovery] 2026/11/24 - 10:00:00 panic recovered: — what it was stands in the next line
    run("project-run-handler-panic", r"panic recovered(?:: (?P<message>.+))?").severity(Hint),
    // panic: the shop is closed
    run("ended-crashed", r"^(?:panic|fatal error): (?P<message>.+)").severity(Aftermath),
    // Listening on http://127.0.0.1:8080
    run(
        "project-run-only-itself",
        r"(?:listen(?:ing)?|serv(?:ing|er|es)|started|running|bound)\b.{0,60}?(?P<address>(?:127\.0\.0\.1|localhost|\[::1\]):\d+)",
    )
    .severity(Hint)
    .fix("fix-listen-all"),
];
