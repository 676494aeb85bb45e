#!/bin/bash
# Containers prove who they are: one without any secret registers itself and no other; what is
# unsigned, changed, another's or signed with a key that is no longer valid is refused; operators have a
# token; keys are exchanged without a gap.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

server=http://$GATEWAY:5001
report='{"id":"made-up","image":"lab","name":"made-up","timestamp":"2026-11-01T00:00:00Z","memory_usage":1.5,"cpu_usage":0.25}'

# answers STATUS PART CURL_OPTION...: the answer has that status and that text in it.
answers() {
  local status=$1 part=$2 code
  shift 2
  code=$(curl -s --max-time 30 -o "$SCRATCH/answer" -w '%{http_code}' -H 'Content-Type: application/json' "$@")
  [ "$code" = "$status" ] || fail "$code, not $status: $* $(cat "$SCRATCH/answer")"
  contains "$(cat "$SCRATCH/answer")" "$part"
}
knows_node() { get /api/nodes | jq -e '.nodes[0].last_heard' >/dev/null; }

busybox_image
code=0
docker run --rm --name "$RUN-bare" app_server >"$SCRATCH/bare" 2>&1 || code=$?
[ "$code" = 2 ] || fail "a server without keys ended with $code: $(cat "$SCRATCH/bare")"
contains "$(cat "$SCRATCH/bare")" 'set ROLLCALL_AGENT_KEY_FILE and ROLLCALL_TOKEN_FILE'
say "without keys the server refuses to start, and says what to set"

start_rollcall
contains "$(get /api/status)" '"auth":"on"'
contains "$(docker logs "$RUN-server" 2>&1)" 'operators (token set)'
! docker logs "$RUN-server" 2>&1 | grep -F -e "$ROLLCALL_TOKEN" -e "$ROLLCALL_AGENT_KEY" || fail "a secret is in the log"
eventually 60 knows_node
say "the agent's signed list is taken"

answers 401 'sends that report with the answer'"'"'s X-Rollcall-Statement' "$server/api/reports" -d "$report"
answers 401 'came without a proof' -X PUT "$server/api/nodes/$(hostname)/containers" -d '{}'
answers 401 'came without a proof' -X PUT "$server/api/vars/sky" -d '{"value":"grey"}'
answers 401 'not a JWS' -H 'X-Rollcall-Statement: x' "$server/api/reports" -d "$report"
answers 201 made-up "${OPERATOR[@]}" "$server/api/reports" -d "$report"
say "unsigned writes are refused with advice; an operator's are not"

docker run --rm --name "$RUN-itself" app_client post >"$SCRATCH/post" 2>&1 || fail "$(cat "$SCRATCH/post")"
contains "$(cat "$SCRATCH/post")" 'a new report (201)'
say "docker run app_client posts with no configuration"

docker run -d --name "$RUN-victim" rollcall-busybox sleep 1000 >/dev/null
victim=$(docker inspect --format '{{.Id}}' "$RUN-victim")
docker run --name "$RUN-rogue" -e "VICTIM=$victim" rollcall-busybox sh -c '
  node=$(ip route | awk "/^default/ {print \$3}")
  ask() { wget -S -O "$1" "http://$node:5002$2" 2>"$1.headers" || cat "$1.headers"; }
  tell() {
    echo "== $1"
    wget -S -O - --header "Content-Type: application/json" --header "X-Rollcall-Statement: $statement" \
      --post-data "$3" "http://$node:5001$2" 2>&1
  }
  echo "== about the other"; ask other "/info/$VICTIM"
  echo "== about all"; ask all /containers
  ask own /info
  statement=$(awk "tolower(\$1) == \"x-rollcall-statement:\" {print \$2}" own.headers)
  own=$(cat own)
  tell "as the other" /api/reports "$(echo "$own" | awk -v id="$VICTIM" "{sub(/\"id\":\"[0-9a-f]*\"/, \"\\\"id\\\":\\\"\" id \"\\\"\")} 1")"
  tell "with another name" /api/reports "$(echo "$own" | awk "{sub(/\"name\":\"/, \"&not-\")} 1")"
  tell "for the node" "/api/nodes/x/goodbye" ""
  tell "as itself" /api/reports "$own"
  tell "as itself again" /api/reports "$own"
' >"$SCRATCH/rogue" 2>&1 || true
said() { awk -v what="== $1" '$0 == what {on = 1; next} /^== / {on = 0} on' "$SCRATCH/rogue"; }
for try in 'about the other' 'about all' 'as the other' 'with another name' 'for the node'; do
  contains "$(said "$try")" ' 403 '
done
contains "$(said 'as itself')" ' 201 '
contains "$(said 'as itself again')" ' 200 '
! get "/api/containers/not-$RUN-rogue" >/dev/null 2>&1 || fail "the rogue wrote another name"
say "a container registers itself, asks about no other and posts as no other"

code=0
docker run --rm --name "$RUN-vars" app_client vars set sky blue >"$SCRATCH/vars" 2>&1 || code=$?
[ "$code" = 1 ] || fail "vars set without a token ended with $code"
contains "$(cat "$SCRATCH/vars")" 'ROLLCALL_TOKEN'
docker run --rm --name "$RUN-vars" -e ROLLCALL_TOKEN app_client vars set sky blue >/dev/null
say "variables take the operator's token"

# From one key to the next: first the servers know both, then the agents change, then the old one goes.
old=$ROLLCALL_AGENT_KEY
new=$(head -c 32 /dev/urandom | base64)
heard() { get /api/nodes | jq -r '.nodes[0].last_heard'; }
heard_anew() { [ "$(heard)" != "$1" ]; }
docker rm -f "$RUN-server" >/dev/null
export ROLLCALL_AGENT_KEY=$new ROLLCALL_AGENT_KEY_PREVIOUS=$old
SERVER_OPTIONS=(-e ROLLCALL_AGENT_KEY_PREVIOUS)
start_server
SERVER_OPTIONS=()
eventually 60 heard_anew "$(heard)"
docker rm -f "$RUN-agent" >/dev/null
start_agent
eventually 60 heard_anew "$(heard)"
docker rm -f "$RUN-server" >/dev/null
start_server
eventually 60 heard_anew "$(heard)"
docker rm -f "$RUN-agent" >/dev/null
ROLLCALL_AGENT_KEY=$old start_agent
refused() { docker logs "$RUN-agent" 2>&1 | grep -F 'signed with a key that is not valid here' >/dev/null; }
eventually 60 refused
say "two keys are valid while one replaces the other, and the old one is none afterwards"
