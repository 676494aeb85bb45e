#!/usr/bin/env bash
# Server, agent and prompt on this machine, for as long as the prompt lives.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall up [--port PORT] [--agent-port PORT] [--yes]

Starts a server (port 5001) and an agent (port 5002) on 127.0.0.1, waits until both are healthy,
opens the prompt, and stops what it started when the prompt ends. Lines piped in are run in turn:

  printf 'post\nget\nexit\n' | ./rollcall up

A healthy Rollcall that listens there already is used, and left running. The database is
$XDG_DATA_HOME/rollcall/rollcall.db (or ROLLCALL_DB); the logs of the last run are in
$XDG_STATE_HOME/rollcall. It exits with the prompt's exit code.
TEXT
}

LOGS=${XDG_STATE_HOME:-${HOME:-/tmp}/.local/state}/rollcall
DATA=${XDG_DATA_HOME:-${HOME:-/tmp}/.local/share}/rollcall
HEALTHY_WITHIN=60 # seconds
STOPPED_WITHIN=15 # seconds

declare -A PORT=([server]=5001 [agent]=5002)
declare -A PID=() # of what was started here
TERMINAL=''       # its settings before the prompt

healthcheck() { # PORT: the whole answer, if it is a 200
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return
  printf 'GET /healthcheck HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
  IFS= read -r -d '' -t 5 answer <&3 || true # all of it: it has no NUL
  exec 3>&-
  [[ $answer == 'HTTP/1.1 200 '* ]] && printf '%s' "$answer"
} 2>/dev/null

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# ours NAME: does a healthy Rollcall program of this name answer on its port?
ours() {
  local answer
  answer=$(healthcheck "${PORT[$1]}") || return
  case "$1" in
    server) [[ $answer == *'"replica"'* ]] ;;
    agent) [[ $answer == *'"version"'* ]] ;;
  esac
}

start() { # NAME [-u VARIABLE]... VARIABLE=VALUE...
  local name=$1
  shift
  if listens "${PORT[$name]}"; then
    ours "$name" || die 1 "up: something that is no healthy Rollcall $name listens on 127.0.0.1:${PORT[$name]}. Stop it, or choose another port: ./rollcall up --help"
    say "using the $name that runs on port ${PORT[$name]} already"
    return
  fi
  program "$name"
  env "$@" "${PROGRAM[@]}" >"$LOGS/$name.log" 2>&1 </dev/null &
  PID[$name]=$!
}

await() { # NAME
  local name=$1 deadline=$((SECONDS + HEALTHY_WITHIN))
  until ours "$name"; do
    [ -z "${PID[$name]-}" ] || kill -0 "${PID[$name]}" 2>/dev/null || ended "$name" 'did not start'
    [ "$SECONDS" -lt "$deadline" ] || ended "$name" "is not healthy after $HEALTHY_WITHIN s"
    sleep 0.05
  done
}

# The agent's first word of its engine, where that is a complaint; it has two seconds for it.
engine_missing() {
  local line=''
  [ -n "${PID[agent]-}" ] || return 0
  for _ in {1..40}; do
    line=$(grep -m 1 -E ' WARN | Engine - ' "$LOGS/agent.log") && break
    sleep 0.05
  done
  [[ $line != *' WARN '* ]] || say "the agent: ${line#* - }"
}

ended() { # NAME WHAT
  tail -n 5 "$LOGS/$1.log" >&2
  die 1 "up: the $1 $2; its log is $LOGS/$1.log"
}

# However this script ends: nothing that it started outlives it.
stop() {
  local pid deadline=$((SECONDS + STOPPED_WITHIN))
  trap '' INT TERM HUP
  [ -z "$TERMINAL" ] || stty "$TERMINAL" 2>/dev/null || true
  [ ${#PID[@]} -eq 0 ] || kill "${PID[@]}" 2>/dev/null || true
  for pid in "${PID[@]}"; do
    while kill -0 "$pid" 2>/dev/null; do
      [ "$SECONDS" -lt "$deadline" ] || kill -9 "$pid" 2>/dev/null || true
      sleep 0.05
    done
  done
}

help_asked "$@"
while [ $# -gt 0 ]; do
  case "$1=${2-}" in
    --port=[1-9]*) PORT[server]=$2 ;;
    --agent-port=[1-9]*) PORT[agent]=$2 ;;
    *) die 2 "up: cannot use '$*'; see ./rollcall up --help" ;;
  esac
  shift 2
done

build
{ mkdir -p "$LOGS" "$DATA" && touch "$LOGS"/{server,agent}.log; } 2>/dev/null ||
  die 1 "up: cannot write to $LOGS and $DATA. Make them yours (sudo chown -R $(id -un) FOLDER), or set HOME, or XDG_STATE_HOME and XDG_DATA_HOME"
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Only this machine reaches it, so no caller needs a proof; what the environment has is for elsewhere.
open=()
for name in AUTH AGENT_KEY AGENT_KEY_PREVIOUS TOKEN READ_TOKEN; do
  open+=(-u "ROLLCALL_$name" -u "ROLLCALL_${name}_FILE")
done
server=http://127.0.0.1:${PORT[server]} agent=http://127.0.0.1:${PORT[agent]}
# No drain: no balancer asks here, and the prompt should end at once.
start server "${open[@]}" ROLLCALL_BIND=127.0.0.1 "ROLLCALL_PORT=${PORT[server]}" ROLLCALL_DRAIN_TIMEOUT=0s \
  "ROLLCALL_DB=${ROLLCALL_DB:-jdbc:sqlite:$DATA/rollcall.db}"
start agent "${open[@]}" ROLLCALL_BIND=127.0.0.1 "ROLLCALL_AGENT_PORT=${PORT[agent]}" "ROLLCALL_SERVER=$server"
await server
await agent
engine_missing

[ ! -t 0 ] || TERMINAL=$(stty -g)
program client
# In the background, so that a signal or the end of a server is noticed at once; with the terminal
# and, unlike other background programs, with Ctrl-C, which is the prompt's to handle.
(
  trap - INT
  exec env "${open[@]}" "ROLLCALL_SERVER=$server" "ROLLCALL_AGENT=$agent" "${PROGRAM[@]}"
) <&0 &
PID[client]=$!
trap : INT

while kill -0 "${PID[client]}" 2>/dev/null; do
  for name in server agent; do
    [ -z "${PID[$name]-}" ] || kill -0 "${PID[$name]}" 2>/dev/null ||
      ended "$name" 'ended, and with it this session'
  done
  sleep 0.1 || true # Ctrl-C ends the sleep as well
done
wait "${PID[client]}"
