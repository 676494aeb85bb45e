#!/bin/bash
# mmdebstrap's hook: the root file system in $1 becomes that of a machine as Vagrant's boxes are: a user vagrant
# who logs in with the key whose public part is the file $2, and may do all through sudo. $3 has the kernel's modules.
set -euo pipefail

root=$1 key=$2 modules=$3
mkdir -p "$root/usr/lib/modules"
cp -a "$modules"/* "$root/usr/lib/modules/"
# This kernel has no NAT for nftables, and Docker wants it.
chroot "$root" update-alternatives --set iptables /usr/sbin/iptables-legacy
printf '%s\n' ip_vs ip_vs_rr xt_ipvs vxlan overlay br_netfilter veth >"$root/etc/modules-load.d/swarm.conf"
echo '/dev/ubda / ext4 noatime 0 1' >"$root/etc/fstab"
: >"$root/etc/machine-id" # each machine makes its own

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

install -m 755 "$(dirname "${BASH_SOURCE[0]}")/setup.sh" "$root/usr/local/sbin/machine-setup"
cat >"$root/etc/systemd/system/machine-setup.service" <<'UNIT'
[Unit]
Description=Name, address and Docker's disk of this machine
DefaultDependencies=no
After=local-fs.target systemd-udevd.service
Before=network-pre.target
Wants=network-pre.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/machine-setup
[Install]
WantedBy=sysinit.target
UNIT
chroot "$root" systemctl -q enable machine-setup ssh
# Nothing wakes up by itself, no terminal waits for a login, and what a first start would bring up to date is so.
for unit in {apt-daily,apt-daily-upgrade,e2scrub_all,fstrim,dpkg-db-backup}.timer getty.target systemd-logind.service; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
touch "$root"/{etc,var}/.updated
# Where other work fills this machine's processors, a start takes minutes.
mkdir "$root/etc/systemd/system.conf.d"
printf '%s\n' '[Manager]' DefaultTimeoutStartSec=15min DefaultDeviceTimeoutSec=15min \
  >"$root/etc/systemd/system.conf.d/machines.conf"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*
