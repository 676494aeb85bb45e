#!/usr/bin/env bash
# Every check and test that one machine can run, from its set-up to a closing line.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall test

Runs lint, the build with all its tests, then the images in the end-to-end scenarios of e2e/docker
on a real Docker engine (one is started where none runs, and stopped again). As root on Debian it
installs the packages that this takes; else it names them.
TEXT
}

help_asked "$@"
cd "$ROOT"

# What the tests call, and the Debian package that brings it.
declare -A PACKAGE=([dockerd]=docker.io [apparmor_parser]=apparmor [iptables]=iptables
  [busybox]=busybox-static [mmdebstrap]=mmdebstrap [expect]=expect [tmux]=tmux [curl]=curl
  [shellcheck]=shellcheck [shfmt]=shfmt [yamllint]=yamllint)

install_tools() {
  local tool missing=()
  for tool in "${!PACKAGE[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null || missing+=("${PACKAGE[$tool]}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die 1 "test: needs more tools. As root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "test: installing ${missing[*]}"
  if ! { apt-get update -q && apt-get install -qy --no-install-recommends "${missing[@]}"; } \
    >"$LOGS/apt.log" 2>&1 </dev/null; then
    tail -n 10 "$LOGS/apt.log" >&2
    die 1 "test: could not install them; what apt-get said is in $LOGS/apt.log"
  fi
}

PASSED=() FAILED=()
step() { # NAME COMMAND...
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@" </dev/null; then
    PASSED+=("$name")
    printf '== %s: passed in %s s\n' "$name" $((SECONDS - start))
  else
    FAILED+=("$name")
    printf '== %s: FAILED after %s s\n' "$name" $((SECONDS - start))
  fi
}

LOGS=$ROOT/target/test
export DEBIAN_FRONTEND=noninteractive
mkdir -p "$LOGS"
PATH=$PATH:/usr/sbin:/sbin
require_java
require_build_tools
install_tools
trap '"$ROOT/e2e/engine.sh" stop "$LOGS"' EXIT
"$ROOT/e2e/engine.sh" start "$LOGS"

step lint scripts/lint.sh
step build mvn -B -ntp verify
step images scripts/images.sh --debian-base
for scenario in e2e/docker/*.sh; do
  step "$(basename "$scenario" .sh)" "$scenario"
done

printf '\n%s passed, %s failed in %s s%s\n' "${#PASSED[@]}" "${#FAILED[@]}" "$SECONDS" \
  "${FAILED:+: ${FAILED[*]}}"
[ ${#FAILED[@]} -eq 0 ]
