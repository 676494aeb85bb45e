#!/usr/bin/env bash
# The scenarios of the module e2e that want a swarm of machines, from nothing to closing lines.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$ROOT/scripts/steps.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall e2e [--uml] [--keep] [SCENARIO...]

Brings two machines up, makes a swarm of them, and runs the scenarios with the tag swarm there: all, or those
whose classes begin like SCENARIO (Replicas, Scale ...). The machines are Vagrant's, from a box of Debian's
packages and by a plain `vagrant up` (libvirt; in software where the processor cannot virtualise, which takes
most of an hour), and the scenarios with the tag vagrant run as well.

  --uml    instead machines of User-mode Linux (amd64, as root), which take minutes
  --keep   leave the machines running at the end; the next run takes them as they are

As root on Debian it installs what this takes; else it names it.
TEXT
}

help_asked "$@"
cd "$ROOT"

keep='' patterns=()
export MACHINES=vagrant
for argument in "$@"; do
  case "$argument" in
    --keep) keep=yes ;;
    --uml) MACHINES=uml ;;
    -*) die 2 "e2e: unknown option '$argument'; see ./rollcall e2e --help" ;;
    *)
      compgen -G "e2e/src/test/java/rollcall/e2e/*/$argument*Test.java" >/dev/null ||
        die 2 "e2e: no scenario begins with '$argument': $(cd e2e/src/test/java/rollcall/e2e && echo {swarm,vagrant}/*Test.java)"
      patterns+=("$argument*Test")
      ;;
  esac
done

# shellcheck source=e2e/machines/uml-up.sh
. "e2e/machines/$MACHINES-up.sh"
mkdir -p "$WORK"
require jdk mvn
machines_need
at_end() {
  local code=$?
  [ -n "$keep" ] || machines_down
  e2e/engine.sh stop "$WORK"
  exit "$code"
}
trap at_end EXIT
trap 'exit 130' INT TERM

machines_up
[ ${#FAILED[@]} -gt 0 ] || step scenarios scenarios "${SCENARIOS[@]}" ${patterns:+-Dtest="$(IFS=, && echo "${patterns[*]}")"}
closing_line
