#!/bin/bash
# As the official image has it: `haproxy ARGUMENT...` runs in the foreground under its master.
set -euo pipefail

[ "${1-}" != haproxy ] || set -- haproxy -W -db "${@:2}"
exec "$@"
