#!/bin/bash
# A million requests that no good client sends, slow and huge ones and ten thousand connections: nothing
# but documented refusals, the memory stays within what the images allow, good clients don't notice.
#   usage: e2e/long/60-fuzz.sh [REQUESTS [SEED [CONNECTIONS]]]
. "$(dirname "${BASH_SOURCE[0]}")/../processes.sh"

requests=${1:-1000000} seed=${2:-$RANDOM$RANDOM}
connections=${3:-$((requests < 100000 ? 1500 : 10000))}
echo "   seed $seed"
"${JAVA%java}javac" -d "$SCRATCH/fuzz" -cp "$ROOT/docker_server/target/lib/*" "$ROOT"/e2e/long/fuzz/*.java

for port in 6161 6162; do # the second takes a proof of who writes
  proof=()
  [ "$port" = 6161 ] || proof=(ROLLCALL_TOKEN=a-token-of-24-characters)
  serve "$port" ROLLCALL_MAX_REPORTS=1000 ROLLCALL_MAX_CHANGES=20000 "${proof[@]}"
done
before=("${SERVERS[@]}")
"${JAVA_PROGRAM[@]:0:2}" -cp "$SCRATCH/fuzz:$ROOT/docker_server/target/lib/*" Fuzz "$seed" "$requests" "$connections" \
  6161 6162 >"$SCRATCH/account" 2>"$SCRATCH/faults" || fail "seed $seed: $(cat "$SCRATCH/account" "$SCRATCH/faults")"

most=0
for pid in "${before[@]}"; do
  peak=$(awk '/^VmHWM/ {print int($2 / 1024)}' "/proc/$pid/status") || fail "a server is gone"
  [ "$peak" -le "$most" ] || most=$peak
done
# As much as stack.yml lets a server have.
[ "$most" -le 256 ] || fail "seed $seed: a server had $most MiB"
! grep -nE '^\s+at |Exception' "$SCRATCH"/616?.log >&2 || fail "seed $seed: that is in the log"
# The audit log has the refused writes, too, with a bound of its own.
lines=$(cat "$SCRATCH"/616?.log | grep -vc ' audit ')
[ "$lines" -le 200 ] || fail "seed $seed: $lines lines in the logs, most of them
$(cat "$SCRATCH"/616?.log | grep -v ' audit ' | cut -d ' ' -f 2-8 | sort | uniq -c | sort -rn | sed -n 1,5p)"
is_whole
summary "seed $seed: $(cat "$SCRATCH/account"); at most $most MiB resident, $lines lines of log, integrity ok"
