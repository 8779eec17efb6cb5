#!/usr/bin/env bash
# postgres.sh BIN FOLDER PORT: a PostgreSQL of the bench's own with its default settings, durability among them.
# Says "ready", and runs until its standard input ends, however the bench went away; then nothing of it is left.
set -euo pipefail
trap '' INT TERM HUP # Ctrl+C reaches the whole group of processes; the bench decides when this ends.
bin=$1 folder=$2 port=$3
as=()
if [ "$(id -u)" = 0 ]; then
  as=(runuser -u postgres --)
  chown postgres "$folder"
fi
cd "$folder"
finish() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  cd /
  rm -rf "$folder"
}
trap finish EXIT
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder" >/dev/null 2>&1 </dev/null || { cat "$folder/log" >&2; exit 1; }
echo ready
cat >/dev/null
