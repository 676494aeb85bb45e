#!/bin/bash
# Lays the built program NAME out as /opt/rollcall: NAME's jar and its libraries, all of one fixed
# date. The class-data archive holds for jars of the very same dates; and a layer whose contents
# didn't change stays the same layer, so that an update ships only what is new.
#   usage: program.sh NAME
set -euo pipefail

mkdir -p /opt/rollcall
cp -r "docker_$1/target/rollcall-$1.jar" "docker_$1/target/lib" /opt/rollcall/

# Of the two dozen native libraries in the SQLite driver's jar the one for this machine stays, as a
# file of its own: a smaller image, and nothing is unpacked at start.
for jar in /opt/rollcall/lib/sqlite-jdbc-*.jar; do
  [ -e "$jar" ] || continue
  cd "$(mktemp -d)"
  jar -xf "$jar"
  cp "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" /opt/rollcall/lib/
  rm -r org/sqlite/native
  find . -exec touch -d 2026-11-01T00:00:00Z {} +
  jar -cfM "$jar" .
done
find /opt/rollcall -exec touch -d 2026-11-01T00:00:00Z {} +
