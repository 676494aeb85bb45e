#!/usr/bin/env bash
# The page with 2,000 containers, of which 20 change every second, measured in Debian's Chromium.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../scripts/common.sh"

usage() {
  cat <<'TEXT'
Usage: benchmarks/page.sh

Starts a server and Chromium (Debian's packages chromium and chromium-driver) on this machine, and
prints how long the page takes with 2,000 containers, and how it keeps up with 20 changes a second.
TEXT
}

help_asked "$@"
build
cd "$ROOT"
mvn -q -B -ntp -DskipChecks -pl e2e -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -Dmdep.includeScope=test >&2
exec "$JAVA" -cp "e2e/target/test-classes:$(cat e2e/target/classpath)" rollcall.e2e.browser.LargeSwarm
