#!/usr/bin/env bash
# The pictures of the documentation, as the page's tests take them.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: scripts/screenshots.sh

Runs the page's tests in Debian's Chromium, and puts the screenshots that they take into docs/images.
TEXT
}

help_asked "$@"
build
cd "$ROOT"
mvn -q -B -ntp -pl e2e -am test -Dgroups=browser
mkdir -p docs/images
for name in swarm history requests variables phone-dark; do
  cp "e2e/target/screenshots/$name.png" docs/images/
done
