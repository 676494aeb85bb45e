#!/bin/bash
# A checkout as on somebody's own machine: git told to write ends of lines in Windows' way, a path with blanks,
# quotes and letters beyond ASCII, a /tmp from which nothing runs, a proxy that is not there, no locale, two builds
# at the same time. `./rollcall up` works there; where the server cannot, one line says why and what to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ "$(id -u)" = 0 ] || { echo "only root may mount: sudo $0" && exit 1; }

SCRATCH=$(mktemp -d -p /var/tmp)
trap 'rm -rf "$SCRATCH"' EXIT
chmod 755 "$SCRATCH"
say() { printf '   %s\n' "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*"
  exit 1
}
contains() { [[ $1 == *"$2"* ]] || fail "expected \"$2\" in: $1"; }

# The files as they are now, in a repository of their own; and its clone.
mkdir "$SCRATCH/origin"
tar -c --exclude=target --exclude=./.git . | tar -C "$SCRATCH/origin" -x --no-same-owner
git -C "$SCRATCH/origin" init -q
git -C "$SCRATCH/origin" -c core.autocrlf=false add -A
git -C "$SCRATCH/origin" -c user.name=e2e -c user.email=e2e@localhost commit -q -m here
home="$SCRATCH/a blank, it's \"quoted\" & ü/(数)" there=roll\ call
mkdir -p "$home"
git clone -q -c core.autocrlf=true "$SCRATCH/origin" "$home/$there"
! grep -rlI $'\r$' "$home/$there" --exclude-dir=.git || fail "these files have ends of lines that no shell takes"
say "a clone with core.autocrlf=true has the files as they are"

cat >"$SCRATCH/noexec" <<'SCRIPT'
#!/bin/bash
# usage: noexec FOLDER... -- COMMAND...: runs it in mounts of its own, where no program in the folders may run
set -eu
while [ "$1" != -- ]; do
  mount --bind "$1" "$1"
  mount -o remount,bind,noexec "$1"
  shift
done
exec "${@:2}"
SCRIPT
chmod +x "$SCRATCH/noexec"
there() { # COMMAND...: in the clone, with nothing of this environment
  (cd "$home/$there" && exec env -i PATH="$PATH" ${JAVA_HOME:+JAVA_HOME="$JAVA_HOME"} HOME="$home" LC_ALL=C \
    {http,https,HTTP,HTTPS,all}_proxy=http://127.0.0.1:9 unshare --mount "$SCRATCH/noexec" /tmp -- "$@")
}

there ./rollcall client --version >"$SCRATCH/client" 2>&1 &
client=$!
printf 'post\nget\nexit\n' | there ./rollcall up --port 25001 --agent-port 25002 >"$SCRATCH/up" 2>&1 ||
  fail "up: $(cat "$SCRATCH/up")"
wait "$client" || fail "a client that started meanwhile: $(cat "$SCRATCH/client")"
[ "$(cat "$SCRATCH/up" "$SCRATCH/client" | grep -c 'rollcall: built in')" = 1 ] ||
  fail "not one build, but: $(cat "$SCRATCH/up" "$SCRATCH/client")"
contains "$(cat "$SCRATCH/up")" 'a new report (201)'
contains "$(cat "$SCRATCH/up")" "served by server.25001@$(hostname)"
[ -s "$home/.local/share/rollcall/rollcall.db" ] || fail "no database in $home: $(find "$home" -name '*.db')"
say "up works there, beside a second command of the same moment: one build"

# The jar alone, for a user without a home.
cp -r "$home/$there"/docker_server/target/{rollcall-server.jar,lib} "$SCRATCH/"
mkdir -m 777 "$SCRATCH/data"
says() { # DATABASE [NOEXEC_FOLDER...]: what the server says until it listens or ends, and how it ends
  local code=0
  : >"$SCRATCH/log" # the one before it listened, too
  ROLLCALL_DB=jdbc:sqlite:$1 ROLLCALL_PORT=0 ROLLCALL_DRAIN=0s unshare --mount "$SCRATCH/noexec" "${@:2}" -- \
    setpriv --reuid=nobody --regid=nogroup --clear-groups java -jar "$SCRATCH/rollcall-server.jar" >"$SCRATCH/log" 2>&1 &
  until grep -q ' listening on ' "$SCRATCH/log" || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
  kill $! 2>/dev/null || true
  wait $! || code=$?
  cat "$SCRATCH/log"
  echo "ended with $code"
}
works() { contains "$(says "$@")" ' listening on '; }
refuses() { # WHY ...: in the last line of what it says
  local said
  said=$(says "${@:2}")
  contains "$(tail -n 2 <<<"$said")" "$1"
  contains "$said" 'ended with 1'
  [[ $said != *$'\n\tat '* ]] || fail "a stack trace: $said"
}

works "$SCRATCH/data/one.db" /tmp
works "$SCRATCH/data/one.db" /tmp /var/tmp
refuses 'cannot load SQLite'\''s library' "$SCRATCH/data/one.db" /tmp /var/tmp /dev/shm
say "SQLite's library is unpacked where it may run; where it may nowhere, the server says what to do"

for suffix in '' -wal -shm .gate; do
  works "$SCRATCH/data/two.db"
  touch "$SCRATCH/data/two.db$suffix"
  chown root: "$SCRATCH/data/two.db$suffix"
  chmod 644 "$SCRATCH/data/two.db$suffix"
  refuses "two.db$suffix belongs to root, and this program runs as nobody; as root: chown nobody" "$SCRATCH/data/two.db"
  rm "$SCRATCH/data/two.db"*
done
chmod 755 "$SCRATCH/data"
refuses "the folder $SCRATCH/data is not writable" "$SCRATCH/data/three.db"
say "a file of root, or a folder, is named with what to do"
