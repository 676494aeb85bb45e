# Shared by the scripts that test: the tools that they need, steps, and a closing line.
# shellcheck shell=bash

PATH=$PATH:/usr/sbin:/sbin

# require_tools LOG_DIR COMMAND=PACKAGE...: installs (as root on Debian) or names what is missing.
require_tools() {
  local dir=$1 pair missing=()
  shift
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die 1 "needs more tools. As root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive \
    apt-get install -qy --no-install-recommends "${missing[@]}"; } >"$dir/apt.log" 2>&1 </dev/null; then
    tail -n 10 "$dir/apt.log" >&2
    die 1 "could not install them; what apt-get said is in $dir/apt.log"
  fi
}

PASSED=() FAILED=()

# step NAME COMMAND...: runs one, notes whether it passed, and goes on either way.
step() {
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@" </dev/null; then
    PASSED+=("$name")
    printf '== %s: passed in %s s\n' "$name" $((SECONDS - start))
  else
    FAILED+=("$name")
    printf '== %s: FAILED after %s s\n' "$name" $((SECONDS - start))
  fi
}

# Says how many steps passed, and fails where one failed.
closing_line() {
  printf '\n%s passed, %s failed in %s s%s\n' "${#PASSED[@]}" "${#FAILED[@]}" "$SECONDS" \
    "${FAILED:+: ${FAILED[*]}}"
  [ ${#FAILED[@]} -eq 0 ]
}
