#!/bin/bash
# Runs a command in a copy of this folder on a Debian on which nothing is installed but git, curl and sudo.
#   usage: e2e/bare.sh SUITE root|user COMMAND     SUITE is bookworm or trixie; COMMAND is for a shell
# It is a root file system from Debian's packages with processes, mounts and a network of its own, which reaches
# the outside through this machine. Needs root, mmdebstrap, iproute2 and iptables. Nothing of it is left at the
# end, except with KEEP=yes its files; it exits with the command's code.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage='usage: e2e/bare.sh SUITE root|user COMMAND'
SUITE=${1:?$usage} WHO=${2:?$usage} COMMAND=${3:?$usage}
DIR=$PWD/target/bare
NET=10.213.$(($$ % 250)) NAME=rollcall$(($$ % 100000))

root_file_system() {
  [ ! -s "$DIR/$SUITE.tar" ] || return 0
  mkdir -p "$DIR"
  mmdebstrap --variant=minbase --include=git,curl,ca-certificates,sudo \
    --customize-hook="'$PWD/e2e/base-trust.sh' \"\$1\"" "$SUITE" "$DIR/$SUITE.tar.new" --format=tar \
    >"$DIR/$SUITE.log" 2>&1 || {
    tail -n 20 "$DIR/$SUITE.log" >&2
    echo "bare: mmdebstrap could not make a $SUITE; its log is $DIR/$SUITE.log" >&2
    exit 1
  }
  mv "$DIR/$SUITE.tar.new" "$DIR/$SUITE.tar"
}

unpack() {
  FILES=$(mktemp -d "$DIR/$SUITE.XXXXXX")
  chmod 755 "$FILES"
  tar -C "$FILES" -xf "$DIR/$SUITE.tar" --exclude='./dev/*'
  # What this machine needs to reach the outside, that one needs too.
  cp -L /etc/resolv.conf "$FILES/etc/resolv.conf"
  echo "127.0.0.1 localhost $(hostname)" >"$FILES/etc/hosts"
  apt-config dump | grep -i '^Acquire::.*Proxy' >"$FILES/etc/apt/apt.conf.d/99proxy" || true
  for file in .m2/settings.xml .npmrc; do
    [ ! -e ~/"$file" ] || for home in root etc/skel; do
      install -D -m 644 ~/"$file" "$FILES/$home/$file"
    done
  done
  chroot "$FILES" useradd --create-home --shell /bin/bash student
  echo 'student ALL=(ALL) NOPASSWD: ALL' >"$FILES/etc/sudoers.d/student"
  HOME_THERE=/root USER_THERE=root
  [ "$WHO" = root ] || HOME_THERE=/home/student USER_THERE=student
  mkdir "$FILES$HOME_THERE/rollcall"
  tar -c --exclude=target --exclude=node_modules . | tar -C "$FILES$HOME_THERE/rollcall" -x --no-same-owner
  chroot "$FILES" chown -R "$USER_THERE:" "$HOME_THERE/rollcall"
}

connect() {
  ip netns add "$NAME"
  ip link add "$NAME" type veth peer name eth0 netns "$NAME"
  ip address add "$NET.1/30" dev "$NAME"
  ip link set "$NAME" up
  ip -n "$NAME" address add "$NET.2/30" dev eth0
  ip -n "$NAME" link set eth0 up
  ip -n "$NAME" link set lo up
  ip -n "$NAME" route add default via "$NET.1"
  [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ] || echo 1 >/proc/sys/net/ipv4/ip_forward
  rules -I
}
rules() { # -I or -D
  iptables -t nat "$1" POSTROUTING -s "$NET.0/30" ! -o "$NAME" -j MASQUERADE
  iptables "$1" FORWARD -i "$NAME" -j ACCEPT
  iptables "$1" FORWARD -o "$NAME" -j ACCEPT
}

at_end() {
  local code=$?
  [ -z "${FIRST-}" ] || kill -KILL "$FIRST" 2>/dev/null || true # and with it all processes there
  rules -D 2>/dev/null || true
  ip link delete "$NAME" 2>/dev/null || true
  ip netns delete "$NAME" 2>/dev/null || true
  if [ -n "${KEEP-}" ]; then echo "bare: its files are in $FILES"; else rm -rf --one-file-system "${FILES:?}"; fi
  exit "$code"
}

root_file_system
FILES=''
trap at_end EXIT
trap 'exit 130' INT TERM
unpack
connect
export FILES USER_THERE COMMAND
# What starts containers changes its root, which it cannot do in a mere chroot.
# shellcheck disable=SC2016
nsenter --net="/run/netns/$NAME" unshare --mount --pid --fork --kill-child bash -euc '
  mount --bind "$FILES" "$FILES"
  cd "$FILES"
  mount --rbind /dev dev
  mount -t sysfs sysfs sys
  mount --rbind /sys/fs/cgroup sys/fs/cgroup
  mount -t proc proc proc
  mount -t tmpfs tmpfs run
  pivot_root . mnt
  umount --lazy /mnt
  cd /
  env -i TERM=dumb su --login --command "cd rollcall && $COMMAND" "$USER_THERE" ||
    exit $? # bash stays the first process, which clears away what lost its parent' &
FIRST=$!
wait "$FIRST"
