#!/usr/bin/env bash
# The linter, the formatter and the unit tests of the dashboard's JavaScript.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: scripts/page.sh

Checks the JavaScript in docker_web with ESLint and Prettier and runs its unit tests on Node.js, in no browser.
The first time it installs ESLint and Prettier into docker_web/node_modules. Then, in docker_web:

  npm run lint     npm run format (writes the form)     npm test
TEXT
}

help_asked "$@"
require node=nodejs npm
cd "$ROOT/docker_web"

# Node.js trusts what this machine was told to trust, as curl and Maven do.
authorities=/etc/ssl/certs/ca-certificates.crt
[ ! -e "$authorities" ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS-$authorities}"

IFS=. read -r major minor _ <<<"$(node -p process.versions.node)"
((major * 100 + minor >= 1818)) ||
  die 1 "page: needs Node.js 18.18 or later; $(command -v node) is $major.$minor. Put a newer one first in PATH"

# The lock file that was installed lies beside what it brought: an installation that broke off has none.
INSTALLED=node_modules/.installed-lock.json
install_tools() {
  local log=$ROOT/target/npm.log
  mkdir -p "$ROOT/target"
  say "installing ESLint and Prettier into docker_web/node_modules ..."
  npm ci >"$log" 2>&1 </dev/null || {
    tail -n 10 "$log" >&2
    die 1 "page: npm ci could not install ESLint and Prettier, so that the dashboard's JavaScript is not checked; all \
that npm said is in $log. Where the package registry is reached through a proxy or a mirror, tell npm \
(npm config set proxy URL, npm config set registry URL); then again: scripts/page.sh"
  }
  cp package-lock.json "$INSTALLED"
}
cmp -s package-lock.json "$INSTALLED" || install_tools

failed=()
npm run --silent lint >&2 || failed+=(lint)
npm run --silent format:check >&2 || failed+=(format)
npm test --silent >"$ROOT/target/page-test.log" 2>&1 || {
  cat "$ROOT/target/page-test.log" >&2
  failed+=(test)
}
[ ${#failed[@]} -eq 0 ] ||
  die 1 "page: ${failed[*]} found something, see above. Form: npm run format, in docker_web"
say "page: the dashboard's JavaScript is in form; $(sed -n 's/^ℹ pass //p' "$ROOT/target/page-test.log") unit tests passed"
