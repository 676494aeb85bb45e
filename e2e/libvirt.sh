#!/bin/bash
# libvirt for the machines of the tests, on hosts where nothing (no systemd) runs it.
#   usage: libvirt.sh start DIR    starts virtlogd and libvirtd, unless libvirt answers
#          libvirt.sh stop DIR     stops what `start DIR` started
set -euo pipefail

usage='usage: libvirt.sh start|stop DIR'
action=${1:?$usage} dir=$(readlink -m "${2:?$usage}")
export PATH=$PATH:/usr/sbin LIBVIRT_DEFAULT_URI=qemu:///system

answers() { virsh version >/dev/null 2>&1; }

start() {
  ! answers || return 0
  [ "$(id -u)" = 0 ] || {
    echo "libvirt: it does not answer and only root may start it: sudo systemctl start libvirtd" >&2
    return 1
  }
  echo "libvirt: starting it"
  mkdir -p "$dir"
  # What udev does where it runs. Else libvirt takes its cache for outdated at each call, and probes
  # qemu anew for ten seconds.
  [ ! -e /dev/kvm ] || { chgrp kvm /dev/kvm && chmod 660 /dev/kvm; }
  virtlogd --daemon --pid-file "$dir/virtlogd.pid"
  libvirtd --daemon --pid-file "$dir/libvirtd.pid"
  for _ in {1..100}; do
    ! answers || return 0
    sleep 0.2
  done
  echo "libvirt: virsh gets no answer from the libvirtd that was started; see journal or syslog" >&2
  return 1
}

stop() {
  local name pid
  for name in libvirtd virtlogd; do
    [ -e "$dir/$name.pid" ] || continue
    pid=$(cat "$dir/$name.pid")
    kill "$pid" 2>/dev/null || true
    for _ in {1..100}; do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    rm -f "$dir/$name.pid"
  done
}

case "$action" in
  start | stop) "$action" ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
