# Sourced by the other scripts: where things are kept, and the few words they share.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Programs and compiled dependencies that may stay between runs; results never land here.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/slipway-ci
TOOLS=$CACHE/tools/bin
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
export ROOT CACHE TOOLS TARGET
export PATH="$TOOLS:$PATH:/usr/sbin:/sbin"

say() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }
note() { printf '  %s\n' "$*" >&2; }
fail() {
    printf '\033[31m✗ %s\033[0m\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Whether root's rights can be had here: we are root, sudo asks nothing, or somebody is there to answer it.
can_root() { [[ $EUID -eq 0 ]] || { have sudo && { sudo -n true 2>/dev/null || [[ -t 0 && -t 2 ]]; }; }; }

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

has_display() { [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; }

# Whether an engine answers at a URL (unix:// or tcp://).
engine_answers() {
    case $1 in
        unix://*) [[ $(curl -s -m 3 --unix-socket "${1#unix://}" http://engine/_ping 2>/dev/null) == OK ]] ;;
        tcp://*) [[ $(curl -s -m 3 "http://${1#tcp://}/_ping" 2>/dev/null) == OK ]] ;;
        *) false ;;
    esac
}

# The first engine that answers, as a URL: DOCKER_HOST, docker's context, then the usual sockets.
reachable_engine() {
    local run=${XDG_RUNTIME_DIR:-/run/user/$EUID} url context=
    if have docker; then context=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null || true); fi
    for url in "${DOCKER_HOST:-}" "$context" unix:///var/run/docker.sock "unix://$run/docker.sock" \
        "unix://$run/podman/podman.sock" unix:///run/podman/podman.sock "unix://$HOME/.colima/default/docker.sock"; do
        if [[ -n $url ]] && engine_answers "$url"; then
            echo "$url"
            return 0
        fi
    done
    return 1
}

# Runs a command with a test engine: our own where we may make one, else the one that is there.
with_engine() {
    if "$ROOT/scripts/engine-netns" can; then
        "$ROOT/scripts/engine-netns" run "$@"
    else
        SLIPWAY_TEST_ENGINE=$(reachable_engine || true) "$@"
    fi
}

# took NAME SECONDS_AT_START: one line for the table of stages.
clock() { date +%s; }
