#!/usr/bin/env bash
# POST /api/reports, each acknowledged after its commit is on disk.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"
require_java

server server 5961
server alone 5962 ROLLCALL_WRITE_BATCH=1
etcd 5964
postgres 5966
flask 5967 5966

ours() { load 64 http://127.0.0.1:5961/api/reports report a; }
etcd_put() { load 64 http://127.0.0.1:5964/v3/kv/put etcd-put; }
flask_insert() { load 64 http://127.0.0.1:5967/reports report a; }
each_alone() { load 64 http://127.0.0.1:5962/api/reports report a; }
compare ours etcd_put flask_insert each_alone
versus 'durable POST, 64 connections' req/s 1 ours etcd_put 'etcd put over JSON' '>=1.5'
versus 'durable POST, 64 connections' req/s 1 ours flask_insert 'Flask and PostgreSQL, one row a commit' '>=5'
versus 'durable POST, 64 connections' req/s 1 ours each_alone 'this server, each commit alone' '>=5'

ours_one() { load 1 http://127.0.0.1:5961/api/reports report b; }
etcd_one() { load 1 http://127.0.0.1:5964/v3/kv/put etcd-put; }
disk() { # its syncs a second
  fio --name=sync --directory="$WORK" --rw=write --bs=4k --size=64m --fdatasync=1 --time_based \
    --runtime="$RUN_SECONDS" --output-format=json | jq -r '"\(.jobs[0].write.iops) 0 0 0"'
  rm -f "$WORK"/sync.*
}
compare ours_one etcd_one disk
versus 'durable POST, 1 connection' req/s 1 ours_one etcd_one 'etcd put over JSON' '>=1'
versus 'durable POST, 1 connection' req/s 1 ours_one disk "the disk's fdatasync (fio)" '>=0.3'
