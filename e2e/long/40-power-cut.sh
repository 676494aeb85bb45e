#!/bin/bash
# A machine loses its power while 16 writers write to its server, again and again: what was acknowledged
# is there once it is back, and stored once. Before that the control: a server that is the same but for
# synchronous=NORMAL must lose some; a proof that cannot tell the two apart proves nothing.
#   usage: e2e/long/40-power-cut.sh [ROUNDS]     (20)
# Where the processor is emulated a round takes about half a minute.
#
# The power cut is `kill -9` of qemu. That is honest although this host goes on: what the guest had synced
# is in the host's page cache, and so on the disk that the next boot sees; what it had not is gone with its
# memory. (A disk that loses what it was told to flush is not shown.)
. "$(dirname "${BASH_SOURCE[0]}")/../processes.sh"
. "$ROOT/e2e/small-machine.sh"

PORT=5974 ROUNDS=${1:-20} CONTROLS=5
LEDGER=$SCRATCH/acknowledged

# The server's class that sets it, compiled with the other word.
with_normal() { # DIR
  local source=docker_server/src/main/java/rollcall/server/storage/sqlite/SqliteFile.java
  mkdir -p "$SCRATCH/source"
  sed 's/setSynchronous(SynchronousMode\.FULL)/setSynchronous(SynchronousMode.NORMAL)/' "$ROOT/$source" >"$SCRATCH/source/SqliteFile.java"
  ! cmp -s "$ROOT/$source" "$SCRATCH/source/SqliteFile.java" || fail "$source sets synchronous in another way than it did"
  "${JAVA}c" -nowarn -proc:none -cp "$ROOT/docker_server/target/rollcall-server.jar:$ROOT/docker_server/target/lib/*" \
    -d "$1" "$SCRATCH/source/SqliteFile.java" 2>"$SCRATCH/javac.log" || fail "$(cat "$SCRATCH/javac.log")"
}

start_writers() {
  rm -f "$SCRATCH/enough"
  : >"$LEDGER"
  "${JAVA_PROGRAM[@]}" "$ROOT/e2e/long/Writers.java" 16 20 "$SCRATCH/enough" "$LEDGER" "$(url $PORT)" >"$SCRATCH/account" 2>&1 &
  SERVERS[writers]=$! # ends with them
  disown
  acknowledges 1
}
acknowledged() { wc -l <"$LEDGER"; }
acknowledges() { # N: returns once N more are acknowledged
  local goal=$(($(acknowledged) + $1))
  for _ in {1..3000}; do
    [ "$(acknowledged)" -lt "$goal" ] || return 0
    sleep 0.1
  done
  fail "no $1 writes acknowledged in five minutes: $(cat "$SCRATCH/account")"
}

# The writers stand still while there is no server: their hundreds of attempts a second would be
# felt by the processor that boots. What they wait for then is lost to them, and sent again.
cut_power() {
  kill_hard $PORT
  kill -STOP "${SERVERS[writers]}"
}

# Sets $LOST to how many acknowledged ones are not stored; none may be stored twice.
read_back() {
  local doubled
  curl -fsS --max-time 120 "$(url $PORT)/service" | jq -r '.[] | "\(.id) \(.timestamp)"' | sort >"$SCRATCH/stored"
  doubled=$(uniq -d "$SCRATCH/stored" | wc -l)
  [ "$doubled" = 0 ] || fail "$doubled reports are stored twice"
  LOST=$(sort "$LEDGER" | comm -23 - "$SCRATCH/stored" | wc -l)
}

round() { # [VARIABLE=VALUE...]
  kill -CONT "${SERVERS[writers]}"
  acknowledges $((100 + RANDOM % 200))
  sleep "0.$((RANDOM % 1000))"
  cut_power
  boot $PORT
  serve_in_machine $PORT
  read_back
}

control() {
  local number
  mkdir -p "$SCRATCH/data/rollcall" "$SCRATCH/data/normal"
  with_normal "$SCRATCH/data/normal"
  make_data_disk "$SCRATCH/data"
  local SERVER_IN_MACHINE='-cp /data/normal:/opt/rollcall/rollcall-server.jar rollcall.server.Main'
  boot $PORT
  serve_in_machine $PORT
  start_writers
  for ((number = 1; number <= CONTROLS; number++)); do
    round
    [ "$LOST" = 0 ] || break
  done
  [ "$LOST" -gt 0 ] || fail "with synchronous=NORMAL nothing was lost in $CONTROLS cuts: the proof is void"
  CONTROL="with synchronous=NORMAL cut $number lost $LOST of $(acknowledged)"
  kill_hard writers
  kill_hard $PORT
}

control
summary "the control: $CONTROL"

rm -r "$SCRATCH/data/normal"
make_data_disk "$SCRATCH/data"
boot $PORT
serve_in_machine $PORT
start_writers
for ((number = 1; number <= ROUNDS; number++)); do
  round
  [ "$LOST" = 0 ] || fail "cut $number lost $LOST of $(acknowledged) acknowledged writes: $(sort "$LEDGER" | comm -23 - "$SCRATCH/stored" | sed -n 1,5p)"
  summary "cut $number: all of $(acknowledged) are there"
done

touch "$SCRATCH/enough"
kill -CONT "${SERVERS[writers]}"
tail -s 0.2 --pid="${SERVERS[writers]}" -f /dev/null
is_whole_in_machine $PORT
grep -q ', lost 0, doubled 0$' "$SCRATCH/account" || fail "$(cat "$SCRATCH/account")"
summary "$ROUNDS power cuts: $(cat "$SCRATCH/account"); integrity ok; the control: $CONTROL"
