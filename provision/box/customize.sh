#!/bin/sh
# mmdebstrap's hook: makes the root file system in $1 a machine that boots, and that Vagrant knows
# how to log into.
set -eu
root=$1

echo debian >"$root/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 debian\n' >"$root/etc/hosts"
printf 'auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet dhcp\n' >"$root/etc/network/interfaces"
echo 'LABEL=rollcall / ext4 noatime,errors=remount-ro 0 1' >"$root/etc/fstab"
: >"$root/etc/machine-id" # each machine makes its own

# Vagrant's convention: the user vagrant, the well-known key (replaced at the first up), sudo.
chroot "$root" useradd --create-home --shell /bin/bash --groups sudo,docker vagrant
echo 'vagrant ALL=(ALL) NOPASSWD:ALL' >"$root/etc/sudoers.d/vagrant"
key=$(find /usr/share/rubygems-integration /opt/vagrant -path '*keys/vagrant.pub' 2>/dev/null | sed -n 1p)
[ -n "$key" ] || { echo "customize.sh: no vagrant.pub: install Vagrant first" >&2 && exit 1; }
install -d -m 700 "$root/home/vagrant/.ssh"
install -m 600 "$key" "$root/home/vagrant/.ssh/authorized_keys"
chroot "$root" chown -R vagrant:vagrant /home/vagrant/.ssh
printf 'UseDNS no\nPasswordAuthentication no\n' >"$root/etc/ssh/sshd_config.d/vagrant.conf"

# What a swarm needs of the kernel, loaded at boot, so that a missing module shows there.
printf 'ip_vs\nvxlan\noverlay\nbr_netfilter\n' >"$root/etc/modules-load.d/swarm.conf"

# Nothing wakes up by itself and eats emulated CPU.
for timer in apt-daily apt-daily-upgrade e2scrub_all fstrim dpkg-db-backup; do
  ln -sf /dev/null "$root/etc/systemd/system/$timer.timer"
done

# Certificate authorities that this host was told to trust (a company's gateway, say).
for crt in /usr/local/share/ca-certificates/*.crt; do
  [ -e "$crt" ] || continue
  cp "$crt" "$root/usr/local/share/ca-certificates/"
done
chroot "$root" update-ca-certificates

mkdir -p "$root/boot/extlinux"
cat >"$root/boot/extlinux/extlinux.conf" <<'CONF'
DEFAULT linux
PROMPT 0
TIMEOUT 1
LABEL linux
  KERNEL /vmlinuz
  INITRD /initrd.img
  APPEND root=LABEL=rollcall rw net.ifnames=0 biosdevname=0 console=ttyS0 quiet mitigations=off
CONF
