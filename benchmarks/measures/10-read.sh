#!/usr/bin/env bash
# GET /api/containers/{id}: one container by its id.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"
build_benchmarks

server server 5961
post_hundred http://127.0.0.1:5961/api/reports
mkdir "$WORK/www"
curl -fsS http://127.0.0.1:5961/api/containers/a1 >"$WORK/www/a1"

start jetty http://127.0.0.1:5962/a1 "${BENCHMARK[@]}" "${AS_IN_THE_IMAGE[@]}" rollcall.benchmarks.BareJetty 5962 "$WORK/server.db" "$WORK/www/a1"
sed "s|WORK|$WORK|g" "$PEERS/nginx.conf" >"$WORK/nginx.conf"
start nginx http://127.0.0.1:5963/a1 nginx -c "$WORK/nginx.conf"
etcd 5964
curl -fsS -o /dev/null -d "{\"key\":\"000000000000\",\"value\":\"$(base64 -w 0 "$WORK/www/a1")\"}" http://127.0.0.1:5964/v3/kv/put
postgres 5966
flask 5967 5966

ours() { load 64 http://127.0.0.1:5961/api/containers/a1; }
bare_jetty() { load 64 http://127.0.0.1:5962/api/containers/a1; }
static_file() { load 64 http://127.0.0.1:5963/a1; }
etcd_range() { load 64 http://127.0.0.1:5964/v3/kv/range etcd-get; }
flask_row() { load 64 http://127.0.0.1:5967/containers/a1; }

compare ours bare_jetty static_file etcd_range flask_row
versus 'GET a container' req/s 1 ours bare_jetty 'bare Jetty 9.4, same query and bytes' '>=0.8'
versus 'GET a container' req/s 1 ours static_file 'nginx, same bytes as a file' '>=0.3'
versus 'GET a container' req/s 1 ours etcd_range 'etcd, one key over JSON' '>=2.5'
versus 'GET a container' req/s 1 ours flask_row 'Flask and PostgreSQL, one row' '>=5'
