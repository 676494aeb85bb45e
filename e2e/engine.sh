#!/bin/bash
# A Docker engine for the tests, on machines where none runs.
#   usage: engine.sh start DIR    starts one, unless one answers; its log and process id go to DIR
#          engine.sh stop DIR     stops the one that `start DIR` started, if it did
set -euo pipefail

usage='usage: engine.sh start|stop DIR'
action=${1:?$usage} dir=$(readlink -m "${2:?$usage}")
pid_file=$dir/dockerd.pid log=$dir/dockerd.log

answers() { docker version >/dev/null 2>&1; }

start() {
  ! answers || return 0
  [ "$(id -u)" = 0 ] || {
    echo "engine: no Docker engine answers and only root may start one: sudo systemctl start docker" >&2
    return 1
  }
  echo "engine: starting a Docker engine, log in $log"
  mkdir -p "$dir"
  dockerd --pidfile "$pid_file" >"$log" 2>&1 </dev/null &
  for _ in {1..300}; do
    ! answers || return 0
    kill -0 $! 2>/dev/null || break
    sleep 0.2
  done
  tail -n 10 "$log" >&2
  echo "engine: dockerd did not come up; its log is $log" >&2
  return 1
}

stop() {
  local pid
  [ -e "$pid_file" ] || return 0
  pid=$(cat "$pid_file")
  echo "engine: stopping the Docker engine"
  kill "$pid" 2>/dev/null || true
  for _ in {1..150}; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  rm -f "$pid_file"
}

case "$action" in
  start | stop) "$action" ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
