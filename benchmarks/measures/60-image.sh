#!/usr/bin/env bash
# The image app_server against the same jars on Debian's own Java: size, start, memory.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"

context=$WORK/plain
mkdir "$context"
docker image inspect app_server:latest >/dev/null 2>&1 || die 1 "bench: no image app_server. Build it: ./rollcall images"
cp -r "$ROOT/docker_server/target/lib" "$ROOT/docker_server/target/rollcall-server.jar" "$context"
cp "$PEERS/Dockerfile" "$context"
docker build -t rollcall-bench-plain "$context" >"$WORK/build.log" 2>&1 || die 1 "bench: $(tail -n 5 "$WORK/build.log")"

size() { docker image inspect --format '{{.Size}}' "$1" | awk '{print $1 / 1e6}'; }
ours=$(size app_server:latest) peer=$(size rollcall-bench-plain)
row 'app_server image' MB "$ours" 'Debian, openjdk-17-jre-headless, the same jars' "$peer" \
  "$(awk "BEGIN {print $ours / $peer}")" '<=0.5'

# run NAME PORT IMAGE [OPTION...]: a container on the host's network.
run() {
  CONTAINERS+=("rollcall-bench-$1")
  docker run -d --name "rollcall-bench-$1" --network host -e "ROLLCALL_PORT=$2" -e ROLLCALL_BIND=127.0.0.1 \
    -e ROLLCALL_DRAIN_TIMEOUT=0s "${@:4}" "$3" >/dev/null
}
# Seconds from `docker run` to the first good answer.
start_up() { # NAME PORT IMAGE
  local begin=$EPOCHREALTIME
  run "$1" "$2" "$3"
  until curl -fs -o /dev/null "http://127.0.0.1:$2/api/status"; do sleep 0.01; done
  awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN {print b - a, 0, 0, 0}'
  docker rm -f -v "rollcall-bench-$1" >/dev/null
}
ours_start() { start_up ours 5961 app_server:latest; }
plain_start() { start_up plain 5962 rollcall-bench-plain; }
compare ours_start plain_start
versus 'start to first good answer' s 1 ours_start plain_start 'the same jars, java -jar' '<=0.6'
row 'start to first good answer' s "$(figure ours_start 1)" 'the target' 1 "$(figure ours_start 1)" '<=1'

run ours 5961 app_server:latest
until curl -fs -o /dev/null http://127.0.0.1:5961/api/status; do sleep 0.1; done
sleep 5
pid=$(docker inspect --format '{{.State.Pid}}' rollcall-bench-ours)
idle=$(resident_mb "$pid")
post_hundred http://127.0.0.1:5961/api/reports
for _ in 1 2; do
  load 64 http://127.0.0.1:5961/api/containers/a1 >/dev/null
  load 64 http://127.0.0.1:5961/api/reports report a >/dev/null
done
loaded=$(resident_mb "$pid")
row 'resident memory, idle' MB "$idle" 'the target' 80 "$(awk "BEGIN {print $idle / 80}")" '<=1'
row 'resident memory, loaded' MB "$loaded" 'the target' 160 "$(awk "BEGIN {print $loaded / 160}")" '<=1'
