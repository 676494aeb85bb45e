#!/bin/bash
# `./rollcall up` at a terminal: Ctrl-C is the prompt's and ends nothing, Ctrl-D ends all of it; a
# server that dies ends the session and names its log.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_DATA_HOME=$scratch/data XDG_STATE_HOME=$scratch/state

say() { printf '   %s\n' "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*"
  exit 1
}
none_left() {
  ! (exec 3<>/dev/tcp/127.0.0.1/25001 || exec 3<>/dev/tcp/127.0.0.1/25002) 2>/dev/null ||
    fail "a server or an agent still listens after $1"
}

cat >"$scratch/base" <<'EXPECT'
set timeout 60
proc wait_for {text} {
  expect {
    -ex $text {}
    timeout { puts "\nNOT SEEN: $text"; exit 99 }
    eof { puts "\nENDED before: $text"; exit 99 }
  }
}
set stty_init "rows 40 columns 200"
spawn ./rollcall up --port 25001 --agent-port 25002
wait_for "rollcall>"
EXPECT

expect >"$scratch/screen" <<EXPECT || true
$(cat "$scratch/base")
send "half a line\003"
wait_for "rollcall>"
send "status\r"
wait_for "revision"
wait_for "rollcall>"
send "\004"
expect eof
puts "\nENDED WITH [lindex [wait] 3]"
EXPECT
grep -q '^ENDED WITH 0' "$scratch/screen" || fail "after Ctrl-C and Ctrl-D: $(cat "$scratch/screen")"
none_left Ctrl-D
say "Ctrl-C clears the line, Ctrl-D ends the session"

expect >"$scratch/screen" <<EXPECT || true
$(cat "$scratch/base")
exec pkill -KILL -f "^\[^ \]*java .*rollcall-server.jar\$" -P [exec pgrep -o -f "up.sh --port 25001"]
wait_for "$scratch/state/rollcall/server.log"
expect eof
puts "\nENDED WITH [lindex [wait] 3]"
EXPECT
grep -q '^ENDED WITH 1' "$scratch/screen" || fail "after a server died: $(cat "$scratch/screen")"
none_left "a killed server"
say "a server that dies ends the session and names its log"
