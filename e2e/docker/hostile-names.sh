#!/bin/bash
# Names that are HTML, escape sequences for terminals, characters that turn the writing direction, or
# very long travel from containers and clients through agent and server: they are shown as what they
# are by the commands and the logs, and on the page of requests. (The dashboard: e2e/browser.)
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

html='<img src=x onerror=window.owned=1><script>window.owned=1</script>'
ansi=$'\e]0;owned\a\e[31mred\e[2J'
turned=$'exe.\u202egpj\u2066\u200f'
long=$(head -c 65536 /dev/zero | tr '\0' l)
outputs=0

# harmless FILE WHAT: no control character but tab and line break, none that turns the direction.
harmless() {
  if LC_ALL=C grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]' "$1" >"$SCRATCH/found"; then
    fail "$2: $(cat -v "$SCRATCH/found" | cut -c1-300)"
  fi
  outputs=$((outputs + 1))
}
# client ARGUMENT...: shows nothing harmful on a terminal.
client() {
  docker run --rm -t --name "$RUN-client" -e NO_COLOR=1 -e ROLLCALL_TOKEN app_client "$@" </dev/null >"$SCRATCH/terminal" 2>&1 ||
    fail "$*: $(cat -v "$SCRATCH/terminal")"
  sed 's/\r$//' "$SCRATCH/terminal" >"$SCRATCH/out" # the terminal's line ends
  harmless "$SCRATCH/out" "$*"
}

busybox_image
start_rollcall
docker run -d --name "$RUN-hostile" --label "html=$html" --label "ansi=$ansi" --label "turned=$turned" \
  --label "$turned=key" --label "long=$long" --label $'lines=one\ntwo\rthree' rollcall-busybox sleep 1000 >/dev/null
listed() { get "/api/containers/$RUN-hostile" | jq -e '.labels.html' >/dev/null; }
eventually 60 listed
get "/api/containers/$RUN-hostile" >"$SCRATCH/json"
for label in html ansi turned; do
  [ "$(jq -r --arg key "$label" '.labels[$key]' "$SCRATCH/json")" = "${!label}" ] || fail "the label $label was changed"
done
kept=$(jq '.labels.long | length' "$SCRATCH/json")
[ "$kept" = 4096 ] || fail "$kept characters of the long label are kept"
say "labels came through the engine and the agent as they are, a long one cut to $kept characters"

# What the engine doesn't allow in a name, a client may send.
number=0
for name in "$html" "$ansi" "$turned" "${long:0:255}"; do
  number=$((number + 1))
  jq -n --arg name "$name" --arg id "hostile$number" --arg time "$(date -u +%FT%TZ)" '{id: $id, name: $name, image: $name,
      node: $name, service: $name, state: "running", timestamp: $time, memory_usage: 1, cpu_usage: 0, labels: {a: $name}}' >"$SCRATCH/report"
  curl -fsS -o /dev/null "${OPERATOR[@]}" -H 'Content-Type: application/json' -d "@$SCRATCH/report" "http://$GATEWAY:5001/api/reports"
  jq -n --arg value "$name" '{$value}' | curl -fsS -o /dev/null -X PUT "${OPERATOR[@]}" -H 'Content-Type: application/json' \
    -H "X-Rollcall-Caller: $(tr -d '[:cntrl:]' <<<"${name:0:200}")" -d @- "http://$GATEWAY:5001/api/vars/hostile$number"
done
code=$(jq -n --arg name "$long" '{id: "a", name: $name, image: "i", timestamp: 0, memory_usage: 1, cpu_usage: 0}' |
  curl -s -o "$SCRATCH/refusal" -w '%{http_code}' "${OPERATOR[@]}" -H 'Content-Type: application/json' -d @- "http://$GATEWAY:5001/api/reports")
[ "$code" = 422 ] || fail "a name of 64 KB was answered with $code"

for command in get ps 'ps --format {{.Names}}|{{.Image}}|{{.Labels}}' 'get --json' nodes requests 'vars' 'history hostile2' \
  'get hostile1' 'get hostile2' 'get hostile3' "get $RUN-hostile" 'vars get hostile2' 'vars history hostile3'; do
  # shellcheck disable=SC2086
  client $command
done
for program in server agent; do
  docker logs "$RUN-$program" >"$SCRATCH/out" 2>&1
  harmless "$SCRATCH/out" "the $program's log"
done
for path in /requests /metrics; do
  get "$path" >"$SCRATCH/out"
  harmless "$SCRATCH/out" "$path"
  ! grep -F '<img' "$SCRATCH/out" || fail "a name became HTML in $path"
done
harmless "$SCRATCH/refusal" "the refusal of a name of 64 KB"
say "HTML, escape sequences, turned text and 64 KB as labels, names, images, nodes, callers and values: $outputs outputs of commands, logs and the server show them harmless"
