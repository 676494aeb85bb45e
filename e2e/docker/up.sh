#!/bin/bash
# `./rollcall up` with lines piped in: runs them, ends with the prompt's exit code, leaves nothing
# running, and takes less than five seconds from the second time on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_DATA_HOME=$scratch/data XDG_STATE_HOME=$scratch/state
up=(./rollcall up --port 25001 --agent-port 25002)

say() { printf '   %s\n' "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*"
  exit 1
}
none_left() {
  ! (exec 3<>/dev/tcp/127.0.0.1/25001 || exec 3<>/dev/tcp/127.0.0.1/25002) 2>/dev/null ||
    fail "a server or an agent still listens after $1"
}

printf 'post\nget\nexit\n' | "${up[@]}" >"$scratch/first" || fail "the first run: $(cat "$scratch/first")"
grep -q 'a new report (201)' "$scratch/first" || fail "nothing posted: $(cat "$scratch/first")"
none_left "the first run"
say "posted, listed, stopped"

start=$(date +%s%N)
printf 'post\nget\nexit\n' | "${up[@]}" >"$scratch/second" 2>&1
took=$((($(date +%s%N) - start) / 1000000))
[ "$took" -lt 5000 ] || fail "the second run took $took ms"
grep -q '^[2-9][0-9]* containers\|^1[0-9][0-9]* containers' "$scratch/second" ||
  fail "the first run's report is gone: $(cat "$scratch/second")"
grep -q "served by server.25001@$(hostname)$" "$scratch/second" || fail "the server does not know its node: $(cat "$scratch/second")"
none_left "the second run"
say "the second run took $took ms and knows the first one's report"

code=0
echo 'get no-such-container' | "${up[@]}" >"$scratch/third" 2>&1 || code=$?
[ "$code" = 1 ] || fail "a failed command ends with $code: $(cat "$scratch/third")"
say "a command that fails shows in the exit code"

# A signal in the middle of a session.
mkfifo "$scratch/lines"
"${up[@]}" <"$scratch/lines" >"$scratch/fourth" 2>&1 &
exec 4>"$scratch/lines"
echo get >&4
for _ in {1..100}; do
  ! grep -q 'served by' "$scratch/fourth" || break
  sleep 0.1
done
kill -TERM $!
code=0
wait $! || code=$?
exec 4>&-
[ "$code" = 143 ] || fail "SIGTERM ends it with $code: $(cat "$scratch/fourth")"
none_left SIGTERM
say "SIGTERM stops everything"

# No engine: the first thing that one hears, above the prompt.
echo exit | DOCKER_HOST=unix:///nonexistent "${up[@]}" >"$scratch/without" 2>&1 || fail "without an engine: $(cat "$scratch/without")"
grep -q '^rollcall: the agent: No Docker engine answers at unix:///nonexistent: ' "$scratch/without" ||
  fail "nothing is said of the missing engine: $(cat "$scratch/without")"
! grep -q "the agent: " "$scratch/second" || fail "the agent complains of a good engine: $(cat "$scratch/second")"
say "the prompt says at once that the engine is missing"

# Somebody else's port.
python=$(command -v python3 || true)
if [ -n "$python" ]; then
  "$python" -m http.server --bind 127.0.0.1 25001 >/dev/null 2>&1 &
  other=$!
  for _ in {1..50}; do
    ! (exec 3<>/dev/tcp/127.0.0.1/25001) 2>/dev/null || break
    sleep 0.1
  done
  code=0
  "${up[@]}" </dev/null 2>"$scratch/fifth" || code=$?
  kill "$other"
  wait "$other" 2>/dev/null || true
  [ "$code" = 1 ] || fail "a taken port ends with $code: $(cat "$scratch/fifth")"
  grep -q 'listens on 127.0.0.1:25001. Stop it, or choose another port' "$scratch/fifth" ||
    fail "a taken port is not named: $(cat "$scratch/fifth")"
  say "a port that somebody else has is named"
fi
