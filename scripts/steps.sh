# Shared by the scripts that test: steps, and a closing line.
# shellcheck shell=bash

PASSED=() FAILED=()
CHOSEN=() # the steps to run; all, where none is named

# step NAME COMMAND...: runs one, notes whether it passed, and goes on either way.
step() {
  local name=$1 start=$SECONDS
  shift
  [ ${#CHOSEN[@]} -eq 0 ] || [[ " ${CHOSEN[*]} " == *" $name "* ]] || return 0
  printf '\n== %s\n' "$name"
  if "$@" </dev/null; then
    PASSED+=("$name")
    printf '== %s: passed in %s s\n' "$name" $((SECONDS - start))
  else
    FAILED+=("$name")
    printf '== %s: FAILED after %s s\n' "$name" $((SECONDS - start))
  fi
}

# Says how many steps passed, and fails where one failed or where a chosen one does not exist.
closing_line() {
  local name
  for name in "${CHOSEN[@]}"; do
    [[ " ${PASSED[*]} ${FAILED[*]} " == *" $name "* ]] || FAILED+=("$name (no such step)")
  done
  printf '\n%s passed, %s failed in %s s%s\n' "${#PASSED[@]}" "${#FAILED[@]}" "$SECONDS" \
    "${FAILED:+: ${FAILED[*]}}"
  [ ${#FAILED[@]} -eq 0 ]
}
