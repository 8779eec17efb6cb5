#!/usr/bin/env bash
# The one entry point. ./build.sh help lists what it does.
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
config=Release
program=src/Carillon.Server/bin/$config/net10.0/carillon.dll
tests=(tests/*/*.Tests.csproj)
# Run a second time on PostgreSQL.
on_both=(tests/Engine.Tests/Engine.Tests.csproj tests/Server.Tests/Server.Tests.csproj)
postgres=/usr/lib/postgresql/15/bin/initdb

build() { dotnet build Carillon.slnx -c "$config" --nologo -v q -clp:NoSummary "$@"; }

# The carillon command line, built first, in the folder of the caller.
carillon() {
  [ -e "$program" ] || echo "building, about half a minute the first time" >&2
  local said built="$PWD/$program"
  said=$(dotnet build src/Carillon.Server -c "$config" --nologo -v q) || { echo "$said" >&2; exit 1; }
  cd "$caller"
  exec dotnet "$built" "$@"
}

demo() { carillon demo "$@"; }

serve() { carillon serve "$@"; }

# run_project PROJECT NAME ARGS…: its tests, with results called NAME. A test that hangs ends them, by its name.
run_project() {
  local project=$1 name=$2
  shift 2
  dotnet test "$project" -c "$config" --no-build --nologo -v q --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results" --blame-hang-timeout 10m --blame-hang-dump-type none "$@"
}

# Builds everything (warnings are errors), then runs every test and counts from the result files. With arguments, which are dotnet's, the pages' own tests stay out.
run_tests() {
  build
  local results; results=$(mktemp -d)
  local status=0
  for project in "${tests[@]}"; do
    run_project "$project" "$(basename "$project" .csproj)" "$@" || status=1
  done
  if [ -e "$postgres" ] || [ "${CARILLON_REQUIRE_ALL:-}" = 1 ]; then
    for project in "${on_both[@]}"; do
      CARILLON_TEST_DATABASE=postgres run_project "$project" "$(basename "$project" .csproj).postgres" "$@" || status=1
    done
  else
    echo "skipped: ${on_both[*]} on PostgreSQL, which is not installed ($postgres)"
  fi
  local passed=0 failed=0 skipped=0 file
  for file in "$results"/*.trx; do
    [ -e "$file" ] || continue
    passed=$((passed + $(attribute passed "$file")))
    failed=$((failed + $(attribute failed "$file")))
    # What is about SQLite itself has run the first time.
    skipped=$((skipped + $(attribute notExecuted "$file") + $(grep -c 'outcome="NotExecuted"' "$file" || true) - $(grep -c '<Message>about SQLite' "$file" || true)))
  done
  if [ "$#" -eq 0 ]; then
    UI_TEST_REPORT="$results/web.xml" npm --prefix web test --silent || status=1
    file="$results/web.xml"
    if [ -e "$file" ]; then
      local tests bad left
      tests=$(sum tests testsuites "$file"); bad=$(($(sum failures testsuites "$file") + $(sum errors testsuites "$file"))); left=$(sum skipped testsuite "$file")
      passed=$((passed + tests - bad - left)) failed=$((failed + bad)) skipped=$((skipped + left))
    else
      status=1
    fi
  fi
  { grep -hs -A3 'outcome="NotExecuted"' "$results"/*.trx || true; } | { grep -o '<Message>[^<]*' || true; } | sort -u | sed '/^<Message>about SQLite/d; s/^<Message>/skipped: /'
  failures "$results"
  rm -rf "$results"
  if [ "$((passed + failed))" -eq 0 ]; then failed=1; fi
  if [ "$skipped" -gt 0 ]; then echo "$skipped skipped: the lines above name what was not there"; fi
  [ "$status" -eq 0 ] && [ "$failed" -eq 0 ] || status=1
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  echo "$passed passed, $failed failed"
  return "$status"
}

# failures FOLDER: each failed test of its results by name, with the first lines of what it said, so that the end of a long output names the cause.
failures() {
  local file
  for file in "$1"/*.trx; do
    [ -e "$file" ] || continue
    awk -v results="$(basename "$file" .trx)" '
      /<UnitTestResult / { inside = /outcome="Failed"/; left = 0; if (inside && match($0, /testName="[^"]*"/)) print "failed: " results ": " substr($0, RSTART + 10, RLENGTH - 11) }
      inside && /<Message>|<StackTrace>/ { left = 15 }
      left > 0 { print "    " $0; left-- }
      /<\/Message>|<\/StackTrace>/ { left = 0 }
    ' "$file"
  done | sed '401,$d; s/&#xD;//g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g; s/<\/\{0,1\}\(Message\|StackTrace\)>//g'
}

attribute() { grep -o "<Counters [^>]*" "$2" | grep -o " $1=\"[0-9]*\"" | head -1 | tr -dc 0-9; }

# sum ATTRIBUTE ELEMENT FILE: over all elements of that name.
sum() { { grep -o "<$2 [^>]*" "$3" | grep -o " $1=\"[0-9]*\"" || true; } | tr -dc "0-9\n" | awk "{ s += \$1 } END { print s + 0 }"; }

# What a change must pass besides its tests: locked versions, formatting, the linter of the pages, and no stale generated file (those are tests).
check() {
  dotnet restore Carillon.slnx --locked-mode --nologo -v q
  dotnet format whitespace Carillon.slnx --no-restore --verify-no-changes
  dotnet build src/Carillon.Server --no-restore -t:UiRestore --nologo -v q -clp:NoSummary
  npm --prefix web run lint --silent
  run_tests "$@"
}

bench() {
  dotnet build bench/Carillon.Bench -c "$config" --nologo -v q -clp:NoSummary >&2
  dotnet build src/Carillon.Server -c "$config" --nologo -v q -clp:ErrorsOnly >&2
  exec dotnet bench/Carillon.Bench/bin/$config/net10.0/Carillon.Bench.dll "$@"
}

# Real faults: faults [ROW…] [--long] [--kills N] [--seed N] [--database sqlite|postgres]. A row is a number of docs/guide/faults.md, or kills. Figures come as they are measured.
faults() {
  local filter="" rows=()
  while [ "$#" -gt 0 ]; do
    case "$1" in
      --long) export CARILLON_FAULTS_LONG=1 ;;
      --kills) export CARILLON_FAULTS_KILLS=$2; shift ;;
      --seed) export CARILLON_FAULTS_SEED=$2; shift ;;
      --database) export CARILLON_FAULTS_DATABASE=$2; shift ;;
      -*) echo "faults knows no $1" >&2; exit 2 ;;
      *) rows+=("$1") ;;
    esac
    shift
  done
  for row in "${rows[@]}"; do filter="${filter:+$filter|}Row=$row"; done
  dotnet build tests/Faults.Tests -c "$config" -p:BuildUi=false --nologo -v q -clp:NoSummary >&2
  local figures; figures=$(mktemp)
  tail -f "$figures" & local told=$!
  local status=0
  CARILLON_FAULTS_FIGURES=$figures dotnet test tests/Faults.Tests -c "$config" --no-build --nologo -v q ${filter:+--filter "$filter"} >&2 || status=1
  sleep 1; kill "$told"; wait "$told" 2>/dev/null || true
  [ -s "$figures" ] || { echo "no test bears a row of ${rows[*]}" >&2; status=1; }
  rm -f "$figures"
  return "$status"
}

# Hostile inputs to everything that reads: hostile [--count N] [--seed S] [--case TARGET:NUMBER] (100,000 when no count is given; a case alone is one input of a seed).
hostile() {
  local seed=$RANDOM
  export CARILLON_HOSTILE_COUNT=100000
  while [ "$#" -gt 0 ]; do
    case "$1" in
      --count) CARILLON_HOSTILE_COUNT=$2; shift ;;
      --seed) seed=$2; shift ;;
      --case) export CARILLON_HOSTILE_CASE=$2; shift ;;
      *) echo "hostile knows no $1" >&2; exit 2 ;;
    esac
    shift
  done
  export CARILLON_HOSTILE_SEED=$seed
  local figures status=0 project
  figures=$(mktemp)
  for project in tests/Core.Tests tests/Adapters.Tests tests/Server.Tests; do
    dotnet build "$project" -c "$config" -p:BuildUi=false --nologo -v q -clp:NoSummary >&2
  done
  tail -f "$figures" & local told=$!
  for project in tests/Core.Tests tests/Adapters.Tests tests/Server.Tests; do
    CARILLON_HOSTILE_FIGURES=$figures dotnet test "$project" -c "$config" --no-build --nologo -v q --filter "Hostile=yes" >&2 || status=1
  done
  sleep 1; kill "$told"; wait "$told" 2>/dev/null || true
  awk '$1 == "hostile" && $4 == "inputs," { n += $3 } END { print n + 0, "hostile inputs" }' "$figures"
  rm -f "$figures"
  return "$status"
}

# simulation [N] [--seed S]: N histories of the whole engine under faults (10,000 when none is given), or the one of a seed with everything that happened.
simulation() {
  dotnet build tests/Simulation.Tests -c "$config" --nologo -v q -clp:NoSummary
  exec dotnet tests/Simulation.Tests/bin/$config/net10.0/Carillon.Simulation.Tests.dll "$@"
}

# Writes the generated reference pages, schemas and snapshots anew.
docs() { CARILLON_UPDATE=1 run_tests; }

# Writes the pictures of every page anew, with a server filled the same way each time.
screenshots() {
  dotnet build tests/Browser.Tests -c "$config" --nologo -v q -clp:NoSummary
  CARILLON_SCREENSHOTS=1 CARILLON_REQUIRE_ALL=1 dotnet test tests/Browser.Tests -c "$config" --no-build --nologo -v q --filter "FullyQualifiedName~PageWalk" "$@"
}

help() {
  cat <<'TEXT'
./build.sh demo            the server with examples and running schedules; prints its address
./build.sh serve [ARGS]    the server
./build.sh test [ARGS]     build and run every test
./build.sh check           what CI runs: locked restore, formatting, linters, every test
./build.sh bench [NAME…]   measure; prints "figure <name> <number> <unit>" (no name: list them)
./build.sh faults [ROW…]   real faults, as docs/guide/faults.md lists them (--long, --kills N, --database sqlite|postgres); prints "fault <row> <figure> <number> <unit> pass|FAIL"
./build.sh hostile         hostile inputs to everything that reads (100,000); --count N, --seed S, --case TARGET:NUMBER
./build.sh simulation [N]  live N histories under faults (10,000); --seed S shows one
./build.sh docs            rewrite the generated reference pages and snapshots
./build.sh screenshots     rewrite docs/screenshots from the real pages (needs Chromium)
./build.sh carillon ARGS   the carillon command line
TEXT
}

case "${1:-help}" in
  demo | serve | bench | faults | hostile | simulation | check | docs | screenshots) command=$1; shift; "$command" "$@" ;;
  test) shift; run_tests "$@" ;;
  carillon) shift; carillon "$@" ;;
  build) shift; build "$@" ;;
  help | -h | --help) help ;;
  *) help >&2; exit 2 ;;
esac
