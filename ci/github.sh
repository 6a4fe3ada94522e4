#!/usr/bin/env bash
# The steps of action.yml. Works with the bash 3.2 of macOS too.
set -euo pipefail

root=$RUNNER_TEMP/traek

# A line for GITHUB_OUTPUT: what the program is built from, in one number.
key() {
    cd "$GITHUB_ACTION_PATH"
    local sum
    sum=$(find Cargo.toml Cargo.lock rules crates -type f -exec cksum {} + | LC_ALL=C sort | cksum)
    echo "key=${sum/ /-}"
}

install() {
    if [ ! -x "$root/bin/traek" ]; then
        cargo install --locked --path "$GITHUB_ACTION_PATH" --root "$root"
    fi
}

# Adds each line of $1 that is not empty to `words`.
add_lines() {
    local line
    while IFS= read -r line; do
        if [ -n "$line" ]; then words+=("$line"); fi
    done <<< "$1"
}

check() {
    words=(check --format github)
    if [ -n "$TRAEK_FAIL_ON" ]; then words+=(--fail-on "$TRAEK_FAIL_ON"); fi
    if [ -n "$TRAEK_CHANGED_SINCE" ]; then words+=(--changed-since "$TRAEK_CHANGED_SINCE"); fi
    if [ -n "$TRAEK_SARIF_FILE" ]; then words+=(--output "sarif=$TRAEK_SARIF_FILE"); fi
    if [ -n "$TRAEK_HTML_FILE" ]; then words+=(--output "html=$TRAEK_HTML_FILE"); fi
    add_lines "$TRAEK_ARGS"
    words+=(--)
    add_lines "$TRAEK_PATHS"
    PATH=$root/bin:$PATH exec traek "${words[@]}"
}

case ${1-} in
    key | install | check) "$1" ;;
    *) echo "usage: github.sh key|install|check" >&2; exit 2 ;;
esac
