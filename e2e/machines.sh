#!/bin/bash
# What the swarm's scenarios need of their machines, of whichever kind: $MACHINES is uml or vagrant.
#   usage: e2e/machines.sh ssh-config NAME      how ssh reaches one, as an unprivileged user who may use sudo
#          e2e/machines.sh cut NAME             takes the power from one, at once
#          e2e/machines.sh boot NAME            switches it on again; returns when it can be logged in to
#          e2e/machines.sh join NAME=ADDRESS    makes another client of the swarm (uml alone)
# scripts/e2e.sh sets the environment of both kinds.
set -euo pipefail

usage='usage: e2e/machines.sh ssh-config|cut|boot|join NAME'
action=${1:?$usage} name=${2:?$usage}

uml() {
  case "$action" in
    join)
      e2e/uml.sh add "$MACHINES_DIR" "$name"
      e2e/uml/provision.sh client "${name%%=*}" "${name#*=}"
      ;;
    *) e2e/uml.sh "$action" "$MACHINES_DIR" "$name" ;;
  esac
}

vagrant_() {
  case "$action" in
    ssh-config) vagrant ssh-config "$name" ;;
    cut) virsh destroy "$(cat "$VAGRANT_DOTFILE_PATH/machines/$name/libvirt/id")" ;;
    boot) vagrant up "$name" ;;
    *) echo "machines: no $action for Vagrant's" >&2 && exit 2 ;;
  esac
}

case "${MACHINES-}" in
  uml) uml ;;
  vagrant) vagrant_ ;;
  *) echo "machines: MACHINES is '${MACHINES-}', and neither uml nor vagrant" >&2 && exit 2 ;;
esac
