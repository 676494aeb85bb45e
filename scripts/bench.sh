#!/usr/bin/env bash
# Rollcall beside its peers, on this machine in one run: a table of medians and ratios, and JSON.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$ROOT/scripts/steps.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall bench [--quick] [--json] [MEASURE...]

Measures Rollcall beside peers from Debian's packages (etcd, nginx, PostgreSQL with Flask, the first
lab's bottle with TinyDB, a bare Jetty), each in turn under the same load on the same machine, and
prints a table of medians and of the rounds' median ratios. The rows also go to
target/bench/results.json. MEASURE is the beginning of a name in benchmarks/measures; all by default,
in about a quarter of an hour. As root on Debian it installs what this takes; else it names it.

  --quick   shorter and fewer rounds, without the images' measures: servers that have barely warmed up,
            to be compared with another quick look, not with the targets
  --json    print the JSON instead of the table

Leave the machine alone meanwhile: another program takes a share of it from the one that is measured just then.
TEXT
}

help_asked "$@"
cd "$ROOT"

quick='' json='' names=()
for argument in "$@"; do
  case "$argument" in
    --quick) quick=yes ;;
    --json) json=yes ;;
    -*) die 2 "bench: unknown option '$argument'; see ./rollcall bench --help" ;;
    *)
      compgen -G "benchmarks/measures/$argument*.sh" >/dev/null ||
        die 2 "bench: no measure begins with '$argument': $(ls benchmarks/measures)"
      names+=("$argument")
      ;;
  esac
done
[ ${#names[@]} -gt 0 ] || names=('')
[ "$(id -u)" = 0 ] || die 1 "bench: PostgreSQL and the Docker engine are started for it: run it as root (sudo ./rollcall bench)"

OUT=$ROOT/target/bench
rm -rf "$OUT"
mkdir -p "$OUT"
# A package's service must neither start nor stay: Debian's policy for that.
policy=/usr/sbin/policy-rc.d made_policy=''
at_end() {
  [ ! -e "$OUT/dockerd.pid" ] || e2e/engine.sh stop "$OUT" >&2
  [ -z "$made_policy" ] || rm -f "$policy"
}
trap at_end EXIT
trap 'exit 130' INT TERM
if [ ! -e "$policy" ]; then
  made_policy=yes
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi
tools=(wrk etcd=etcd-server nginx=nginx-light fio gunicorn psql=postgresql
  docker dockerd=docker.io apparmor_parser=apparmor iptables jq curl)
[ -n "$quick" ] || tools+=(mmdebstrap)
require jdk mvn "${tools[@]}" python3-{flask,psycopg2,bottle,tinydb}
build
e2e/engine.sh start "$OUT" >&2

export BENCH_ROWS=$OUT/rows.tsv BENCH_ROUNDS=5 BENCH_SECONDS=3 BENCH_WARM_UP=8
: >"$BENCH_ROWS"
measures=()
for name in "${names[@]}"; do measures+=(benchmarks/measures/"$name"*.sh); done
if [ -n "$quick" ]; then
  BENCH_ROUNDS=2 BENCH_SECONDS=1 BENCH_WARM_UP=1
elif [[ " ${measures[*]} " == *-image.sh* ]]; then
  say "building the images"
  { scripts/images.sh --debian-base && e2e/base-images.sh target/base-images jre; } >"$OUT/images.log" 2>&1 ||
    die 1 "bench: the images could not be built; what was said is in $OUT/images.log"
fi

failed=()
for measure in "${measures[@]}"; do
  name=$(basename "$measure" .sh) start=$SECONDS
  [ -z "$quick" ] || [ "$name" != 60-image ] || continue
  if "$measure" >&2; then
    say "$name: measured in $((SECONDS - start)) s"
  else
    failed+=("$name")
    say "$name: FAILED after $((SECONDS - start)) s"
  fi
done

jq -Rn '[inputs | split("\t") | {measure: .[0], unit: .[1], ours: (.[2] | tonumber), peer: .[3],
  peers: (.[4] | tonumber), ratio: (.[5] | tonumber), target: .[6], held: .[7]}]' "$BENCH_ROWS" >"$OUT/results.json"
if [ -n "$json" ]; then
  cat "$OUT/results.json"
else
  awk -F '\t' '
    function short(n) { return sprintf(n >= 100 ? "%.0f" : "%.3g", n) }
    BEGIN { printf "%-44s %10s  %-48s %10s %7s %8s  %s\n", "measure", "ours", "against", "", "ratio", "target", "held" }
    { printf "%-44s %10s  %-48s %10s %7s %8s  %s\n", $1 " (" $2 ")", short($3), $4, short($5), short($6), $7, $8 }
  ' "$BENCH_ROWS"
fi
say "bench: $(wc -l <"$BENCH_ROWS") rows in $SECONDS s on $(nproc) processors${failed:+; FAILED: ${failed[*]}}; also in $OUT/results.json"
[ ${#failed[@]} -eq 0 ]
