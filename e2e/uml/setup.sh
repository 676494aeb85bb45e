#!/bin/sh
# In a machine, at its start: its name and address are machine= and address= of the kernel's command line; the second
# disk, where it has a file system, has Docker's data.
set -eu

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
! blkid /dev/ubdb | grep -q ext4 || mount -t ext4 -o noatime /dev/ubdb /var/lib/docker
