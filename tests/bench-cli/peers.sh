#!/bin/sh
# Installs what the rolebridge command is measured against: the AWS CLI and boto3 in a virtual
# environment at the top of the repository, aesr-config below target/tools. Does nothing if they are
# there.
set -eu

awscli=1.46.3
boto3=1.44.5
aesr=0.6.0
top=$(cd "$(dirname "$0")/../.." && pwd)
venv="$top/.venv-aws"
tools="$top/target/tools/aesr-config"

if ! "$venv/bin/python" -c \
    'import importlib.metadata as m, sys; sys.exit([m.version("awscli"), m.version("boto3")] != sys.argv[1:])' \
    "$awscli" "$boto3" 2>/dev/null; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "awscli==$awscli" "boto3==$boto3"
    # Its modules as a package manager would leave them: compiled before they are measured.
    "$venv/bin/python" -m compileall -q "$venv/lib" || true
fi
if ! grep -q "\"version\": \"$aesr\"" "$tools/node_modules/aesr-config/package.json" 2>/dev/null; then
    mkdir -p "$tools"
    npm install --prefix "$tools" --no-fund --no-audit --silent "aesr-config@$aesr"
fi
