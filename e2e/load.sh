# Load for the scenarios: reads at a steady pace on both nodes' addresses, over fresh connections and
# over kept ones. Paced, because an emulated processor is soon busy with the load alone: a request
# costs it 20 ms, and twice that on a fresh connection.
# shellcheck shell=bash disable=SC2154

LOAD=() # process ids of the streams

start_load() {
  local address
  rm -f "$SCRATCH"/load-*
  for address in $SERVER $CLIENT; do
    stream "fresh-$address" "$address" --rate 1/s -H 'Connection: close'
    stream "kept-$address" "$address" --rate 4/s
  done
}

# stream NAME ADDRESS CURL_OPTION...: one curl, request after request. A line for each, and curl's
# own words, go to standard error, which is not buffered.
stream() {
  local name=$1 url="http://$2:5001/api/containers?limit=5#[1-100000]"
  shift 2
  curl -sv --max-time 30 -o /dev/null "$@" \
    -w '%{stderr}load %{http_code} %{time_total} %{errormsg}\n' "$url" 2>"$SCRATCH/load-$name" &
  LOAD+=($!)
}

# load_reached N: have N requests been answered since start_load?
load_reached() { [ "$(cat "$SCRATCH"/load-* | grep -c '^load ')" -ge "$1" ]; }

# stop_load ALLOWED: says how many were sent, and fails where more than ALLOWED of them failed. What
# curl itself sent once more, because a kept connection had broken, counts apart.
stop_load() {
  [ ${#LOAD[@]} -gt 0 ] || return 0
  kill "${LOAD[@]}" 2>/dev/null || true
  wait "${LOAD[@]}" 2>/dev/null || true
  LOAD=()
  local failed retried
  cat "$SCRATCH"/load-* | grep '^load ' >"$SCRATCH/answers" || true
  failed=$(grep -vc '^load 200 ' "$SCRATCH/answers") || true
  retried=$(cat "$SCRATCH"/load-* | grep -c 'retrying a fresh connect') || true
  say "load: $(wc -l <"$SCRATCH/answers") requests ($(cat "$SCRATCH"/load-fresh-* | grep -c '^load ') on fresh" \
    "connections), $failed failed, $retried sent again; slowest $(sort -k3 -n "$SCRATCH/answers" | awk 'END {print $3}') s"
  [ "$failed" -le "$1" ] ||
    fail "under load: $(grep -v '^load 200 ' "$SCRATCH/answers" | sort | uniq -c | sed -n 1,5p)"
}
