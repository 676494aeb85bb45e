#!/bin/bash
# The database's disk runs full: writes are refused with 507, reads go on, and with room again so do
# writes; nothing that was acknowledged is lost.
. "$(dirname "${BASH_SOURCE[0]}")/../processes.sh"
[ "$(id -u)" = 0 ] || fail "only root may mount a small disk: sudo $0"

mkdir "$SCRATCH/disk"
mount -t tmpfs -o size=16m tmpfs "$SCRATCH/disk"
DATABASE=$SCRATCH/disk/rollcall.db
head -c 13M /dev/zero >"$SCRATCH/disk/filler"
serve 5971

acknowledged=0 refused=0
write() { # prints the status of one more write
  number=$((${number:-0} + 1))
  status=$(post 5971 "c$((number % 50))" "$(date -u -d "@$((1790000000 + number))" +%FT%TZ)")
  case "$status" in
    201) acknowledged=$((acknowledged + 1)) ;;
    507) refused=$((refused + 1)) ;;
    *) fail "write $number was answered with $status: $(cat "$SCRATCH/answer")" ;;
  esac
}
stored() { curl -fs --max-time 10 "$(url 5971)/service" | jq length; }

until [ "$refused" -ge 20 ]; do
  write
  [ "$number" -lt 50000 ] || fail "never full after $number writes"
done
jq -e '.detail and .status == 507' "$SCRATCH/answer" >/dev/null || fail "the 507 says $(cat "$SCRATCH/answer")"
full_at=$acknowledged
[ "$(stored)" = "$acknowledged" ] || fail "full: $(stored) of $acknowledged acknowledged are read"
curl -fs -o /dev/null "$(url 5971)/healthcheck" || fail "full: /healthcheck does not answer"

rm "$SCRATCH/disk/filler"
before=$refused
for _ in {1..200}; do write; done
[ "$refused" = "$before" ] || fail "$((refused - before)) writes refused although there is room again"
[ "$(stored)" = "$acknowledged" ] || fail "$(stored) of $acknowledged acknowledged are read"

kill_hard 5971
serve 5971
[ "$(stored)" = "$acknowledged" ] || fail "after a kill: $(stored) of $acknowledged acknowledged are read"
is_whole
summary "full after $full_at writes: $refused answered with 507, reads went on, 200 more once there was room; all $acknowledged kept"
