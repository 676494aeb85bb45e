#!/bin/bash
# User-mode Linux machines: Debian's Linux as an ordinary program, at the processor's own speed. They and their
# network are in namespaces of their own: nothing of this machine's networks is touched.
#   usage: e2e/uml.sh start DIR NAME=ADDRESS...  boots fresh machines on the disk that e2e/uml/disk.sh made in DIR,
#                                               and e2e/uml/images.sh's where there is one
#          e2e/uml.sh add DIR NAME=ADDRESS       boots another one beside them
#          e2e/uml.sh ssh-config DIR NAME        how ssh reaches one, in the form of `vagrant ssh-config`
#          e2e/uml.sh run DIR COMMAND...         runs a command of this machine's in their namespaces
#          e2e/uml.sh cut DIR NAME               takes the power from one: kill -9 of its kernel
#          e2e/uml.sh boot DIR NAME              switches it on again; returns when it can be logged in to
#          e2e/uml.sh stop DIR                   ends all of it, at once
#          e2e/uml.sh possible DIR               fails, and says why, where this machine can't have any
# Needs root, iproute2, openssh-client and what it says itself. MACHINE_MEMORY (1536M) is each one's, taken when
# it is used. Their disks, consoles and the processes' ids are in DIR/run.
set -euo pipefail

usage='usage: e2e/uml.sh start|add|ssh-config|run|cut|boot|stop|possible DIR [ARGUMENT...]'
action=${1:?$usage} dir=$(readlink -m "${2:?$usage}")
shift 2
run=$dir/run

die() {
  echo "uml: $*" >&2
  exit 1
}

in_lab() { # COMMAND...: in the machines' namespaces; it ends with them at the latest
  local lab
  lab=/proc/$(cat "$run/lab.pid")/ns
  nsenter --net="$lab/net" --mount="$lab/mnt" --pid="$lab/pid_for_children" env --chdir="$PWD" "$@"
}

possible() {
  [ "$(id -u)" = 0 ] || die "only root may make namespaces and machines in them"
  [ "$(dpkg --print-architecture)" = amd64 ] || die "Debian has User-mode Linux for amd64 alone, and this is $(dpkg --print-architecture)"
  [ -c /dev/net/tun ] || die "there is no /dev/net/tun, which connects the machines: modprobe tun; a container needs --device /dev/net/tun"
}

# The first process of the lab: when it ends, all its processes, mounts and networks do.
# shellcheck disable=SC2016 # its own $1
LAB='mount --bind "$1" "$1/kernel/lab"
  mount -t proc proc "$1/kernel/proc"
  mount --rbind /dev "$1/kernel/dev"
  mount -t tmpfs -o mode=700,size=90% memory "$1/kernel/tmp" # the machines'"'"' memory
  ip link set lo up
  ip link add machines type bridge
  ip address add 192.168.56.1/24 dev machines
  ip link set machines up
  touch "$1/run/ready"
  trap "" INT TERM HUP
  sleep infinity & # bash waits for it, and clears away what lost its parent
  wait'

start() {
  possible
  [ ! -e "$run/lab.pid" ] || die "machines run here already, or were left behind: e2e/uml.sh stop $dir"
  rm -rf "$run"
  mkdir -p "$run"
  setsid unshare --net --mount --propagation private --pid --fork --kill-child \
    bash -euc "$LAB" lab "$dir" >"$run/lab.log" 2>&1 </dev/null &
  echo $! >"$run/lab.pid"
  for _ in {1..100}; do
    [ ! -e "$run/ready" ] || break
    kill -0 $! 2>/dev/null || die "no namespaces: $(cat "$run/lab.log")"
    sleep 0.1
  done
  add "$@"
}

add() { # NAME=ADDRESS...
  local machine name
  for machine in "$@"; do echo "${machine#*=}" >"$run/${machine%%=*}.address"; done
  for machine in "$@"; do
    name=${machine%%=*}
    in_lab ip tuntap add "$name" mode tap
    in_lab ip link set "$name" master machines up
    switch_on "$name"
  done
  for machine in "$@"; do await "${machine%%=*}"; done
}

# A machine keeps to one processor: its every system call is a switch between two processes here, which is twice
# as slow across processors.
processor() { # NAME: the machines in turn, of those that this process may use
  local all this=0 file
  mapfile -t all < <(awk '/^Cpus_allowed_list:/ {print $2}' /proc/self/status | tr , '\n' | awk -F- '{for (n = $1; n <= $NF; n++) print n}')
  for file in "$run"/*.address; do
    [ "$file" != "$run/$1.address" ] || break
    this=$((this + 1))
  done
  echo "${all[this % ${#all[@]}]}"
}

switch_on() { # NAME
  local disks=("ubd0=/lab/run/$1.cow,/lab/root.img")
  if [ -e "$dir/docker.img" ]; then disks+=("ubd1=/lab/run/$1.docker.cow,/lab/docker.img"); fi
  if [ -e "$dir/images.tar" ]; then disks+=("ubd1r=/lab/images.tar"); fi
  in_lab setsid taskset --cpu-list "$(processor "$1")" env -i PATH="$PATH" TMPDIR=/tmp chroot "$dir/kernel" /linux.uml mem="${MACHINE_MEMORY:-1536M}" umid="$1" uml_dir=/lab/run/ \
    quiet "${disks[@]}" root=/dev/ubda rw init=/usr/local/sbin/machine-init machine="$1" address="$(cat "$run/$1.address")" \
    vec0:transport=tap,ifname="$1",depth=128 con=null con0=null,fd:3 3>>"$run/$1.console" >>"$run/$1.log" 2>&1 </dev/null &
  KERNEL[$1]=$!
}
declare -A KERNEL # by machine, while it runs, as this process sees it

await() { # NAME: until it can be logged in to
  local start=$SECONDS
  ssh_config "$1" >"$run/$1.ssh"
  until in_lab ssh -F "$run/$1.ssh" "$1" true 2>/dev/null; do
    if [ $((SECONDS - start)) -gt 900 ] || ! kill -0 "${KERNEL[$1]}" 2>/dev/null; then
      tail -n 20 "$run/$1".{log,console} >&2
      die "the machine $1 does not come up; the end of its console is above, all of it in $run"
    fi
    sleep 0.5
  done
}

ssh_config() { # NAME
  cat <<CONFIG
Host $1
  HostName $(cat "$run/$1.address")
  User vagrant
  IdentityFile $dir/key
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
  ConnectTimeout 60
CONFIG
}

cut() { # NAME: the kernel leads a group of processes that are its own
  local kernel
  kernel=$(cat "$run/$1/pid")
  in_lab kill -KILL -- "-$kernel"
  while in_lab kill -0 "$kernel" 2>/dev/null; do sleep 0.1; done
  rm -rf "${run:?}/$1"
}

stop() {
  [ -e "$run/lab.pid" ] || return 0
  local lab
  lab=$(cat "$run/lab.pid")
  kill -KILL "$lab" 2>/dev/null || true
  # With the first process all others of the lab are killed; their memory is free when they have ended.
  for _ in {1..100}; do
    kill -0 "$lab" 2>/dev/null || break
    sleep 0.1
  done
  rm -f "$run/lab.pid" "$run"/*.cow
}

case "$action" in
  start | add | cut | stop | possible) "$action" "$@" ;;
  boot) switch_on "$1" && await "$1" ;;
  run) in_lab "$@" ;;
  ssh-config) ssh_config "$1" ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
