#!/bin/bash
# mmdebstrap's hook: the root file system in $1 becomes that of a machine as Vagrant's boxes are: a user vagrant
# who logs in with the key whose public part is the file $2, and may do all through sudo. $3 has the kernel's modules.
set -euo pipefail

root=$1 key=$2 modules=$3
mkdir -p "$root/usr/lib/modules"
cp -a "$modules"/* "$root/usr/lib/modules/"
# This kernel has no NAT for nftables, and Docker wants it.
chroot "$root" update-alternatives --set iptables /usr/sbin/iptables-legacy
: >"$root/etc/machine-id"  # each machine makes its own
: >"$root/etc/resolv.conf" # mmdebstrap's is this machine's, and the machines have no way out

chroot "$root" useradd --create-home --shell /bin/bash vagrant
echo 'vagrant ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/vagrant"
install -d -m 700 "$root/home/vagrant/.ssh"
install -m 600 "$key" "$root/home/vagrant/.ssh/authorized_keys"
chroot "$root" chown -R vagrant: /home/vagrant/.ssh
# Who tries to log in while a busy machine still starts is not to be sent away for it.
printf '%s\n' 'UseDNS no' 'PasswordAuthentication no' 'MaxStartups 100' 'LoginGraceTime 0' \
  >"$root/etc/ssh/sshd_config.d/machines.conf"
mkdir -p "$root/run/sshd"
! chroot "$root" /usr/sbin/sshd -t -o PerSourcePenalties=no 2>/dev/null || # Debian 12's knows none
  echo 'PerSourcePenalties no' >>"$root/etc/ssh/sshd_config.d/machines.conf"

install -m 755 "$(dirname "${BASH_SOURCE[0]}")/init.sh" "$root/usr/local/sbin/machine-init"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*
