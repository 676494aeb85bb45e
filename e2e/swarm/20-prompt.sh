#!/bin/bash
# A person on the client machine types `docker run -it app_client`, with no arguments, at a real
# terminal: the container posts itself, and every replica knows it.
. e2e/machines.sh

name=typed-$$
export name
vagrant ssh-config client >"$SCRATCH/ssh-client"
export CONFIG=$SCRATCH/ssh-client
cat >"$SCRATCH/type" <<'EXPECT'
set timeout 180
proc wait_for {text} {
  expect {
    -ex $text {}
    timeout { puts "\nNOT SEEN: $text"; exit 1 }
    eof { puts "\nENDED before: $text"; exit 1 }
  }
}
set stty_init "rows 40 columns 200"
spawn ssh -tt -F $env(CONFIG) client docker run -it --name $env(name) app_client
wait_for "rollcall>"
send "post\r"
wait_for "a new report (201)"
wait_for "rollcall>"
send "get\r"
wait_for "$env(name)"
wait_for "rollcall>"
send "exit\r"
expect eof
exit [lindex [wait] 3]
EXPECT
expect "$SCRATCH/type" >"$SCRATCH/screen" || fail "the prompt did not go as expected: $(cat "$SCRATCH/screen")"
seen_by_all "$name" 3
case "$(get $SERVER "/api/containers/$name")" in
  *'"node":"client"'*) ;;
  *) fail "not on the node client: $(get $SERVER "/api/containers/$name")" ;;
esac
on client "docker rm $name >/dev/null"
say "$name posted itself from the client machine, and each replica tells so"
