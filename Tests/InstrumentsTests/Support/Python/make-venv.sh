#!/bin/sh
# Makes a Python environment of its own for one third-party simulator, once: make-venv.sh FOLDER PACKAGE...
# Two test runs may come here together, so the folder appears whole or not at all.
set -eu
folder=$1
shift
if [ -x "$folder/bin/python3" ]; then exit 0; fi
mkdir -p "$(dirname "$folder")"
draft=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$draft"' EXIT
python=${TIELINE_TEST_PYTHON:-/usr/bin/python3}
"$python" -m venv "$draft"
"$draft/bin/python3" -m pip install --quiet --disable-pip-version-check "$@"
# A virtual environment works from another place as long as it is called through its python3.
mv -T "$draft" "$folder" 2>/dev/null || [ -x "$folder/bin/python3" ]
