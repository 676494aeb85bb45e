# Shared by the scripts that test: steps, and a closing line.
# shellcheck shell=bash

PASSED=() FAILED=()
TIMES=()  # a line a step; those that ran within one follow it
CHOSEN=() # the steps to run; all, where none is named

# step NAME COMMAND...: runs one, notes whether it passed, and goes on either way.
step() {
  local name=$1 start=$SECONDS within result line
  shift
  [ ${#CHOSEN[@]} -eq 0 ] || [[ " ${CHOSEN[*]} " == *" $name "* ]] || return 0
  printf '\n== %s\n' "$name"
  within=$(mktemp)
  if STEPS_WITHIN=$within "$@" </dev/null; then
    PASSED+=("$name")
    result='passed in'
  else
    FAILED+=("$name")
    result='FAILED after'
  fi
  printf '== %s: %s %s s\n' "$name" "$result" $((SECONDS - start))
  TIMES+=("$(printf '%-22s %s %s s' "$name" "$result" $((SECONDS - start)))")
  while IFS= read -r line; do TIMES+=("  $line"); done <"$within"
  rm -f "$within"
}

# beside NAME COMMAND...: starts one that goes on beside the next steps, which leave it time; `awaited NAME` notes
# how it went. What it says is in $LOGS/NAME.log until then.
declare -A BESIDE=()
beside() {
  "${@:2}" >"$LOGS/$1.log" 2>&1 </dev/null &
  BESIDE[$1]=$!
}
awaited() { [ -z "${BESIDE[$1]-}" ] || step "$1" await_one "$1"; }
await_one() { # NAME
  local code=0
  wait "${BESIDE[$1]}" || code=$?
  cat "$LOGS/$1.log"
  return "$code"
}

# Says what each step took and how many passed, and fails where one failed or where a chosen one does not exist.
closing_line() {
  local name
  for name in "${CHOSEN[@]}"; do
    [[ " ${PASSED[*]} ${FAILED[*]} " == *" $name "* ]] || FAILED+=("$name (no such step)")
  done
  printf '\n'
  [ ${#TIMES[@]} -eq 0 ] || printf '%s\n' "${TIMES[@]}" | tee -a "${STEPS_WITHIN:-/dev/null}"
  printf '%s passed, %s failed in %s s%s\n' "${#PASSED[@]}" "${#FAILED[@]}" "$SECONDS" \
    "${FAILED:+: ${FAILED[*]}}"
  [ ${#FAILED[@]} -eq 0 ]
}

# scenarios MAVEN_OPTION...: runs those of the module e2e that the options choose; each has its line at the end.
scenarios() {
  local code=0 reports=$ROOT/e2e/target/surefire-reports
  rm -rf "$reports"
  mvn -B -ntp -pl e2e -am test "$@" || code=$?
  # shellcheck disable=SC2016 # awk's
  [ ! -d "$reports" ] || awk -F '"' '/^<testsuite / {
    for (i = 1; i < NF; i += 2) value[$i] = $(i + 1)
    sub(/.*\./, "", value[" name="])
    result = value[" errors="] + value[" failures="] > 0 ? "FAILED" : "passed"
    printf "%-26s %s in %d s\n", value[" name="], result, value[" time="]
  }' "$reports"/TEST-*.xml | tee -a "${STEPS_WITHIN:-/dev/null}"
  return "$code"
}
