#!/bin/bash
# Writes the class-data archive of the program NAME from a first short run: start-up is what scaling
# feels like. A program with a port runs until the port answers, one without until its input ends.
#   usage: archive.sh NAME PORT|none [JVM OPTION...]      env: the program's own
set -euo pipefail

jar=/opt/rollcall/rollcall-$1.jar archive=/opt/rollcall/rollcall-$1.jsa port=$2
shift 2
run=(/opt/java/bin/java -XX:+UseSerialGC "$@" "-XX:ArchiveClassesAtExit=$archive" -jar "$jar")

# Whole requests, so that what answers them is in the archive too.
ask() { "$(dirname "$0")/healthcheck.sh" "$port" "$1" 2>/dev/null; }

if [ "$port" = none ]; then
  "${run[@]}"
else
  "${run[@]}" &
  for ((i = 0; i < 900; i++)); do
    if ask /healthcheck || ! kill -0 $! 2>/dev/null; then break; fi
    sleep 0.2
  done
  # What people ask first. The agent has neither, and says so in JSON.
  ask /api/status || true
  ask /api/containers || true
  kill $! 2>/dev/null || true
  wait $! || true # 143: ended by the signal, as meant
fi
[ -s "$archive" ] || {
  echo "archive.sh: $jar wrote no $archive: its first run failed, see its output above" >&2
  exit 1
}
