#!/bin/bash
# Makes what a User-mode Linux machine boots from, from Debian's packages alone: DIR/root.img, a Debian with
# Docker; DIR/kernel, a root folder with the kernel and its C library; DIR/key, the key that logs in as vagrant.
#   usage: e2e/uml/disk.sh DIR [SUITE [PACKAGE...]]     trixie and docker.io, where nothing else is named
# Needs root, mmdebstrap, e2fsprogs and openssh-client. Does nothing while they are made by these very scripts.
set -euo pipefail

DIR=$(readlink -m "${1:?usage: e2e/uml/disk.sh DIR [SUITE [PACKAGE...]]}")
SUITE=${2:-trixie}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
KERNEL_SUITE=trixie # its kernel starts programs twice as fast as Debian 12's; the one after it lacks NAT
# No systemd: init.sh is the first process.
PACKAGES=(kmod iproute2 iptables openssh-server sudo curl ca-certificates procps usr-is-merged)
ENGINE=("${@:3}")
[ ${#ENGINE[@]} -gt 0 ] || ENGINE=(docker.io docker-cli)

version=$(cat "$HERE"/{disk,root-fs,init}.sh | sha256sum)-$SUITE-${ENGINE[*]}
[ "$(cat "$DIR/root.version" 2>/dev/null)" != "$version" ] || exit 0

echo "disk: making a Debian $SUITE with ${ENGINE[0]} from Debian's packages (about a minute)"
mkdir -p "$DIR"
work=$(mktemp -d "$DIR/disk.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
rm -f "$DIR"/{root.version,key,key.pub}
ssh-keygen -q -t ed25519 -N '' -C machines -f "$DIR/key"

debian() { # FOLDER SUITE OPTION...
  mmdebstrap --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
    "${@:3}" "$2" "$1" >>"$DIR/disk.log" 2>&1 || {
    tail -n 20 "$DIR/disk.log" >&2
    echo "disk: mmdebstrap failed; its log is $DIR/disk.log" >&2
    exit 1
  }
}
: >"$DIR/disk.log"
debian "$work/extracted" "$KERNEL_SUITE" --variant=extract --include=user-mode-linux
packages=$(IFS=, && echo "${PACKAGES[*]},${ENGINE[*]}")
debian "$work/root" "$SUITE" --variant=minbase --include="$packages" \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="'$HERE/root-fs.sh' \"\$1\" '$DIR/key.pub' '$work/extracted/usr/lib/uml/modules'"

mkdir -p "$work/kernel"/{lib64,dev,proc,tmp,lab}
cp "$work/extracted/usr/bin/linux.uml" "$work/kernel/"
cp -L "$work/extracted"/usr/lib/*/libc.so.6 "$work/extracted"/usr/lib/*/ld-linux-x86-64.so.2 "$work/kernel/lib64/"
truncate -s 16G "$work/root.img" # of which only the used part takes space
PATH=$PATH:/usr/sbin:/sbin mke2fs -q -t ext4 -E lazy_itable_init=1 -d "$work/root" "$work/root.img"
rm -rf "$DIR/kernel"
mv "$work/kernel" "$work/root.img" "$DIR/"
echo "$version" >"$DIR/root.version"
echo "disk: made in $SECONDS s"
