#!/bin/sh
# Makes .venv-ministack at the top of the repository, with the MiniStack that the contract suite runs
# against. Does nothing if it is there. An environment of its own: MiniStack pins an old botocore.
set -eu

version=1.5.33
top=$(cd "$(dirname "$0")/../.." && pwd)
venv="$top/.venv-ministack"

installed() {
    "$venv/bin/python" -c \
        'import importlib.metadata as m, sys; sys.exit(m.version("ministack") != sys.argv[1])' \
        "$version" 2>/dev/null
}

if installed; then
    exit 0
fi
python3 -m venv --clear "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check "ministack==$version"
installed
