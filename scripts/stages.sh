# Sourced by `check` and `test`: named stages, the minutes each took, and the runners' totals at the end.
# shellcheck shell=bash

stages=()
failed=()
output=$(mktemp)

# stage NAME COMMAND…   goes on after a failure, so that one run tells everything
stage() {
    local name=$1 begin status=0
    shift
    begin=$(date +%s)
    say "$name"
    { "$@" 2>&1 || echo $? >"$output.failed"; } | tee -a "$output"
    if [[ -e $output.failed ]]; then
        status=$(<"$output.failed")
        rm -f "$output.failed"
        failed+=("$name")
    fi
    stages+=("$(printf '%-34s %4d:%02d %s' "$name" $((($(date +%s) - begin) / 60)) $((($(date +%s) - begin) % 60)) "$([[ $status -eq 0 ]] || echo FAILED)")")
    return "$status"
}

# totals   what cargo's and vitest's closing lines add up to, and the exit status of the whole
totals() {
    local pass fail
    # A runner's colours are not part of its numbers.
    sed -i 's/\x1b\[[0-9;]*m//g' "$output"
    pass=$({ grep -aoE '^test result: .* ([0-9]+) passed|^ *Tests .*' "$output" || true; } | { grep -oE '[0-9]+ passed' || true; } | awk '{ n += $1 } END { print n + 0 }')
    fail=$({ grep -aE '^test result: |^ *Tests  ' "$output" || true; } | { grep -oE '[0-9]+ failed' || true; } | awk '{ n += $1 } END { print n + 0 }')
    rm -f "$output"
    # A stage that failed without a failing test (a lint, a compile error) counts as one.
    if [[ ${#failed[@]} -gt 0 && $fail -eq 0 ]]; then fail=${#failed[@]}; fi
    printf '\nMinutes:\n'
    printf '  %s\n' "${stages[@]}"
    if [[ ${#failed[@]} -gt 0 ]]; then printf '\nFailed: %s\n' "$(IFS=,; echo "${failed[*]}")"; fi
    printf '\n%d passed, %d failed\n' "$pass" "$fail"
    [[ ${#failed[@]} -eq 0 && $fail -eq 0 ]]
}
