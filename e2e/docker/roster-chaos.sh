#!/usr/bin/env bash
# Agent, engine and servers are killed and restarted at random while containers come and go; then the
# roster is what `docker ps -a` says, and so is the change feed replayed from its beginning.
#   usage: roster-chaos.sh [SECONDS]     (60; the long test uses 300)
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../scripts/common.sh"

duration=${1:-60}
RANDOM=${ROLLCALL_SEED:-7}
build
work=$(mktemp -d)
ENGINE_DIR=$work/engine
mkdir "$ENGINE_DIR"
. "$ROOT/e2e/own-engine.sh"
declare -A pid=()

at_end() {
  local code=$?
  trap '' INT TERM
  [ "$code" = 0 ] || tail -n 5 "$work"/*.log "$ENGINE_DIR/engine.log" || true
  end_engine
  kill "${pid[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  sleep 1
  rm -rf "$work" 2>/dev/null || true
  exit "$code"
}
trap at_end EXIT

eventually() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.3
  done
}

start_agent() {
  program agent
  ROLLCALL_AGENT_PORT=5962 ROLLCALL_NODE=chaos ROLLCALL_SERVER=http://127.0.0.1:5971 \
    "${PROGRAM[@]}" >>"$work/agent.log" 2>&1 &
  pid[agent]=$!
}

start_server() { # N
  program server
  ROLLCALL_PORT=597$1 ROLLCALL_REPLICA=server.$1 ROLLCALL_DRAIN=0s \
    ROLLCALL_DB=jdbc:sqlite:$work/rollcall.db "${PROGRAM[@]}" >>"$work/server$1.log" 2>&1 &
  pid[server$1]=$!
}

any() { docker ps -q "$@" 2>/dev/null | shuf -n 1 --random-source=<(yes "$RANDOM"); }
number=0

# Something that people do with containers. What fails because the engine is down has not happened.
come_and_go() {
  number=$((number + 1))
  case $((RANDOM % 9)) in
    0 | 1 | 2) timeout 10 docker run -d --network none --name "c$number" chaos sleep 1000 ;;
    3) timeout 10 docker run --rm --network none --name "short$number" chaos sh -c "exit $((number % 5))" ;;
    4) timeout 10 docker kill "$(any)" ;;
    5) timeout 10 docker rm -f "$(any -a)" ;;
    6) timeout 10 docker pause "$(any)" ;;
    7) timeout 10 docker unpause "$(any --filter status=paused)" ;;
    8) timeout 10 docker rename "$(any -a)" "renamed$number" ;;
  esac >/dev/null 2>&1 || true
}

kill_one() {
  local victims=(agent engine server1 server2 server3)
  local victim=${victims[RANDOM % 5]} signal=KILL
  [ $((RANDOM % 3)) -gt 0 ] || signal=TERM
  case "$victim" in
    engine)
      kill -"$signal" "$(cat "$ENGINE_DIR/docker.pid")" 2>/dev/null || true
      wait "$ENGINE" 2>/dev/null || true
      start_engine || die 1 "the engine does not start again"
      ;;
    agent)
      kill -"$signal" "${pid[agent]}" 2>/dev/null || true
      wait "${pid[agent]}" 2>/dev/null || true
      start_agent
      ;;
    server*)
      kill -"$signal" "${pid[$victim]}" 2>/dev/null || true
      wait "${pid[$victim]}" 2>/dev/null || true
      start_server "${victim#server}"
      ;;
  esac
  kills=$((kills + 1))
}

# "ID NAME STATE" a line, from three sources.
by_engine() { docker ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort; }
by_roster() { # SERVER
  curl -fsS "http://127.0.0.1:597$1/api/containers?limit=1000" |
    jq -r '.containers[] | "\(.id) \(.name) \(.state)"' | sort
}
by_feed() {
  local since=0 page
  : >"$work/feed"
  while page=$(curl -fsS "http://127.0.0.1:5972/api/changes?since=$since&limit=500") &&
    [ "$(jq '.changes | length' <<<"$page")" -gt 0 ]; do
    jq -c '.changes[]' <<<"$page" >>"$work/feed"
    since=$(jq .revision <<<"$page")
  done
  jq -rs 'map(select(.container)) | group_by(.container.id) | map(last)
    | map(select(.what != "forgotten" and .container.removed_at == null).container)
    | .[] | "\(.id) \(.name) \(.state)"' "$work/feed" | sort
}
agree() {
  by_engine >"$work/engine.txt"
  for n in 1 2 3; do
    by_roster "$n" >"$work/roster.txt" && cmp -s "$work/engine.txt" "$work/roster.txt" || return 1
  done
}

make_namespaces
start_engine || die 1 "the engine does not start"
make_image chaos
for n in 1 2 3; do start_server "$n"; done
start_agent
eventually 60 agree || die 1 "the roster never agreed with an empty engine"

kills=0
end=$((SECONDS + duration))
next_kill=$((SECONDS + 5))
while [ "$SECONDS" -lt "$end" ]; do
  come_and_go
  if [ "$SECONDS" -ge "$next_kill" ]; then
    kill_one
    next_kill=$((SECONDS + 4 + RANDOM % 5))
  fi
done

eventually 60 agree || {
  diff "$work/engine.txt" "$work/roster.txt" || true
  die 1 "after $kills kills the roster is not what docker ps -a says (< engine, > roster)"
}
by_feed >"$work/replayed.txt"
diff "$work/engine.txt" "$work/replayed.txt" || die 1 "the feed replayed from zero is another roster"
jq -s -e 'map(.revision) == [range(1; length + 1)]' "$work/feed" >/dev/null ||
  die 1 "the feed has a gap or a repetition"
say "$number actions, $kills kills, $(wc -l <"$work/engine.txt") containers, $(wc -l <"$work/feed") changes: roster, feed and engine agree"
