#!/usr/bin/env bash
# Every check and test that one machine can run, from its set-up to a closing line.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$ROOT/scripts/steps.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall test [--long [SCENARIO...]]

Runs lint, the build with all its tests, then the images in the end-to-end scenarios of e2e/docker
on a real Docker engine (one is started where none runs, and stopped again). As root on Debian it
installs the packages that this takes; else it names them.

  --long   instead the scenarios of e2e/long, which kill and starve servers for minutes each: all,
           or those whose names begin like SCENARIO; docs/RELIABILITY.md tells what they showed
TEXT
}

help_asked "$@"
cd "$ROOT"

LOGS=$ROOT/target/test
mkdir -p "$LOGS"
require_java
require_build_tools
case "${1-}" in
  '') ;;
  --long)
    shift
    require_tools "$LOGS" curl=curl jq=jq mountpoint=util-linux \
      qemu-system-x86_64=qemu-system-x86 mke2fs=e2fsprogs mmdebstrap=mmdebstrap ip=iproute2 \
      dockerd=docker.io apparmor_parser=apparmor busybox=busybox-static pkill=procps
    build
    for name in "${@:-}"; do
      compgen -G "e2e/long/$name*.sh" >/dev/null || die 2 "test: no scenario begins with '$name': $(ls e2e/long/*.sh)"
      for scenario in e2e/long/"$name"*.sh; do
        step "$(basename "$scenario" .sh)" "$scenario"
      done
    done
    closing_line
    exit
    ;;
  *) die 2 "test: unknown argument '$1'; see ./rollcall test --help" ;;
esac
require_tools "$LOGS" dockerd=docker.io apparmor_parser=apparmor iptables=iptables \
  docker-compose=docker-compose busybox=busybox-static mmdebstrap=mmdebstrap expect=expect \
  tmux=tmux curl=curl openssl=openssl chromium=chromium chromedriver=chromium-driver \
  shellcheck=shellcheck shfmt=shfmt yamllint=yamllint promtool=prometheus jq=jq \
  pg_ctlcluster=postgresql
trap '"$ROOT/e2e/engine.sh" stop "$LOGS"' EXIT
"$ROOT/e2e/engine.sh" start "$LOGS"

step lint scripts/lint.sh
step build mvn -B -ntp verify
step dependencies scripts/dependencies.sh
step page mvn -B -ntp -f e2e/browser verify
step images scripts/images.sh --debian-base
for scenario in e2e/docker/*.sh; do
  step "$(basename "$scenario" .sh)" "$scenario"
done
step disk-full e2e/long/20-disk-full.sh # short, as it is
step fuzz e2e/long/60-fuzz.sh 20000     # a fiftieth of it

closing_line
