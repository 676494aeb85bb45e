#!/bin/bash
# What the containers can't do, with the options that stack.yml and compose.yml give them: be root, write
# to their own files, have a capability or gain one; and that they work so, with TLS as well.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

# is_tight CONTAINER
is_tight() {
  local status
  status=$(docker exec "$1" cat /proc/1/status)
  [[ $status =~ Uid:[[:space:]]10001[[:space:]]10001 ]] || fail "$1 runs as another user: $status"
  [[ $status =~ CapEff:[[:space:]]0000000000000000 ]] || fail "$1 has capabilities: $status"
  [[ $status =~ CapBnd:[[:space:]]0000000000000000 ]] || fail "$1 could gain capabilities: $status"
  [[ $status =~ NoNewPrivs:[[:space:]]1 ]] || fail "$1 could gain privileges: $status"
  for file in /x /opt/rollcall/x /home/rollcall/x /usr/local/bin/x; do
    ! docker exec --user 0 "$1" touch "$file" 2>/dev/null || fail "$1: $file can be written"
  done
  [ "$(docker inspect --format '{{.HostConfig.PidsLimit}}' "$1")" -gt 0 ] || fail "$1 has no limit of processes"
  [ "$(docker inspect --format '{{.HostConfig.Memory}}' "$1")" -gt 0 ] || fail "$1 has no limit of memory"
}

start_rollcall
is_tight "$RUN-server"
is_tight "$RUN-agent"
say "server and agent: not root, no capability, none to gain, no file of theirs to write"

docker run --rm "${TIGHT[@]}" --name "$RUN-client" app_client post >"$SCRATCH/post" 2>&1 || fail "$(cat "$SCRATCH/post")"
contains "$(cat "$SCRATCH/post")" 'a new report (201)'
contains "$(docker run --rm "${TIGHT[@]}" app_client get)" "$RUN-server"
printf 'get\nexit\n' | docker run --rm -i "${TIGHT[@]}" app_client >"$SCRATCH/piped" 2>&1 || fail "$(cat "$SCRATCH/piped")"
contains "$(cat "$SCRATCH/piped")" "$RUN-server"
export NAME=$RUN-server
cat >"$SCRATCH/type" <<'EXPECT'
set timeout 30
set stty_init "rows 40 columns 200"
spawn docker run -it --rm --read-only --tmpfs /tmp:size=32m --cap-drop ALL --security-opt no-new-privileges app_client
expect -ex "rollcall>" {} timeout {exit 1} eof {exit 1}
send "get\r"
expect -ex "$env(NAME)" {} timeout {exit 1} eof {exit 1}
expect -ex "rollcall>" {} timeout {exit 1} eof {exit 1}
send "exit\r"
expect eof
exit [lindex [wait] 3]
EXPECT
expect "$SCRATCH/type" >"$SCRATCH/screen" || fail "the prompt: $(cat "$SCRATCH/screen")"
say "so is the client: it posts, gets, reads commands from a pipe and from a terminal"

docker run --rm "${TIGHT[@]}" -v "$RUN-data:/data" app_server backup - >"$SCRATCH/backup.db" 2>"$SCRATCH/backup" ||
  fail "$(cat "$SCRATCH/backup")"
[ "$(head -c 15 "$SCRATCH/backup.db")" = 'SQLite format 3' ] || fail "no backup: $(cat "$SCRATCH/backup")"
say "a backup of $(stat -c %s "$SCRATCH/backup.db") bytes was written"

docker rm -f "$RUN-server" "$RUN-agent" >/dev/null
mkdir -m 755 "$SCRATCH/tls"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=rollcall \
  -addext "subjectAltName=IP:$GATEWAY" -keyout "$SCRATCH/tls/key" -out "$SCRATCH/tls/certificate" 2>/dev/null
chmod 644 "$SCRATCH/tls/key"
certificate=(-v "$SCRATCH/tls:/tls:ro" -e ROLLCALL_TLS_CERTIFICATE_FILE=/tls/certificate -e ROLLCALL_TLS_KEY_FILE=/tls/key)
authority=(-v "$SCRATCH/tls:/tls:ro" -e ROLLCALL_TLS_CA_FILE=/tls/certificate)
SERVER_OPTIONS=("${certificate[@]}")
AGENT_OPTIONS=("${certificate[@]}" -e ROLLCALL_TLS_CA_FILE=/tls/certificate -e "ROLLCALL_SERVER=https://$GATEWAY:5001")
start_rollcall
ask() { curl -fsS --max-time 30 --cacert "$SCRATCH/tls/certificate" "https://$GATEWAY:$1"; }
heard() { ask 5001/api/nodes | jq -e '.nodes[0].last_heard' >/dev/null; }
eventually 60 heard
ask 5002/healthcheck >/dev/null
[ "$(curl -s -o "$SCRATCH/plain" -w '%{http_code}' "http://$GATEWAY:5001/api/status")" = 400 ] || fail "plain HTTP: $(cat "$SCRATCH/plain")"
contains "$(cat "$SCRATCH/plain")" 'Use https://'
! curl -s -o /dev/null --max-time 30 "http://$GATEWAY:5002/healthcheck" || fail "the agent answers plain HTTP"
docker run --rm "${TIGHT[@]}" "${authority[@]}" -e "ROLLCALL_SERVER=https://$GATEWAY:5001" \
  -e "ROLLCALL_AGENT=https://$GATEWAY:5002" --name "$RUN-over-tls" app_client post >"$SCRATCH/post" 2>&1 ||
  fail "$(cat "$SCRATCH/post")"
contains "$(cat "$SCRATCH/post")" 'a new report (201)'
code=0
docker run --rm -e "ROLLCALL_SERVER=https://$GATEWAY:5001" app_client status >"$SCRATCH/stranger" 2>&1 || code=$?
[ "$code" = 3 ] || fail "a client without the authority ended with $code: $(cat "$SCRATCH/stranger")"
say "the same by TLS: healthy, the agent is heard, a container posts; plain HTTP and strangers are refused"
