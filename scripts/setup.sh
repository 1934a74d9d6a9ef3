#!/usr/bin/env bash
# Installs what the machine lacks: system packages, npm packages, and for tests the peers' Python
# environment and the window driver. Does nothing where everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:?usage: setup.sh run|test}

packages=(build-essential pkg-config libwebkit2gtk-4.1-dev librsvg2-dev libxdo-dev libayatana-appindicator3-1 xdg-utils)
if [ "$what" = test ]; then
    packages+=(webkit2gtk-driver xvfb xauth dbus gnome-keyring fonts-dejavu-core python3-venv fish zsh)
fi

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

if command -v apt-get >/dev/null; then
    missing=()
    for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
    # Ubuntu's chromium package only fetches a snap, so there the browser comes from Playwright.
    if [ "$what" = test ] && ! command -v chromium >/dev/null && ! grep -q '^ID=ubuntu' /etc/os-release; then
        missing+=(chromium)
    fi
    if [ ${#missing[@]} -gt 0 ]; then
        echo "setup: installing ${missing[*]}"
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
else
    echo "setup: no apt-get here; make sure these are installed: ${packages[*]}"
fi

for tool in cargo node npm python3; do
    command -v "$tool" >/dev/null || { echo "setup: $tool is missing. Install Rust, Node.js 20 and Python 3 first." >&2; exit 1; }
done

if [ ! -e ui/node_modules/.package-lock.json ] || [ ui/package-lock.json -nt ui/node_modules/.package-lock.json ]; then
    npm --prefix ui ci --no-fund --no-audit
    touch ui/node_modules/.package-lock.json
fi

if [ "$what" = test ]; then
    tests/peers/ministack.sh
    if [ ! -x target/tools/bin/tauri-driver ]; then
        cargo install tauri-driver --version 2.1.0 --locked --quiet --root target/tools
    fi
    if ! command -v chromium >/dev/null; then
        (cd ui && npx playwright install --with-deps chromium)
    fi
fi
