#!/usr/bin/env bash
# Rollcall beside each engine that it is said to work with, each on a machine of its own: a line an engine.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$ROOT/scripts/steps.sh"

# NAME SUITE COMMAND PACKAGE...
ENGINES=(
  'docker-20.10 bookworm docker docker.io'
  'docker-26.1 trixie docker docker.io docker-cli'
  'docker-28.5 forky docker docker.io docker-cli'
  'podman-5.8 forky podman podman netavark aardvark-dns crun catatonit'
)

usage() {
  cat <<'TEXT'
Usage: ./rollcall test --engines [NAME...]

Makes a machine of User-mode Linux with each engine, from Debian's packages, and runs agent, roster, events, the
prompt and, where the engine has Swarm, the stack on it. Engines: docker-20.10 docker-26.1 docker-28.5 podman-5.8
TEXT
}

help_asked "$@"
cd "$ROOT"
CHOSEN=("$@")
WORK=$ROOT/target/engines
export MACHINES=uml MACHINES_JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
require jdk mvn mmdebstrap mke2fs=e2fsprogs ip=iproute2 ssh=openssh-client docker dockerd=docker.io \
  apparmor_parser=apparmor iptables
mkdir -p "$WORK"
e2e/uml.sh possible "$WORK" || exit 1
at_end() {
  local code=$? folder
  for folder in "$WORK"/*/; do e2e/uml.sh stop "$folder"; done
  e2e/engine.sh stop "$WORK"
  exit "$code"
}
trap at_end EXIT
trap 'exit 130' INT TERM

# A step's commands need their `|| return`: within a condition, bash goes on where one fails.
images() {
  e2e/engine.sh start "$WORK" || return
  [ "${ROLLCALL_IMAGES-}" = ready ] || scripts/images.sh --debian-base || return
  docker save -o "$WORK/images.tar" app_server app_agent app_client
}

engine() { # NAME SUITE COMMAND PACKAGE...
  local dir=$WORK/$1 code=0
  e2e/uml/disk.sh "$dir" "$2" "${@:4}" || return
  ln -f "$WORK/images.tar" "$dir/images.tar"
  e2e/uml.sh start "$dir" engine=192.168.56.10 || return
  MACHINES_DIR=$dir ENGINE=$3 scenarios -Dgroups=engine "-Djvm=$ROOT/e2e/machines/bin/java" || code=$?
  e2e/uml.sh stop "$dir"
  return "$code"
}

chosen=("${CHOSEN[@]}") CHOSEN=()
step images images
CHOSEN=("${chosen[@]}")
for line in "${ENGINES[@]}"; do
  read -ra words <<<"$line"
  step "${words[0]}" engine "${words[@]}"
done
closing_line
