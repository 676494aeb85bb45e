#!/bin/bash
# Builds the machines' Debian box (provider libvirt) from Debian's packages alone; README.md says
# what it takes and why.
#   usage: build.sh OUT.box [BASE_IMAGES_DIR]
# With BASE_IMAGES_DIR (made by e2e/base-images.sh) the box carries the base images of the Dockerfiles.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OUT=$(readlink -m "${1:?usage: build.sh OUT.box [BASE_IMAGES_DIR]}")
IMAGES=${2:+$(readlink -f "$2")}
SUITE=${SUITE:-bookworm}
DISK=${DISK:-20} # GiB, of which only the used part takes space

PACKAGES=(
  linux-image-cloud-amd64 systemd-sysv udev dbus kmod zstd # boot
  ifupdown isc-dhcp-client iproute2 iputils-ping netbase   # network
  openssh-server sudo rsync ca-certificates curl           # what Vagrant and provisioning use
  docker.io apparmor iptables                              # without apparmor no container starts
  procps less
)

say() { printf 'box: [%3d s] %s\n' "$SECONDS" "$*"; }
die() {
  printf 'box: %s\n' "$*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || die "needs root, to make a root file system and to mount it"
for tool in mmdebstrap mke2fs extlinux qemu-img pigz; do
  PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null ||
    die "no $tool. Install: apt-get install mmdebstrap e2fsprogs extlinux qemu-utils pigz"
done

mkdir -p "$(dirname "$OUT")"
WORK=$(mktemp -d "$(dirname "$OUT")/box.XXXXXX")
ROOT_FS=$WORK/root
trap 'umount "$WORK/mount" 2>/dev/null || true; rm -rf "$WORK"' EXIT

say "Debian $SUITE"
packages=$(IFS=, && echo "${PACKAGES[*]}")
# shellcheck disable=SC2016 # the hooks' own $1: the new root folder
mmdebstrap --variant=minbase --include="$packages" --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="$HERE/customize.sh \"\$1\"" \
  --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*' \
  "$SUITE" "$ROOT_FS" >"$OUT.log" 2>&1 || {
  tail -n 20 "$OUT.log" >&2
  die "mmdebstrap failed; its log is $OUT.log"
}

if [ -n "$IMAGES" ]; then
  say "the base images"
  bases=()
  for name in build runtime registry services; do bases+=("rollcall-base-$name=$IMAGES/$name.tar"); done
  "$HERE/preload.sh" "$ROOT_FS" "${bases[@]}" >>"$OUT.log" 2>&1 ||
    die "could not preload the base images; the log is $OUT.log"
fi

say "the disk"
truncate -s "${DISK}G" "$WORK/disk.raw"
# One file system on the whole disk; extlinux reads neither 64bit nor metadata_csum ext4.
mke2fs -q -t ext4 -L rollcall -O '^64bit,^metadata_csum' -E lazy_itable_init=1,root_owner=0:0 \
  -d "$ROOT_FS" "$WORK/disk.raw"
mkdir "$WORK/mount"
mount -o loop "$WORK/disk.raw" "$WORK/mount"
extlinux --install "$WORK/mount/boot/extlinux" >>"$OUT.log" 2>&1
umount "$WORK/mount"
rm -rf "$ROOT_FS"

say "the box"
qemu-img convert -O qcow2 "$WORK/disk.raw" "$WORK/box.img"
rm "$WORK/disk.raw"
printf '{"provider": "libvirt", "format": "qcow2", "virtual_size": %s}\n' "$DISK" >"$WORK/metadata.json"
cp "$HERE/Vagrantfile" "$WORK/"
tar -C "$WORK" -S -cf - metadata.json Vagrantfile box.img | pigz -1 >"$OUT.new"
mv "$OUT.new" "$OUT"
say "$OUT, $(du -h "$OUT" | cut -f1)"
