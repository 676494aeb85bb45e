#!/bin/bash
# The first process of a machine of User-mode Linux: file systems, modules, name, address, Docker's data on the second
# disk where there is one, then sshd and Docker. systemd would do it as well, and take a minute more of each start:
# it starts some fifty programs, and reads the list of mounts again at every container's.
set -u
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mountpoint -q /dev || mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
for folder in /dev/shm /run /tmp; do mount -t tmpfs -o mode=1777 tmpfs "$folder"; done
chmod 755 /run
mkdir -p /run/sshd /run/lock
mount -t cgroup2 cgroup2 /sys/fs/cgroup
modprobe -a ip_vs ip_vs_rr xt_ipvs vxlan overlay br_netfilter veth

read -r words </proc/cmdline
for word in $words; do
  case "$word" in
    machine=*) name=${word#*=} ;;
    address=*) address=${word#*=} ;;
  esac
done
hostname "$name"
echo "$name" >/etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >/etc/hosts
ip link set lo up
ip address replace "$address/24" dev vec0
ip link set vec0 up
mkdir -p /var/lib/docker
[[ $(blkid /dev/ubdb) != *ext4* ]] || mount -t ext4 -o noatime /dev/ubdb /var/lib/docker
ulimit -n 1048576

/usr/sbin/sshd
if command -v dockerd >/dev/null; then
  while true; do
    dockerd >>/var/log/docker.log 2>&1 </dev/null
    sleep 1
  done &
fi
# It inherits what lost its parent, and bash clears each away that ends.
sleep infinity &
wait
