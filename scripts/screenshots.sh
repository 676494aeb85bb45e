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
mvn -q -B -ntp -f "$ROOT/e2e/browser" verify
mkdir -p "$ROOT/docs/images"
for name in swarm memory answers variables phone-dark; do
  cp "$ROOT/e2e/browser/target/screenshots/$name.png" "$ROOT/docs/images/"
done
