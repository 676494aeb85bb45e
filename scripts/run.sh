#!/usr/bin/env bash
# Runs one program in the foreground: run.sh server|agent|client [ARGUMENT...]. The programs bring
# their own --help.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

name=${1:?usage: run.sh server|agent|client [ARGUMENT...]}
shift
build
program "$name"
exec "${PROGRAM[@]}" "$@"
