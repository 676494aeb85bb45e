#!/bin/bash
# Makes what SmallMachine of e2e boots, unless it is up to date: a kernel and a system disk of Debian's
# packages with the built server in it.
#   usage: e2e/small-machine/build.sh DIR     makes DIR/vmlinuz and DIR/system.img
# Needs root. The packages take a minute or two once, a new server takes some ten seconds.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"

DIR=$(readlink -m "${1:?usage: e2e/small-machine/build.sh DIR}")
BASES=$ROOT/target/base-images
mkdir -p "$DIR"
"$ROOT/e2e/base-images.sh" "$BASES" machine

newer=$(find "$BASES/machine.tar" "$ROOT"/e2e/small-machine/* "$ROOT/docker_server/target/rollcall-server.jar" \
  -newer "$DIR/system.img" 2>/dev/null || echo all)
[ -n "$newer" ] || exit 0

say "small machine: making its disk"
root=$(mktemp -d "$DIR/root.XXXXXX")
trap 'rm -rf "$root"' EXIT
tar -C "$root" -xf "$BASES/machine.tar" --exclude './boot/initrd*' --exclude './var/cache/*'
cp "$root"/boot/vmlinuz-* "$DIR/vmlinuz"
mkdir -p "$root/data" "$root/opt/rollcall"
cp "$ROOT/e2e/small-machine/init.sh" "$root/sbin/small-machine"
cp -r "$ROOT"/docker_server/target/{rollcall-server.jar,lib} "$root/opt/rollcall/"

# A class-data archive from a first short run: without it an emulated processor starts Java for as long
# again as it starts Linux. In namespaces of its own, where the server's port is free.
archive() {
  local run
  ip link set lo up
  mount --bind /proc "$root/proc"
  mount -t tmpfs tmp "$root/tmp" # the server wants to know which file system it is on
  ROLLCALL_DB=jdbc:sqlite:/tmp/first-run.db chroot "$root" java -XX:+UseSerialGC \
    -XX:ArchiveClassesAtExit=/opt/rollcall/rollcall-server.jsa -jar /opt/rollcall/rollcall-server.jar &
  run=$!
  for _ in {1..300}; do
    ! curl -fs -o /dev/null http://127.0.0.1:5001/service || break
    kill -0 "$run" || break
    sleep 0.1
  done
  kill "$run"
  wait "$run" || true
}
export root
export -f archive
unshare --net --mount --propagation private bash -euc archive >"$DIR/archive.log" 2>&1
[ -s "$root/opt/rollcall/rollcall-server.jsa" ] || die 1 "small machine: no class-data archive, see $DIR/archive.log"

truncate -s 800M "$DIR/system.img.new"
mke2fs -q -t ext4 -m 0 -d "$root" "$DIR/system.img.new"
mv "$DIR/system.img.new" "$DIR/system.img"
