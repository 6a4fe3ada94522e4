#!/usr/bin/env bash
# Runs all tests. Some of them open letters with the programs that people use, or the page in a browser, so what is
# missing is installed first (Debian and Ubuntu). Arguments go to `cargo test`.
set -euo pipefail
cd "$(dirname "$0")/.."

# The packages of the programs that the tests call and that are not there, one on each line.
missing_packages() {
    command -v soffice >/dev/null || echo libreoffice-writer-nogui
    command -v pdftotext >/dev/null || echo poppler-utils
    python3 -c "import ensurepip, venv" 2>/dev/null || echo python3-venv
    command -v chromium chromium-browser google-chrome >/dev/null || echo chromium
}

install_packages() {
    if ! command -v apt-get >/dev/null; then
        echo "The tests need LibreOffice Writer (soffice), Poppler (pdftotext), Chromium and Python 3 with venv." >&2
        echo "There is no apt-get here: install them with the system's own package manager, and run this again." >&2
        exit 1
    fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "The tests need these packages: $*. As root: apt-get install $*" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    echo "Installing $*" >&2
    "${as_root[@]}" apt-get update --quiet=2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends "$@"
}

# Python packages that read results as other programs do, in an environment of their own below the target folder.
install_readers() {
    local readers="${CARGO_TARGET_DIR:-target}/readers"
    if cmp --silent tests/requirements.txt "$readers/requirements.txt"; then
        return
    fi
    echo "Installing the packages of tests/requirements.txt in $readers" >&2
    rm -rf "$readers"
    python3 -m venv "$readers"
    if ! "$readers/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --requirement tests/requirements.txt; then
        echo "The Python packages of tests/requirements.txt cannot be installed, and the tests need them." >&2
        exit 1
    fi
    cp tests/requirements.txt "$readers/requirements.txt"
}

mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -gt 0 ]; then
    install_packages "${packages[@]}"
fi
install_readers
exec cargo test --workspace "$@"
