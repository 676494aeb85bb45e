#!/bin/bash
# An agent behind a bad line: 200 ms there and back, 5 % of the packets lost in each direction, and now and
# then nothing at all for 30 s, while containers come and go. The server has the engine's state within 15 s
# after each such gap, what came and went in it included, and nothing twice.
#   usage: e2e/long/50-network.sh [GAPS]     (3; each takes a minute)
# The server is in a small machine, the agent and an engine of its own are on this host. netem sits in
# the machine, at its end of the line: on what leaves by eth1, and by ifb0 on what comes in by it.
. "$(dirname "${BASH_SOURCE[0]}")/../processes.sh"
. "$ROOT/e2e/small-machine.sh"
ENGINE_DIR=$SCRATCH/engine
mkdir "$ENGINE_DIR"
. "$ROOT/e2e/own-engine.sh"
AT_END+=(end_engine)

PORT=5976 GAPS=${1:-3} FAR=http://198.18.0.2:5001
BAD='delay 100ms loss 5%' NONE='loss 100%'
KEY=$(head -c 32 /dev/urandom | base64)

# line ADD|CHANGE NETEM...: what it does to packets in each direction, from when this returns.
line() {
  LINES_SET=$((${LINES_SET:-0} + 1))
  tell_machine "tc qdisc $1 dev eth1 root netem ${*:2}; tc qdisc $1 dev ifb0 root netem ${*:2}; echo line $LINES_SET is set"
  says $PORT "^line $LINES_SET is set"
}
make_line() {
  ip address add 198.18.0.1/30 dev rollcall0
  ip link set rollcall0 up
  tell_machine 'modprobe ifb numifbs=1; ip link set ifb0 up; tc qdisc add dev eth1 handle ffff: ingress;' \
    'tc filter add dev eth1 parent ffff: matchall action mirred egress redirect dev ifb0'
  # shellcheck disable=SC2086
  line add $BAD
}
connects_in() { # prints the median of eleven connections' milliseconds
  for _ in {1..11}; do
    curl -s -o /dev/null --max-time 20 -w '%{time_connect}\n' "$FAR/healthcheck" || true
  done | sort -n | awk 'NR == 6 {print int($1 * 1000)}'
}
dropped() { # prints "D of S packets", so far and in both directions
  tell_machine 'tc -s qdisc show dev eth1; tc -s qdisc show dev ifb0; echo counted'
  says $PORT '^counted'
  awk '/^qdisc netem/ {netem = 1} /^qdisc ingress/ {netem = 0}
    netem && /Sent/ {sent += $4; gsub(",", "", $7); dropped += $7}
    END {print dropped " of " sent + dropped " packets"}' "$SCRATCH/$PORT.log"
}

start_agent() {
  program agent
  ROLLCALL_AGENT_PORT=5977 ROLLCALL_NODE=far ROLLCALL_SERVER=$FAR ROLLCALL_AGENT_KEY=$KEY \
    "${PROGRAM[@]}" >>"$SCRATCH/agent.log" 2>&1 &
}

run() { docker run --network none --name "$@" >/dev/null; } # NAME [OPTION...] IMAGE COMMAND...
lasting() { run "$1" -d small sleep 1000; }
declare -A ENDED=() # exit codes of those that came and went, by name
passing() {         # NAME CODE: ends by itself
  run "$1" --rm small sh -c "exit $2" || true
  ENDED[$1]=$2
}
remove() { # NAME: of a lasting one
  docker rm -f "$1" >/dev/null
  ENDED[$1]=137
}

