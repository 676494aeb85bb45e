#!/usr/bin/env bash
# Every check and test that one machine can run, from its set-up to a closing line.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$ROOT/scripts/steps.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall test [--yes] [STEP...]
       ./rollcall test --swarm [SCENARIO...]
       ./rollcall test --engines [NAME...]
       ./rollcall test --long [SCENARIO...] [-DNAME=VALUE...]
       ./rollcall test --bare [SUITE-WHO[-test]...]

Runs lint, which has the unit tests of the dashboard's JavaScript, the build with all its tests, then the
end-to-end scenarios: the dashboard in a browser (the step page), and the images in containers (a Docker engine
is started where none runs, and stopped again); with STEPs, those alone: ./rollcall test lint images docker. It
installs the packages that this takes, on Debian and Ubuntu, and runs as root, through sudo where a user starts it.

  --swarm  instead the scenarios of the swarm, on two machines of User-mode Linux: ./rollcall e2e --uml
  --engines
           instead Rollcall beside each engine that it works with: Docker 20.10, 26.1, 28.5, Podman 5.8
  --long   instead the scenarios with the tag long, which kill and starve servers for minutes each: all, or
           those whose classes begin like SCENARIO (Kill, DiskFull ...). Each says at its class which -D makes
           it longer or repeats it: --long Day -Dday.steps=60. docs/results/ has what they showed
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

# The programs first: built by a scenario, they would change under the running tests.
on_programs() ( # TAG [MAVEN_OPTION...]
  build
  scenarios -Dgroups="$1" "${@:2}"
)
# What the long ones were called when they were shell files still chooses them.
FORMER=(10-kill=Kill 20-disk-full=DiskFull 30-linearizability=Linearizability 40-power-cut=PowerCut
  50-network=Network 60-fuzz=Fuzz 70-update=PreviousRelease 80-day=Day 90-soak=Soak)
long_scenarios() { # [SCENARIO...] [-DNAME=VALUE...]
  local argument pair tests=() options=() all
  mapfile -t all < <(grep -rlxF '@Tag("long")' e2e/src/test/java | sed 's|.*/||; s|Test\.java$||' | sort)
  for argument; do
    case "$argument" in
      -D*)
        options+=("$argument")
        continue
        ;;
    esac
    for pair in "${FORMER[@]}"; do [[ $pair != "$argument"* ]] || argument=${pair#*=}; done
    [[ " ${all[*]}" == *" $argument"* ]] || die 2 "test: no long scenario begins with '$argument': ${all[*]}"
    tests+=("$argument*Test")
  done
  [ ${#tests[@]} -eq 0 ] || options+=(-Dtest="$(IFS=, && echo "${tests[*]}")")
  require jdk mvn curl qemu-system-x86_64=qemu-system-x86 mke2fs=e2fsprogs mmdebstrap ip=iproute2 \
    docker dockerd=docker.io apparmor_parser=apparmor busybox=busybox-static \
    pg_ctlcluster=postgresql
  step long on_programs long "${options[@]}"
}

LOGS=$ROOT/target/test
mkdir -p "$LOGS"
[ "$SYSTEM" = apt-get ] ||
  die 1 "test: runs on Debian and Ubuntu alone, with their packages. Here the build's own tests run: $(line jdk mvn) && mvn verify"
case "${1-}" in
  --swarm) exec scripts/e2e.sh --uml "${@:2}" ;;
  --engines) exec scripts/engines.sh "${@:2}" ;;
  --long)
    shift
    long_scenarios "$@"
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

CHOSEN=("$@")
# All that is asked here is on this machine, in its own networks.
export no_proxy="localhost,127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16${no_proxy:+,$no_proxy}"
require jdk mvn docker dockerd=docker.io apparmor_parser=apparmor iptables docker-compose \
  busybox=busybox-static mmdebstrap tmux curl openssl chromium chromedriver=chromium-driver \
  shellcheck shfmt yamllint node=nodejs npm promtool=prometheus jq pg_ctlcluster=postgresql pkill=procps ip=iproute2
trap 'jobs -p | xargs -r kill 2>/dev/null; "$ROOT/e2e/engine.sh" stop "$LOGS"' EXIT
"$ROOT/e2e/engine.sh" start "$LOGS"

# From Debian's packages: no engine is asked for them, and no test's time depends on them.
[ ${#CHOSEN[@]} -gt 0 ] || beside bases nice e2e/base-images.sh target/base-images build runtime services registry
step lint scripts/lint.sh
step build mvn -B -ntp -T 2 verify # two modules at a time: their tests wait more than they work
step dependencies scripts/dependencies.sh
step page on_programs browser
awaited bases
step images scripts/images.sh --debian-base
step docker on_programs docker
step disk-full on_programs long -Dtest=DiskFullTest              # short, as it is
step fuzz on_programs long -Dtest=FuzzTest -Dfuzz.requests=20000 # a fiftieth of it

closing_line
