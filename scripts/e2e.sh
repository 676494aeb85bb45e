#!/usr/bin/env bash
# The scenarios of e2e/swarm on two real machines, from nothing to a closing line.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
. "$ROOT/scripts/steps.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall e2e [--keep] [SCENARIO...]

Builds the machines' box from Debian's packages, brings two machines up with a plain `vagrant up`
(libvirt; in software where the processor cannot virtualise, which takes most of an hour), and runs
the scenarios of e2e/swarm on them: all, or those whose names begin like SCENARIO.

  --keep   leave the machines running at the end; the next run takes them as they are

As root on Debian it installs what this takes; else it names it.
TEXT
}

help_asked "$@"
cd "$ROOT"

keep='' scenarios=()
for argument in "$@"; do
  case "$argument" in
    --keep) keep=yes ;;
    -*) die 2 "e2e: unknown option '$argument'; see ./rollcall e2e --help" ;;
    *)
      compgen -G "e2e/swarm/$argument*.sh" >/dev/null || die 2 "e2e: no scenario begins with '$argument': $(ls e2e/swarm)"
      scenarios+=(e2e/swarm/"$argument"*.sh)
      ;;
  esac
done
[ ${#scenarios[@]} -gt 0 ] || scenarios=(e2e/swarm/*.sh)

WORK=$ROOT/target/e2e
BOX=$WORK/rollcall-debian12.box
export VAGRANT_HOME=$WORK/vagrant VAGRANT_DOTFILE_PATH=$WORK/machines VAGRANT_CHECKPOINT_DISABLE=1
export VAGRANT_DEFAULT_PROVIDER=libvirt LIBVIRT_DEFAULT_URI=qemu:///system
mkdir -p "$WORK"

require_tools "$WORK" vagrant=vagrant virsh=libvirt-clients libvirtd=libvirt-daemon-system \
  qemu-system-x86_64=qemu-system-x86 qemu-img=qemu-utils mmdebstrap=mmdebstrap mke2fs=e2fsprogs \
  extlinux=extlinux pigz=pigz dnsmasq=dnsmasq-base rsync=rsync expect=expect curl=curl
# A plugin, not a command.
vagrant plugin list 2>/dev/null | grep -q libvirt || require_tools "$WORK" vagrant-libvirt=vagrant-libvirt

at_end() {
  local code=$?
  if [ -z "$keep" ]; then
    vagrant destroy -f >"$WORK/destroy.log" 2>&1 </dev/null || true
    e2e/libvirt.sh stop "$WORK"
  fi
  exit "$code"
}
trap at_end EXIT
trap 'exit 130' INT TERM

build_box() {
  e2e/base-images.sh "$WORK/base-images"
  if [ ! -e "$BOX" ] || [ -n "$(find provision/box "$WORK"/base-images/*.tar -newer "$BOX" -print -quit)" ]; then
    provision/box/build.sh "$BOX" "$WORK/base-images"
    # Vagrant uploads a box into libvirt's pool once, under this name: the old one would stay in use.
    virsh vol-delete --pool default rollcall-debian12_vagrant_box_image_0_box.img >/dev/null 2>&1 || true
    vagrant box add --force --name rollcall-debian12 --provider libvirt "$BOX" >"$WORK/box-add.log" 2>&1
  fi
}

vagrant_up() {
  vagrant up 2>&1 | tr '\r' '\n' | grep --line-buffered -E 'rollcall|images:|swarm:|registry:|docker:|error|Error|==> .*(booted|Running)' || true
  [ "${PIPESTATUS[0]}" = 0 ]
}

e2e/libvirt.sh start "$WORK"
step box build_box
step vagrant-up vagrant_up
[ ${#FAILED[@]} -gt 0 ] || for scenario in "${scenarios[@]}"; do
  step "$(basename "$scenario" .sh)" "$scenario"
done
closing_line
