//! Dockerfiles, registries and the engine's builder, classic and BuildKit. Above each entry a line it was made for.

use super::Severity::{Hint, Wrapper};
use super::{Entry, dockerfile, network, start};

pub(super) const ENTRIES: &[Entry] = &[
    // toomanyrequests: You have reached your unauthenticated pull rate limit.
    network("network-registry-limit", r"toomanyrequests|reached your (?:un\w+ )?pull rate limit"),
    // Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout
    network(
        "network-registry-no-answer",
        r#"(?:Get|Head|Post|do request:[^"]*) ?"https?://(?P<host>[^/"]*(?:docker|registry|ghcr|gcr|quay|mirror|harbor)[^/"]*)[^"]*": (?:dial tcp \S+: (?:i/o timeout|connect: connection refused|connect: connection timed out|connect: network is unreachable)|net/http: (?:TLS handshake timeout|request canceled)|EOF|context deadline exceeded|read tcp .*(?:reset|timeout))"#,
    ),
    // error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH
    dockerfile(
        "machine-docker-credentials",
        r#"error getting credentials.*?(?P<helper>docker-credential-[\w-]+)"#,
    ),
    // pull access denied for shop, repository does not exist or may require 'docker login'
    network(
        "network-registry-denied",
        r#"pull access denied for (?P<image>[^\s,:"]+)|(?P<image2>[^\s:]+:\S+): failed to resolve source metadata.*(?:denied|insufficient_scope|unauthorized)|(?:^|\s)(?:denied: requested access to the resource is denied|unauthorized: (?:authentication required|incorrect username or password))|denied: permission_denied"#,
    ),
    // failed to resolve source metadata for docker.io/library/golang:1.99: docker.io/library/golang:1.99: not found
    network(
        "network-image-not-found",
        r#"manifest for (?P<image>\S+) not found|source metadata for (?P<image2>\S+?): .*not found|manifest unknown|failed to resolve reference "(?P<image3>[^"]+)": .*not found"#,
    ),
    // no match for platform in manifest: not found
    dockerfile(
        "project-image-platform",
        r"no match(?:ing manifest)? for (?:platform in manifest|(?P<platform>[a-z]+/\w+(?:/\w+)?) in the manifest)",
    ),
    // failed to calculate checksum of ref …: "/go.sum": not found
    dockerfile(
        "project-docker-file-missing",
        r#"(?:failed to compute cache key|failed to calculate checksum).*"(?P<path>/?[^"]+)":? not found"#,
    ),
    // COPY failed: file not found in build context or excluded by .dockerignore: stat go.sum: file does not exist
    dockerfile(
        "project-docker-file-missing",
        r"(?:COPY|ADD) failed: .*?(?:stat (?P<path>[^\s:]+): )?(?:file does not exist|no such file or directory)|COPY failed: no source files were specified|copier: stat: \W?(?P<path2>[^\s:\x22]+)",
    ),
    // COPY failed: forbidden path outside the build context: ../lib ()
    dockerfile(
        "project-docker-outside",
        r"forbidden path outside the build context: (?P<path>\S+)",
    ),
    // When using COPY with more than one source file, the destination must be a directory and end with a /
    dockerfile("project-docker-copy-folder", r"When using (?:COPY|ADD) with more than one source file"),
    // the --mount option requires BuildKit.
    dockerfile("project-docker-needs-buildkit", r"the --(?:mount|chmod|link) option requires BuildKit"),
    // dockerfile parse error on line 3: unknown instruction: RUNN
    dockerfile("project-docker-instruction", r"unknown instruction: (?P<name>\S+)"),
    // target stage "prod" could not be found
    dockerfile(
        "project-docker-stage",
        r#"target stage "?(?P<name>[^"\s]+)"? could not be found|invalid from flag value (?P<name2>\S+?):|failed to reach build target (?P<name3>\S+)"#,
    ),
    // dockerfile parse error on line 5: COPY requires at least two arguments
    dockerfile(
        "project-docker-syntax",
        r"Dockerfile parse error (?:on )?line (?P<place>\d+): (?P<text>.+)|(?P<text2>the Dockerfile \(\S+\) cannot be empty|file with no instructions|no build stage in current context)",
    ),
    // failed to read dockerfile: open Dockerfile: no such file or directory
    dockerfile(
        "project-docker-no-dockerfile",
        r"failed to read dockerfile: open (?P<name>[^\s:]+)|unable to (?:prepare context: unable to )?evaluate symlinks in Dockerfile path: lstat (?P<name2>[^\s:]+)|Cannot locate specified Dockerfile",
    ),
    // exec: "/bin/sh": stat /bin/sh: no such file or directory
    dockerfile("project-docker-no-shell", r#"exec:? "?/bin/(?:ba)?sh"?: (?:stat /bin/(?:ba)?sh: )?no such file"#),
    // E: Unable to locate package libsqlite-dev
    dockerfile(
        "project-docker-package",
        r"E: Unable to locate package (?P<package>\S+)|(?P<package2>[\w.+-]+) \(no such package\)|E: Package '(?P<package3>[^']+)' has no installation candidate",
    ),
    // invalid reference format: repository name must be lowercase
    start(
        "project-image-name",
        r#"invalid reference format|invalid tag "(?P<name>[^"]+)"|repository name \(?(?P<name2>\S+?)\)? must be lowercase"#,
    ),
    // /bin/sh: 1: git: not found
    dockerfile(
        "project-docker-command",
        r"(?:/bin/)?(?:ba|a)?sh: (?:line )?(?:\d+: )?(?P<command>[\w./+-]+): (?:command )?not found",
    ),
    // permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock
    start(
        "engine-no-permission",
        r"permission denied while trying to connect to the Docker (?:daemon socket|API) at (?P<endpoint>\S+?):?(?:\s|$)",
    )
    .with(&[("group", "docker")]),
    // Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?
    start(
        "engine-not-running",
        r"Cannot connect to the (?:Docker daemon|Podman socket)(?: at (?P<endpoint>\S+?)\.?(?:\s|$))?|failed to connect to the docker API at (?P<endpoint2>\S+?);?(?:\s|$)|error during connect: .*(?P<endpoint3>npipe:\S+?|//\./pipe/\w+)",
    ),
    // client version 1.52 is too new. Maximum supported API version is 1.41
    start(
        "engine-client-version",
        r"client version (?P<version>\S+) is too (?:new|old)\. M\w+ supported API version is (?P<limit>[\d.]+)",
    ),
    // WARNING: The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64)
    start(
        "engine-platform-differs",
        r"image's platform \((?P<image>[^)]+)\) does not match the detected host platform \((?P<host>[^)]+)\)",
    )
    .severity(Hint),
];

/// What only says that a step failed; the reason stands before it.
pub(super) const WRAPPERS: &[Entry] = &[
    // process "/bin/sh -c make" did not complete successfully: exit code: 2
    dockerfile(
        "project-docker-step-failed",
        r#"process "(?P<command>.+?)" did not complete successfully: exit code: (?P<status>\d+)|executor failed running \[(?P<command2>[^\]]+)\]: exit code: (?P<status2>\d+)|The command '(?P<command3>[^']+)' returned a non-zero code: (?P<status3>\d+)"#,
    )
    .severity(Wrapper),
    // ERROR: failed to solve: …
    dockerfile("project-docker-failed", r"failed to (?:solve|build): (?P<text>.+)").severity(Wrapper),
    // OCI runtime create failed: …
    start(
        "engine-start-failed",
        r"(?:OCI runtime (?:create|exec) failed|Error response from daemon): (?P<text>.+)",
    )
    .severity(Wrapper),
    // web-1 exited with code 137
    start("project-run-killed", r"exited with code 137|^signal: killed|^Killed$|\[\d+\]\+?\s+Killed")
        .severity(Wrapper),
];
