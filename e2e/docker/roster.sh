#!/bin/bash
# What people do with containers shows in `rollcall watch` within a second, and afterwards ps, ps -a,
# ps --at and history say the same as docker ps and docker inspect.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rollcall() { ./rollcall client --server "http://$GATEWAY:5001" --agent "http://$GATEWAY:5002" "$@"; }
now() { date +%s%N; }

busybox_image
start_rollcall
rollcall status >/dev/null # builds what is missing, before anything is timed

# Not by the function: killing its subshell would leave the client.
./rollcall client --server "http://$GATEWAY:5001" watch --json >"$SCRATCH/changes" &
watch=$!
trap 'code=$?; kill "$watch" 2>/dev/null || true; at_end "$code"' EXIT
is_heard() { get /api/nodes | jq -e '.nodes[0].last_heard' >/dev/null; }
eventually 60 is_heard
sleep 2

# shows WITHIN_MS JQ: since the last action a change came that JQ holds for.
shows() {
  local within=$1 filter=$2 took
  until tail -n +"$seen" "$SCRATCH/changes" | jq -e "select(.container.name? // \"\" | startswith(\"$RUN\")) | select($filter)" >/dev/null 2>&1; do
    took=$((($(now) - acted) / 1000000))
    [ "$took" -lt 10000 ] || fail "not shown in 10 s: $filter"
    sleep 0.05
  done
  took=$((($(now) - acted) / 1000000))
  [ "$took" -le "$within" ] || fail "shown after $took ms, not within $within ms: $filter"
  say "$(printf '%5s ms  %s' "$took" "$filter")"
}

# act COMMAND...: does it, and begins to count when it is done.
act() {
  seen=$(($(wc -l <"$SCRATCH/changes") + 1))
  "$@" >/dev/null
  acted=$(now)
}

web=$RUN-web
act docker run -d --name "$web" rollcall-busybox sleep 1000
shows 1000 '.container.state == "running"'
act docker pause "$web"
shows 1000 '.container.state == "paused"'
act docker unpause "$web"
shows 1000 '.container.state == "running"'
act docker rename "$web" "$web-2"
shows 1000 ".container.name == \"$web-2\""
act docker kill "$web-2"
shows 1000 '.container.state == "exited" and .container.exit_code == 137'
act docker start "$web-2"
shows 1000 '.container.state == "running"'
act docker stop -t 0 "$web-2"
shows 1000 '.container.state == "exited"'

act docker run --rm --name "$RUN-short" rollcall-busybox sh -c 'sleep 0.2; exit 3' || true
shows 1000 '.what == "removed" and .container.exit_code == 3'
# shellcheck disable=SC2016 # expanded in the container
act docker run -d --name "$RUN-oom" --memory 32m --memory-swap 32m rollcall-busybox \
  sh -c 'x=$(head -c 128m /dev/zero | tr "\0" x); echo ${#x}; sleep 1000'
shows 3000 '.container.oom_killed == true'
act docker run -d --name "$RUN-sick" --health-cmd 'exit 1' --health-interval 0.5s \
  --health-retries 1 rollcall-busybox sleep 1000
is_unhealthy() { [ "$(docker inspect -f '{{.State.Health.Status}}' "$1")" = unhealthy ]; }
eventually 60 is_unhealthy "$RUN-sick"
acted=$(now)
shows 1000 '.container.health == "unhealthy"'

by_docker() { docker ps "$@" --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort; }
by_rollcall() { rollcall ps "$@" --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort; }
for all in '' -a; do
  # shellcheck disable=SC2086
  diff <(by_docker $all) <(by_rollcall $all) || fail "ps $all is not docker ps $all"
done
say "ps and ps -a say the same as docker's, line by line"

for name in $(docker ps -a --format '{{.Names}}' --filter "name=$RUN"); do
  want=$(docker inspect "$name" | jq -c '.[0] | [.Id, .Config.Image, .Image, .RestartCount,
    (if .State.Status == "exited" then .State.ExitCode else null end),
    (.State.Health.Status // null), .State.StartedAt[:19]]')
  have=$(rollcall get "$name" --json | jq -c '[.id, .image, .image_digest, .restarts, .exit_code,
    .health, .started[:19]]')
  [ "$want" = "$have" ] || fail "docker inspect: $want, rollcall get: $have"
done
say "each container's facts are those of docker inspect"

before=$(date -u +%FT%T.%NZ)
sleep 0.1
act docker rm -f "$RUN-sick"
shows 1000 '.what == "removed"'
rollcall ps --at "$before" --format '{{.Names}} {{.State}}' | grep -x "$RUN-sick running" >/dev/null ||
  fail "ps --at does not know it as it was"
! rollcall ps -a --format '{{.Names}}' | grep -x "$RUN-sick" >/dev/null || fail "ps -a still shows it"
rollcall history "$RUN-sick" | grep . >/dev/null || fail "it has no history"
contains "$(rollcall history "$RUN-short")" 3
contains "$(rollcall history "$RUN-oom")" 137
say "what is gone is in ps --at and in history"
