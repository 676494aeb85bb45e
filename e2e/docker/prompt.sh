#!/bin/bash
# A person types `docker run -it app_client`, with no arguments, on the default bridge: the container
# posts itself and finds itself in the table.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

start_rollcall
export NAME=$RUN-client
cat >"$SCRATCH/type" <<'EXPECT'
set timeout 30
proc wait_for {text} {
  expect {
    -ex $text {}
    timeout { puts "\nNOT SEEN: $text"; exit 1 }
    eof { puts "\nENDED before: $text"; exit 1 }
  }
}
set stty_init "rows 40 columns 200"
spawn docker run -it --name $env(NAME) app_client
wait_for "help for help"
wait_for "rollcall>"
send "post\r"
wait_for "a new report (201)"
wait_for "app_client"
wait_for "rollcall>"
send "get\r"
wait_for "$env(NAME)"
wait_for "served by"
wait_for "rollcall>"
send "exit\r"
expect eof
exit [lindex [wait] 3]
EXPECT
expect "$SCRATCH/type" >"$SCRATCH/screen" || fail "the prompt did not go as expected: $(cat "$SCRATCH/screen")"
say "the prompt posted its container and listed it"

row=$(get "/api/containers/$NAME")
id=$(docker inspect --format '{{.Id}}' "$NAME")
contains "$row" "\"id\":\"$id\""
contains "$row" '"image":"app_client"'
contains "$row" "\"node\":\"$(docker info --format '{{.Name}}')\""
contains "$row" '"memory_usage":'
contains "$row" '"cpu_usage":'
say "the server has id, image, node, memory and cpu of it"

for image in app_server app_agent app_client; do
  [ "$(docker run --rm --entrypoint id "$image" -u)" = 10001 ] || fail "$image runs as root"
done
say "no image runs as root"
