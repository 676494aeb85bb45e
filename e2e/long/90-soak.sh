#!/bin/bash
# An hour of mixed load at half of what two servers of one database reach here: memory, open files and
# threads stay as they are, the write-ahead log stays bounded, nothing fails.
#   usage: e2e/long/90-soak.sh [MINUTES [REQUESTS_A_SECOND]]
# SOAK_SAMPLES names a file that is to keep the samples: seconds, port, open files, threads, bytes of
# the write-ahead log, VmRSS; and, less often, the memory in use and the live heap of it; all in KiB.
. "$(dirname "${BASH_SOURCE[0]}")/../processes.sh"

minutes=${1:-60} rate=${2-}
every=$((minutes < 30 ? 1 : 6)) # samples of memory: a collection each, which costs
warm_up=$((minutes * 60 / 6))
ports=(6191 6192)
samples=${SOAK_SAMPLES:-$SCRATCH/samples}
: >"$samples"
key=$(head -c 32 /dev/urandom | base64) token=$(head -c 32 /dev/urandom | base64)
SOAK=("${JAVA_PROGRAM[@]}" "$ROOT/e2e/long/Soak.java" "$key" "$token") # RATE SECONDS URL...
urls=("${ports[@]/#/http://127.0.0.1:}")

# Limits so low that pruning has work in each round.
for port in "${ports[@]}"; do
  serve "$port" ROLLCALL_AGENT_KEY="$key" ROLLCALL_TOKEN="$token" ROLLCALL_MAX_REPORTS=5000 \
    ROLLCALL_MAX_CHANGES=5000 ROLLCALL_MAX_LOGGED_REQUESTS=5000 ROLLCALL_MAX_CONTAINERS=1500
done

share="as was asked for"
if [ -z "$rate" ]; then
  "${SOAK[@]}" 0 20 "${urls[@]}" >"$SCRATCH/calibration"
  reached=$(sed 's/.*per second \([0-9]*\).*/\1/' "$SCRATCH/calibration")
  rate=$((reached / 2)) share="half of the $reached reached here"
fi
echo "   soaking with $rate requests a second, $share"

# Memory in use: the live heap after a collection, and what is resident outside of the heap. VmRSS alone
# would tell how much garbage the heap was allowed to hold, which drifts until its limit (-Xmx).
declare -A HEAP=() # their address ranges, by port

memory() { # PORT: puts KiB in $in_use
  local pid=${SERVERS[$1]}
  [ -n "${HEAP[$1]-}" ] || HEAP[$1]=$("${JAVA%java}jcmd" "$pid" GC.heap_info |
    awk '/generation/ {gsub(/.*\[|\)/, ""); split($0, at, ", "); if (!low) low = at[1]; high = at[3]} END {print low, high}')
  live=$(($("${JAVA%java}jcmd" "$pid" GC.class_histogram | awk '/^Total/ {print $3}') / 1024))
  outside=$(awk -v range="${HEAP[$1]}" 'BEGIN {split(range, heap)}
    /^[0-9a-f]+-[0-9a-f]+ / {split($1, of, "-"); at = "0x" sprintf("%16s", of[1]); gsub(/ /, "0", at)}
    /^Rss:/ && (at < heap[1] "" || at >= heap[2] "") {sum += $2}
    END {print sum}' "/proc/$pid/smaps")
  in_use="$((live + outside)) $live"
}

"${SOAK[@]}" "$rate" $((minutes * 60)) "${urls[@]}" >"$SCRATCH/load" 2>"$SCRATCH/failures" &
load=$!
begin=$EPOCHSECONDS sample=0
while kill -0 "$load" 2>/dev/null; do
  for port in "${ports[@]}"; do
    pid=${SERVERS[$port]}
    fds=("/proc/$pid/fd/"*)
    tasks=("/proc/$pid/task/"*)
    in_use=''
    [ $((sample % every)) != 0 ] || memory "$port"
    echo "$((EPOCHSECONDS - begin)) $port ${#fds[@]} ${#tasks[@]} $(stat -c %s "$DATABASE-wal")" \
      "$(awk '/^VmRSS/ {print $2}' "/proc/$pid/status") $in_use" >>"$samples"
  done
  sample=$((sample + 1))
  # The next ten seconds of the clock, or the load's end.
  timeout "$((begin + sample * 10 > EPOCHSECONDS ? begin + sample * 10 - EPOCHSECONDS : 1))" \
    tail --pid="$load" -f /dev/null || true
done
wait "$load" || fail "$(cat "$SCRATCH/load" "$SCRATCH/failures")"

# quarters PORT COLUMN: the medians of the first and of the last quarter after the warm-up.
quarters() {
  awk -v port="$1" -v column="$2" -v from="$warm_up" '$2 == port && $1 >= from && NF >= column {print $column}' \
    "$samples" >"$SCRATCH/column"
  local quarter=$(($(wc -l <"$SCRATCH/column") / 4))
  [ "$quarter" -gt 0 ] || fail "too short a run to compare its quarters" >&2
  head -n "$quarter" "$SCRATCH/column" | sort -n | sed -n "$((quarter / 2 + 1))p"
  tail -n "$quarter" "$SCRATCH/column" | sort -n | sed -n "$((quarter / 2 + 1))p"
}
rose() { # WHAT PORT COLUMN MOST: puts both medians in $first and $last
  local both
  both=$(quarters "$2" "$3") || exit 1
  first=${both%$'\n'*} last=${both#*$'\n'}
  [ $((last - first)) -le "$4" ] || fail "$1 rose from $first to $last"
}
# As many connections are open as happen to be used: a dozen more or less from one sample to the next.
# One file in 30,000 requests left open would still be noticed in an hour.
drift=-1000000 files='' threads=''
for port in "${ports[@]}"; do
  rose "KiB in use" "$port" 7 5120
  [ $((last - first)) -le "$drift" ] || drift=$((last - first)) memory=$last
  rose "open files" "$port" 3 8
  files="$files $first→$last"
  rose threads "$port" 4 3
  threads="$threads $first→$last"
done
wal=$(sort -k5 -n "$samples" | awk 'END {print int($5 / 1024)}')
resident=$(sort -k6 -n "$samples" | awk 'END {print int($6 / 1024)}')
told="$(cat "$SCRATCH/load"); in use at the end $((memory / 1024)) MiB, drift $(awk "BEGIN {printf \"%.1f\", $drift / 1024}") MiB"
[ "$wal" -le 65536 ] || fail "the write-ahead log grew to $wal KiB"
[[ $told == *" failed 0,"* ]] || fail "$told: $(cat "$SCRATCH/failures")"
is_whole
summary "$minutes minutes of $rate requests a second, $share: $told, at most $resident MiB resident; open files$files, threads$threads; write-ahead log at most $wal KiB; integrity ok"
