#!/usr/bin/env bash
# Holds docs/DEPENDENCIES.md against the libraries of the programs and the tools of the dashboard.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: scripts/dependencies.sh

Fails where docs/DEPENDENCIES.md lists other libraries or versions than the built programs have, or
other tools than docker_web/package.json.
TEXT
}

help_asked "$@"
build
listed=$(awk -F ' *[|] *' '$3 ~ /^[0-9]/ {count = split($2, names, " "); for (i = 1; i <= count; i++) print names[i] "-" $3}' \
  "$ROOT/docs/DEPENDENCIES.md" | sort -u)
built=$(find "$ROOT"/docker_*/target/lib -name '*.jar' ! -name 'rollcall-*' -printf '%f\n' | sed 's/\.jar$//' | sort -u)
diff <(echo "$listed") <(echo "$built") >&2 ||
  die 1 "dependencies: docs/DEPENDENCIES.md (<) and the libraries (>) differ: look for known holes, then update the list"
listed=$(awk -F ' *[|] *' '$4 ~ /^[0-9]/ {print $2, $4}' "$ROOT/docs/DEPENDENCIES.md" | sort)
tools=$(sed -n '/"devDependencies"/,/}/s/^ *"\(.*\)": "\([0-9.]*\)".*/\1 \2/p' "$ROOT/docker_web/package.json" | sort)
diff <(echo "$listed") <(echo "$tools") >&2 ||
  die 1 "dependencies: docs/DEPENDENCIES.md (<) and docker_web/package.json (>) differ: update the list"
say "dependencies: $(wc -l <<<"$built") libraries and $(wc -l <<<"$tools") tools, as docs/DEPENDENCIES.md lists them"
