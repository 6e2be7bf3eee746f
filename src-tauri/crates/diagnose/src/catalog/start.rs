//! The engine makes and starts the container. Why a command cannot be started is told apart in `command`.

use super::{Entry, start};

/// The code of a command that cannot be started; its parameters come from the table in `command`.
pub(crate) const BAD_COMMAND: &str = "ended-bad-command";

pub(super) const ENTRIES: &[Entry] = &[
    // Bind for 0.0.0.0:8080 failed: port is already allocated
    start(
        "engine-port-taken",
        r"Bind for \S+:(?P<port>\d+) failed: port is already allocated|(?:failed to bind (?:host )?port|userland proxy|rootlessport|Ports are not available|cannot expose).*?:(?P<port2>\d+)(?:/tcp)?\b.*(?:address already in use|in use|access permissions|Only one usage)|ports are not available.*:(?P<port3>\d+)",
    )
    .fix("fix-publish-port"),
    // Conflict. The container name "/web" is already in use by container "…"
    start("engine-conflict", r#"(?:the )?container name "/?(?P<name>[^"]+)" is already in use"#)
        .fix("fix-remove-container"),
    // No such container: web
    start("engine-not-found", r"No such container: (?P<name>\S+)"),
    // Error response from daemon: No such image: shop:latest
    start("engine-image-not-found", r"No such image: (?P<name>\S+)|(?P<name2>\S+): image not known"),
    // Are you trying to mount a directory onto a file (or vice-versa)?
    start("project-mount-kind", r"Are you trying to mount a directory onto a file"),
    // invalid mount config for type "bind": bind source path does not exist: /home/me/data
    start(
        "project-mount-missing",
        r"bind source path does not exist: (?P<path>\S+)|statfs (?P<path2>\S+): no such file or directory",
    ),
    // network shop_default not found
    start("project-network-missing", r"network (?P<name>[\w.-]+) (?:not found|declared as external, but could not be found)"),
    // exec: "/app/server": stat /app/server: no such file or directory; exec /app/server: exec format error
    start(
        BAD_COMMAND,
        r#"(?:OCI runtime|container process|runc|crun|Error response from daemon).*(?:exec|executable file|permission denied)|^(?:Error: )?(?:exec (?:container process )?[`"]?/?[\w./-]+[`"]?: |standard_init_linux)|unable to find (?:user|group) \S+: no matching entries|No command specified|cannot execute binary file|exec format error"#,
    ),
    // /app/server: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /app/server)
    start("project-start-glibc", r"version [`'](?P<version>GLIBC(?:XX)?_[\d.]+)' not found"),
    // error while loading shared libraries: libsqlite3.so.0: cannot open shared object file
    start(
        "project-start-library",
        r"error while loading shared libraries: (?P<library>[^\s:]+)|Error loading shared library (?P<library2>[^\s:]+)|Error relocating (?P<library3>[^\s:]+): \S+: symbol not found",
    ),
    // "OOMKilled": true; Memory cgroup out of memory: Killed process 4242 (shop)
    start("ended-out-of-memory", r#""?OOMKilled"?:? (?:true|\W)|reason:\s+OOMKilled|Memory cgroup out of memory|oom-kill"#)
        .with(&[("how", "kernel")])
        .fix("fix-raise-memory"),
];
