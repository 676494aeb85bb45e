#!/bin/sh
# The first process of the small machine: mounts, brings the network up, then does what the host tells it.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
modprobe -a virtio_pci virtio_net virtio_console
ip link set lo up
ip link set eth0 up
ip address add 10.0.2.15/24 dev eth0 # qemu's own network for users; its gateway is 10.0.2.2
ip route add default via 10.0.2.2
if [ -e /sys/class/net/eth1 ]; then
  ip link set eth1 up
  ip address add 198.18.0.2/30 dev eth1 # of the addresses for tests, RFC 2544
fi

until [ -e /dev/nvme1n1 ]; do sleep 0.1; done
mount -o noatime /dev/nvme1n1 /data

until commands=$(ls /dev/vport* 2>/dev/null); do sleep 0.1; done
echo 'small machine: up'
while read -r command; do eval "$command"; done <"$commands"
