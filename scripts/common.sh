# Shared by the scripts here: words to the user, and the build that they all start from.
# shellcheck shell=bash disable=SC2034

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STAMP=$ROOT/target/built # younger than every source while the build is up to date
. "$ROOT/scripts/needs.sh"

say() { printf 'rollcall: %s\n' "$*" >&2; }
die() { # CODE MESSAGE
  say "$2"
  exit "$1"
}

# To Java, in a locale without letters beyond ASCII, a path or a password with an ä is unreadable.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

# help_asked ARGUMENT...: with -h or --help as the first one prints the calling script's usage text.
help_asked() {
  case "${1-}" in
    -h | --help)
      usage
      exit 0
      ;;
  esac
}

# The Java of $JAVA_HOME or of the PATH, in $JAVA; returns 1 where it is none, or too old.
find_java() {
  JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
  local home version=''
  home=$(readlink -f "$(command -v "$JAVA" || true)" || true)
  # The file beside a JDK answers at once; asking java itself costs a tenth of a second.
  [ ! -r "${home%/bin/java}/release" ] ||
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "${home%/bin/java}/release")
  [ -n "$version" ] || version=$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') || true
  [ "${version:-0}" -ge 17 ]
}

require_java() { find_java || require jdk; }

up_to_date() {
  local name
  [ -e "$STAMP" ] || return 1
  for name in server agent client; do
    [ -e "$ROOT/docker_$name/target/rollcall-$name.jar" ] || return 1
  done
  none_newer "$STAMP" pom.xml .mvn {common,api,attestation,docker_{server,agent,client}}/{pom.xml,src/main} docker_web/site
}

# none_newer FILE SOURCE...: of the sources, from the root. Folders are looked at too: a removed file shows in
# the date of its folder.
none_newer() { (cd "$ROOT" && [ -z "$(find "${@:2}" -newer "$1" -print -quit)" ]); }

# Builds the programs unless they are up to date.
build() {
  ! { find_java && up_to_date; } || return 0
  require jdk mvn
  mkdir -p "$ROOT/target" || true
  [ -w "$ROOT/target" ] ||
    die 1 "cannot write to $ROOT/target, where the build goes. Make it yours: sudo chown -R $(id -un) '$ROOT'"
  # Of two who come at the same time one builds, and the other waits for that.
  exec {BUILD_LOCK}>>"$ROOT/target/build.lock"
  if command -v flock >/dev/null && ! flock -n "$BUILD_LOCK"; then
    say "waiting for a build that runs here already ..."
    flock "$BUILD_LOCK"
  fi
  up_to_date || package_programs
  exec {BUILD_LOCK}>&-
}

# Builds the benchmarks' own programs as well; BENCHMARK is how one is run, with the server's libraries.
build_benchmarks() {
  local stamp=$STAMP-benchmarks log=$ROOT/target/build-benchmarks.log
  build
  BENCHMARK=("$JAVA" -cp "$ROOT/benchmarks/target/classes:$ROOT/docker_server/target/lib/*")
  if [ -e "$stamp" ] && [ -e "$ROOT/benchmarks/target/classes" ] &&
    none_newer "$stamp" "$STAMP" benchmarks/{pom.xml,src/main}; then return; fi
  touch "$stamp.new"
  # The profile has what builds without tests leave out.
  (cd "$ROOT" && mvn -q -B -Dmaven.test.skip -DskipChecks -Pe2e -pl benchmarks compile) >"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    die 1 "the benchmarks' build failed; all that it said is in $log"
  }
  mv "$stamp.new" "$stamp"
}

package_programs() {
  local log=$ROOT/target/build.log start=$SECONDS
  say "building (the first time downloads the libraries: a minute or two) ..."
  touch "$STAMP.new" # the start's date: what changes during the build is newer
  (cd "$ROOT" && mvn -q -B -Dmaven.test.skip -DskipChecks package) >"$log" 2>&1 </dev/null || {
    grep '^\[ERROR\]' "$log" | sed -n 1,20p >&2 || tail -n 20 "$log" >&2
    [ -z "${https_proxy-}${HTTPS_PROXY-}" ] || say "Maven does not look at https_proxy: it takes a proxy from ~/.m2/settings.xml"
    die 1 "the build failed after $((SECONDS - start)) s; all that it said is in $log"
  }
  archive_client
  mv "$STAMP.new" "$STAMP"
  say "built in $((SECONDS - start)) s"
}

# The client's class-data archive, from a command that a server answers: it has what commands load, from
# the terminal's width to the answer's JSON. Without it, or with one of another Java, they start all the same.
CLIENT_ARCHIVE=$ROOT/target/rollcall-client.jsa
archive_client() {
  local PROGRAM scratch server url=''
  scratch=$(mktemp -d "$ROOT/target/archive.XXXXXX")
  program server
  env -i PATH="$PATH" HOME="$scratch" ROLLCALL_PORT=0 ROLLCALL_DRAIN_TIMEOUT=0s ROLLCALL_DB="jdbc:sqlite:$scratch/rollcall.db" \
    "${PROGRAM[@]}" >"$scratch/log" 2>&1 </dev/null &
  server=$!
  for _ in {1..100}; do
    url=$(sed -n 's/.* listening on //p' "$scratch/log" 2>/dev/null) || true
    if [ -n "$url" ] || ! kill -0 "$server" 2>/dev/null; then break; fi
    sleep 0.1
  done
  rm -f "$CLIENT_ARCHIVE"
  program client
  "${PROGRAM[@]:0:4}" -XX:ArchiveClassesAtExit="$CLIENT_ARCHIVE" "${PROGRAM[@]:4}" \
    get --server "${url:-http://127.0.0.1:1}" >/dev/null 2>&1 </dev/null || true
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$scratch"
}

# The command line of the program NAME, in $PROGRAM; small as they are, the first compiler will do.
program() {
  local archive=()
  [ "$1" != client ] || [ ! -e "$CLIENT_ARCHIVE" ] ||
    archive=(-XX:SharedArchiveFile="$CLIENT_ARCHIVE" -Xlog:disable)
  PROGRAM=("$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -XX:+ExitOnOutOfMemoryError "${archive[@]}"
    -jar "$ROOT/docker_$1/target/rollcall-$1.jar")
}
