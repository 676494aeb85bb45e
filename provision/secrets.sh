#!/bin/bash
# Makes the swarm's secrets where they are missing, on a manager: what agents sign with, and the
# operator's token. They are random, and in no argument list and no output; the token stays in a file
# for the operator as well, for root alone.
#   usage: secrets.sh [TOKEN_FILE]      (/etc/rollcall/token)
set -euo pipefail
umask 077

file=${1:-/etc/rollcall/token}
exists() { docker secret inspect "$1" >/dev/null 2>&1; }
random() { head -c 32 /dev/urandom | base64; }

if ! exists rollcall_agent_key; then
  random | docker secret create rollcall_agent_key - >/dev/null
  echo "secrets: made rollcall_agent_key, which agents sign with"
fi
if ! exists rollcall_token; then
  mkdir -p "$(dirname "$file")"
  [ -s "$file" ] || random >"$file"
  docker secret create rollcall_token "$file" >/dev/null
  echo "secrets: made rollcall_token, the operator's, which is in $file"
elif [ ! -s "$file" ]; then
  echo "secrets: rollcall_token exists, but not in $file here; docs/OPERATIONS.md tells how to change it" >&2
fi
