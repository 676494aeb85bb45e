#!/usr/bin/env bash
# Every check and test that one machine can run, from its set-up to a closing line.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$ROOT/scripts/steps.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall test [--yes] [STEP...]
       ./rollcall test --long [SCENARIO...]
       ./rollcall test --bare [SUITE-WHO[-test]...]

Runs lint, which has the unit tests of the dashboard's JavaScript, the build with all its tests, the
dashboard in a browser (the step page), then the images in the end-to-end scenarios (the step docker:
those of the module e2e, and e2e/docker) on a real Docker engine (one is started where none runs, and
stopped again); with STEPs, those alone: ./rollcall test lint images docker. It installs the packages that
this takes, on Debian and Ubuntu, and runs as root, through sudo where a user starts it.

  --long   instead the scenarios of e2e/long, which kill and starve servers for minutes each: all,
           or those whose names begin like SCENARIO; docs/RELIABILITY.md tells what they showed
  --bare   instead ./rollcall up on bare Debians, on which nothing is installed: bookworm-root,
           bookworm-user, trixie-root, trixie-user; with -test behind it all of ./rollcall test there,
           in most of an hour each
TEXT
}

help_asked "$@"
cd "$ROOT"

# Engines, small disks and other users' processes take root; what it writes here is the user's again afterwards.
if [ "$(id -u)" != 0 ] && [ "$SYSTEM" = apt-get ]; then
  again=(env "PATH=$PATH" "JAVA_HOME=${JAVA_HOME-}" ROLLCALL_YES=yes "$ROOT/scripts/test.sh" "$@")
  may_be_root "test runs as root" "sudo ./rollcall test $*" || die 1 "test: only root may do this: sudo ./rollcall test $*"
  code=0
  sudo "${again[@]}" || code=$?
  sudo find "$ROOT" \( -name target -o -name node_modules \) -prune -exec chown -R "$(id -u):$(id -g)" {} +
  exit "$code"
fi

LOGS=$ROOT/target/test
mkdir -p "$LOGS"
[ "$SYSTEM" = apt-get ] ||
  die 1 "test: runs on Debian and Ubuntu alone, with their packages. Here the build's own tests run: $(line jdk mvn) && mvn verify"
case "${1-}" in
  --long)
    shift
    require jdk mvn curl jq qemu-system-x86_64=qemu-system-x86 mke2fs=e2fsprogs mmdebstrap ip=iproute2 \
      docker dockerd=docker.io apparmor_parser=apparmor busybox=busybox-static pkill=procps \
      pg_ctlcluster=postgresql
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
  --bare)
    shift
    require mmdebstrap ip=iproute2 iptables
    [ $# -gt 0 ] || set -- {bookworm,trixie}-{root,user}
    for name in "$@"; do
      IFS=- read -r suite who what <<<"$name"
      command="printf 'post\nget\nexit\n' | ./rollcall up"
      [ "$what" != test ] || command='./rollcall test'
      step "bare-$name" e2e/bare.sh "$suite" "$who" "$command"
    done
    closing_line
    exit
    ;;
  -*) die 2 "test: unknown argument '$1'; see ./rollcall test --help" ;;
esac

# The programs first: built by a scenario, they would change under the running tests.
scenarios() ( # TAG
  build
  mvn -B -ntp -pl e2e -am test -Dgroups="$1"
)

CHOSEN=("$@")
# All that is asked here is on this machine, in its own networks.
export no_proxy="localhost,127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16${no_proxy:+,$no_proxy}"
require jdk mvn docker dockerd=docker.io apparmor_parser=apparmor iptables docker-compose \
  busybox=busybox-static mmdebstrap tmux curl openssl chromium chromedriver=chromium-driver \
  shellcheck shfmt yamllint node=nodejs npm promtool=prometheus jq pg_ctlcluster=postgresql pkill=procps ip=iproute2
trap '"$ROOT/e2e/engine.sh" stop "$LOGS"' EXIT
"$ROOT/e2e/engine.sh" start "$LOGS"

step lint scripts/lint.sh
step build mvn -B -ntp verify
step dependencies scripts/dependencies.sh
step page scenarios browser
step images scripts/images.sh --debian-base
step docker scenarios docker
for scenario in e2e/docker/*.sh; do
  step "$(basename "$scenario" .sh)" "$scenario"
done
step disk-full e2e/long/20-disk-full.sh # short, as it is
step fuzz e2e/long/60-fuzz.sh 20000     # a fiftieth of it

closing_line