by_engine() { docker ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort; }
by_roster() {
  curl -fsS --max-time 10 "$(url $PORT)/api/containers?limit=1000" |
    jq -r '.containers[] | "\(.id) \(.name) \(.state)"' | sort
}
roster_agrees() {
  by_engine >"$SCRATCH/engine.txt"
  by_roster >"$SCRATCH/roster.txt" && cmp -s "$SCRATCH/engine.txt" "$SCRATCH/roster.txt"
}
# Those that came and went have one placement each, which tells how it ended. Looks at each until that is so.
declare -A TOLD=()
histories_agree() {
  local name told
  for name in "${!ENDED[@]}"; do
    [ -z "${TOLD[$name]-}" ] || continue
    told=$(curl -fs --max-time 10 "$(url $PORT)/api/containers/$name/history" |
      jq -c '.placements | map([.node, .exit_code, .ended_at != null])') || told=nothing
    [ "$told" = "[[\"far\",${ENDED[$name]},true]]" ] || {
      UNTOLD="$name ended with ${ENDED[$name]}; its history: $told"
      return 1
    }
    TOLD[$name]=yes
  done
}
catches_up() { # WHEN: within 15 s, and sets $TOOK to the milliseconds
  local begin=$EPOCHREALTIME
  until roster_agrees; do
    in_time "$begin" || fail "$1, and 15 s later the roster is not what docker ps -a says:
$(diff "$SCRATCH/engine.txt" "$SCRATCH/roster.txt")"
    sleep 0.2
  done
  TOOK=$(since "$begin")
  [ "$TOOK" -le 15000 ] || fail "$1, and the roster was right only after $TOOK ms"
  until histories_agree; do
    in_time "$begin" || fail "$1, and 15 s later $UNTOLD"
    sleep 0.2
  done
}
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN {printf "%d", (b - a) * 1000}'; } # prints milliseconds
in_time() { [ "$(since "$1")" -lt 15000 ]; }
# Each revision once, none left out; each container appears once; no two of its changes are the same.
feed_is_sound() {
  local since=0 page
  : >"$SCRATCH/feed"
  while page=$(curl -fsS --max-time 20 "$(url $PORT)/api/changes?since=$since&limit=500") &&
    [ "$(jq '.changes | length' <<<"$page")" -gt 0 ]; do
    jq -c '.changes[]' <<<"$page" >>"$SCRATCH/feed"
    since=$(jq .revision <<<"$page")
  done
  jq -s -e 'map(.revision) == [range(1; length + 1)]' "$SCRATCH/feed" >/dev/null ||
    fail "the feed has a gap or a repetition"
  jq -s -e 'map(select(.what == "appeared").container.id) | length > 0 and length == (unique | length)' "$SCRATCH/feed" >/dev/null ||
    fail "a container appeared twice"
  jq -s -c 'map(select(.container)) | group_by(.container.id)[] | map([.what, (.container | del(.timestamp, .last_seen, .memory_usage, .cpu_usage))])
    | [., .[1:]] | transpose[] | select(.[0] == .[1])' "$SCRATCH/feed" >"$SCRATCH/twice"
  [ ! -s "$SCRATCH/twice" ] || fail "a change was told twice: $(sed -n 1p "$SCRATCH/twice")"
}

mkdir -p "$SCRATCH/data/rollcall"
make_data_disk "$SCRATCH/data"
boot $PORT -netdev tap,id=line,ifname=rollcall0,script=no,downscript=no -device virtio-net-pci,netdev=line
serve_in_machine $PORT ROLLCALL_AUTH=on "ROLLCALL_AGENT_KEY=$KEY"
make_line
delay=$(connects_in)
[ "$delay" -ge 200 ] || fail "a connection takes $delay ms: the line is too good"
make_namespaces
start_engine || fail "$(tail -n 10 "$ENGINE_DIR/engine.log")"
make_image small
start_agent
lasting first
for _ in {1..120}; do
  ! roster_agrees || break
  sleep 0.5
done

slowest=0
for ((gap = 1; gap <= GAPS; gap++)); do
  for name in kept paused stopped removed; do lasting "$name-$gap"; done
  passing "before-$gap" 3
  catches_up "gap $gap not yet begun"

  # shellcheck disable=SC2086
  line change $NONE
  end=$((SECONDS + 30))
  ! curl -s -o /dev/null --max-time 3 "$FAR/healthcheck" || fail "gap $gap: the line is not cut"
  docker rename "kept-$gap" "renamed-$gap"
  docker pause "paused-$gap" >/dev/null
  docker kill "stopped-$gap" >/dev/null
  remove "removed-$gap"
  lasting "new-$gap"
  lasting "visitor-$gap"
  remove "visitor-$gap"
  for ((i = 1; SECONDS < end; i++)); do
    passing "passing-$gap-$i" $((i % 100))
    sleep 0.5
  done
  # shellcheck disable=SC2086
  line change $BAD

  catches_up "gap $gap over"
  [ "$TOOK" -le "$slowest" ] || slowest=$TOOK
  summary "gap $gap: caught up after $TOOK ms; ${#ENDED[@]} that came and went so far, each told once"
done
TOLD=()
histories_agree || fail "in the end $UNTOLD"
feed_is_sound
summary "a connection takes $delay ms; gaps of 30 s: $GAPS, caught up after $slowest ms at most; ${#ENDED[@]} containers came and went, each told once; $(wc -l <"$SCRATCH/feed") changes, none twice; $(dropped) dropped"
