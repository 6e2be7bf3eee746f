# Sourced by `check` and `test`: what needs neither an engine nor a window.
# shellcheck shell=bash

ui() { (cd "$ROOT/ui" && npm run --silent "$@"); }

check_stages() {
    stage "build the UI" "$ROOT/scripts/build-ui" || return 0
    stage "Rust: format" cargo fmt --all --check || true
    stage "Rust: lints" cargo clippy --workspace --all-targets --quiet -- -D warnings || true
    stage "Rust: unit tests" cargo test --workspace --lib --bins --quiet || true
    stage "house rules and directions" cargo test --workspace --test house --quiet || true
    stage "UI: types" ui check || true
    stage "UI: lints" ui lint || true
    stage "UI: format" ui format:check || true
    stage "UI: unit tests" ui test || true
}
