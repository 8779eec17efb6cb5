#!/usr/bin/env bash
# The one entry point. ./build.sh help lists what it does.
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
config=Release
program=src/Carillon.Server/bin/$config/net10.0/carillon.dll
tests=(tests/*/*.Tests.csproj)

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

# Builds everything (warnings are errors), then runs every test and counts from the result files. With arguments, which are dotnet's, the pages' own tests stay out.
run_tests() {
  build
  local results; results=$(mktemp -d)
  local status=0
  for project in "${tests[@]}"; do
    dotnet test "$project" -c "$config" --no-build --nologo -v q \
      --logger "trx;LogFileName=$(basename "$project" .csproj).trx" --results-directory "$results" "$@" || status=1
  done
  local passed=0 failed=0 skipped=0 file
  for file in "$results"/*.trx; do
    [ -e "$file" ] || continue
    passed=$((passed + $(attribute passed "$file")))
    failed=$((failed + $(attribute failed "$file")))
    skipped=$((skipped + $(attribute notExecuted "$file") + $(grep -c 'outcome="NotExecuted"' "$file" || true)))
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
  { grep -hs -A3 'outcome="NotExecuted"' "$results"/*.trx || true; } | { grep -o '<Message>[^<]*' || true; } | sort -u | sed 's/^<Message>/skipped: /'
  if [ "$failed" -gt 0 ]; then grep -h -A6 '<Message>' "$results"/*.trx | sed 's/<[^>]*>//g; s/&#xD;//; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g' | cut -c1-400 | head -200 || true; fi
  rm -rf "$results"
  if [ "$((passed + failed))" -eq 0 ]; then failed=1; fi
  if [ "$skipped" -gt 0 ]; then echo "$skipped skipped: the lines above name what was not there"; fi
  [ "$status" -eq 0 ] && [ "$failed" -eq 0 ] || status=1
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  echo "$passed passed, $failed failed"
  return "$status"
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
./build.sh docs            rewrite the generated reference pages and snapshots
./build.sh screenshots     rewrite docs/screenshots from the real pages (needs Chromium)
./build.sh carillon ARGS   the carillon command line
TEXT
}

case "${1:-help}" in
  demo | serve | bench | check | docs | screenshots) command=$1; shift; "$command" "$@" ;;
  test) shift; run_tests "$@" ;;
  carillon) shift; carillon "$@" ;;
  build) shift; build "$@" ;;
  help | -h | --help) help ;;
  *) help >&2; exit 2 ;;
esac
