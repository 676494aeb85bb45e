#!/bin/bash
# From the release before to this one, a server at a time, behind compose.yml's balancer and on the old
# one's database: old and new answer side by side, no request fails, all that was acknowledged is there.
#   usage: e2e/long/70-update.sh      ROLLCALL_PREVIOUS=REVISION names the release before
# Takes a Docker engine and the images of `./rollcall images --debian-base`.
. "$(dirname "${BASH_SOURCE[0]}")/../compose.sh"
export ROLLCALL_TAG=previous
PG_PASS=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n') # compose.sh's has letters that the previous release cannot send

revision=${ROLLCALL_PREVIOUS:-1663659}
mkdir "$SCRATCH/previous"
git archive "$revision" | tar -x -C "$SCRATCH/previous"
which=(--target server)
[ -e "$SCRATCH/previous/Dockerfile" ] || which=(-f "$SCRATCH/previous/docker_server/Dockerfile")
docker build -t app_server:previous --build-arg BUILD_IMAGE=rollcall-base-build:latest \
  --build-arg RUNTIME_IMAGE=rollcall-base-runtime:latest "${which[@]}" "$SCRATCH/previous" >"$SCRATCH/build.log" 2>&1 || fail "$(tail -n 20 "$SCRATCH/build.log")"
docker tag app_web:latest app_web:previous
say "built the servers of $revision"
[ "$(docker inspect --format '{{.Id}}' app_server:previous)" != "$(docker inspect --format '{{.Id}}' app_server:latest)" ] ||
  fail "app_server:latest is that of $revision, too"

# The new ones are no part of the composition, which could not be taken down beside them.
trap 'code=$?; docker ps -aq --filter "label=rollcall.e2e=$COMPOSE_PROJECT_NAME" | xargs -r docker rm -f >/dev/null
(at_end "$code"); docker rmi app_server:previous app_web:previous >/dev/null || true; exit "$code"' EXIT
start 3
mapfile -t old < <(containers server)
network=$(docker inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}' "${old[0]}")
docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "${old[0]}" | grep '^ROLLCALL_' >"$SCRATCH/env"

reads() { # without a pause, a line "STATUS REPLICA" each
  until [ -e "$SCRATCH/enough" ]; do
    curl -s --max-time 30 -o /dev/null -w '%{http_code} %header{x-served-by}\n' "$LAYER7/api/containers?limit=5#[1-20]" || true
  done >"$SCRATCH/reads" 2>/dev/null
}
writes() { # reports and variables in turn, a line "STATUS REPLICA NUMBER" each
  local number=0
  until [ -e "$SCRATCH/enough" ]; do
    number=$((number + 1))
    curl -s --max-time 30 -o /dev/null -w "%{http_code} %header{x-served-by} $number\n" -H 'Content-Type: application/json' \
      -d "{\"id\":\"r$number\",\"name\":\"r$number\",\"image\":\"i\",\"timestamp\":\"2026-11-01T00:00:00Z\",\"memory_usage\":1,\"cpu_usage\":0}" \
      "$LAYER7/api/reports" || true
    curl -s --max-time 30 -o /dev/null -w "%{http_code} %header{x-served-by} $number\n" -H 'Content-Type: application/json' \
      -X PUT -d "{\"value\":\"$number\"}" "$LAYER7/api/vars/v$((number % 10))" || true
  done >"$SCRATCH/writes"
}
reads &
writes &
sleep 5 # of load on the old ones alone

is_healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$1")" = healthy ]; }
answers() { grep -F "@${1:0:12}" "$SCRATCH/reads" >/dev/null; }
for server in "${old[@]}"; do
  new=$(docker run -d --name "$COMPOSE_PROJECT_NAME-new-${server:0:6}" --network "$network" --network-alias server \
    --tmpfs /data --env-file "$SCRATCH/env" \
    --label rollcall.e2e="$COMPOSE_PROJECT_NAME" app_server:latest)
  eventually 120 is_healthy "$new"
  eventually 60 answers "$new"
  docker stop -t 30 "$server" >/dev/null
  say "${new:0:12} for ${server:0:12}"
done
sleep 5 # of load on the new ones alone
touch "$SCRATCH/enough"
wait

reads=$(wc -l <"$SCRATCH/reads") writes=$(wc -l <"$SCRATCH/writes")
failed=$(cat "$SCRATCH/reads" "$SCRATCH/writes" | grep -vcE '^20[01] ') || true
[ "$failed" = 0 ] || fail "$failed of $((reads + writes)): $(cat "$SCRATCH/reads" "$SCRATCH/writes" | cut -d' ' -f1 | sort | uniq -c | tr '\n' ' ')"
[ "$(cut -d' ' -f2 "$SCRATCH/reads" | sort -u | wc -l)" = 6 ] || fail "not all six servers were heard"
acknowledged=$(awk '{print $3}' "$SCRATCH/writes" | sort -n | tail -n 1)
stored=$(get "$LAYER7/service" | jq '[.[].id | select(startswith("r"))] | unique | length')
[ "$stored" = "$acknowledged" ] || fail "of $acknowledged acknowledged reports $stored are there"
for ((number = acknowledged; number > acknowledged - 10 && number > 0; number--)); do
  [ "$(get "$LAYER7/api/vars/v$((number % 10))" | jq -r .value)" = "$number" ] || fail "v$((number % 10)) is not $number"
done
say "three servers of $revision replaced one by one: $reads reads and $writes acknowledged writes by three old and three new servers, 0 failed; all $stored reports and the variables there"
