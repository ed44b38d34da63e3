#!/usr/bin/env bash
# Measures what a newcomer meets: the time from `up` to the first bar of the chart in a fresh clone,
# the memory of everything that was started, and what the data takes on disk.
#
#   bench/up.sh [--cold] [RATE...]      by default 0 1000 20000 events a second, three minutes each
#
# --cold downloads every dependency anew, into a directory of its own. Linux only: it reads /proc.
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
minutes=${MINUTES:-3}
port=${PORT:-$((20000 + RANDOM % 10000))}
trap 'rm -rf "$work"' EXIT

if [ "${1:-}" = --cold ]; then
  shift
  export MAVEN_ARGS="${MAVEN_ARGS:-} -Dmaven.repo.local=$work/dependencies"
fi
[ $# -gt 0 ] || set -- 0 1000 20000

git clone -q "$repository" "$work/tidemark"
cd "$work/tidemark"

# Every process below the one that was started, itself included.
family() {
  echo "$1"
  local child
  for child in $(ps -o pid= --ppid "$1"); do family "$child"; done
}

# Proportional, so that memory that PostgreSQL's processes share counts once.
memory() {
  local pid
  for pid in $(family "$1") $(family "$(head -n 1 "$2/postgres/cluster/postmaster.pid")"); do
    cat "/proc/$pid/smaps_rollup" 2>/dev/null || :
  done | awk '/^Pss:/ { sum += $2 } END { printf "%d", sum / 1024 }'
}

views() { # of the last day, as the dashboard asks when it opens
  local from to
  from=$(date -u -d '-1 day' +%FT%TZ) to=$(date -u +%FT%TZ)
  curl -fs "http://127.0.0.1:$port/api/stats/summary?from=$from&to=$to" | grep -o '"views":[0-9]*' | head -n 1 | cut -d: -f2
}

start() { # HOME OPTION...
  local home=$1 began=$SECONDS
  shift
  ./tidemark up --home="$home" --port="$port" --kafkaPort=0 --postgresPort=0 "$@" >"$home.out" 2>&1 &
  process=$!
  until [ "$(views || echo "${least:-0}")" -gt "${least:-0}" ]; do
    kill -0 "$process" || { cat "$home.out"; exit 1; }
    sleep 0.2
  done
  printf '%s s\n' $((SECONDS - began))
}

stop() {
  local began=$SECONDS
  kill "$process"
  wait "$process" || :
  printf 'stopped in %s s\n' $((SECONDS - began))
}

printf 'fresh clone, first bar after '
start "$work/first"
stop
printf 'built, new home, first bar after '
start "$work/second"
stop

for rate; do
  home=$work/at-$rate
  printf '\n%s events/s: ' "$rate"
  if [ "$rate" -eq 0 ]; then least=-1 start "$home" --no-demo >/dev/null; else start "$home" --rate="$rate" --steady; fi
  most=0
  for _ in $(seq $((minutes * 6))); do
    sleep 10
    now=$(memory "$process" "$home")
    [ "$now" -le "$most" ] || most=$now
  done
  printf 'memory at the end %s MiB, at most %s MiB\n' "$(memory "$process" "$home")" "$most"
  ./tidemark status --home="$home" | tail -n 1
  ./tidemark down --home="$home" >/dev/null
  wait "$process" || :
  (cd "$home" && du -sm kafka postgres/cluster/base postgres/cluster/pg_wal checkpoints)
done
