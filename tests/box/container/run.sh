#!/usr/bin/env bash
# The package as a technician meets it: installed on a Debian with a real systemd, set up, sold from over mutual TLS, killed, upgraded,
# upgraded to what does not start, updated from afar, given what does not belong there, removed and purged. Needs root and `make package ARCH=...`; no
# network. Results go to OUT/container.trx, counters like those of `make test`; what was seen goes to the console.
set -euo pipefail
cd "$(dirname "$0")/../../.."
out=$(realpath -m "${1:-artifacts/tests-container}")
arch=$(dpkg --print-architecture)
package=$(ls artifacts/package/edgepos_*_"$arch".deb 2>/dev/null | tail -1)
[ -n "$package" ] || { echo "no package for $arch in artifacts/package: make package ARCH=$arch" >&2; exit 66; }
[ -x artifacts/native/edgepos-headoffice ] || { echo "no head office: make publish PROGRAMS=edge/EdgePos.HeadOffice" >&2; exit 66; }
rm -rf "$out" && mkdir -p "$out"
. tests/box/container/box.sh
. tests/box/container/packages.sh

passed=0 failed=0 results=""
trap 'box_end; finish' EXIT

finish() {
    printf '<TestRun>\n%s<Counters total="%d" executed="%d" passed="%d" failed="%d" />\n</TestRun>\n' \
        "$results" $((passed + failed)) $((passed + failed)) $passed $failed >"$out/container.trx"
    echo "$passed passed, $failed failed"
}

# A thing that must be so. What a step printed stands above it.
must() { # WHAT COMMAND...
    local what=$1 said
    shift
    if said=$("$@" 2>&1); then
        echo "  ok    $what"
        passed=$((passed + 1))
    else
        echo "  FAIL  $what"
        printf '%s\n' "$said" | tail -20 | sed 's/^/        /'
        failed=$((failed + 1))
        results+="<UnitTestResult testName=\"container: $what\" outcome=\"Failed\"><Message>$(printf '%s' "$said" | tr '<>&\n' '    ' |
            tail -c 400)</Message></UnitTestResult>"$'\n'
    fi
}

step() { printf '\n-- %s\n' "$*"; }
since() { awk -v a="$1" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f s", b - a }'; }
now() { date +%s.%N; }

is() { [ "$1" = "$2" ] || { echo "is '$1', must be '$2'"; return 1; }; }
at_most() { awk -v limit="$1" -v seen="$2" 'BEGIN { exit !(seen != "" && seen + 0 <= limit + 0) }' || { echo "'$2' is more than '$1'"; return 1; }; }
says() { printf '%s' "$1" | grep -qE -- "$2" || { echo "does not say '$2': $1"; return 1; }; }
says_not() { ! says "$1" "$2" >/dev/null || { echo "says '$2': $1"; return 1; }; }
fails() { ! "$@" || { echo "it went well"; return 1; }; }
main_pid() { box systemctl show -P MainPID edgepos; }
entries() { box edgeposctl ledger head | sed -n 's/^last entry *//p'; }
sound() { box edgeposctl ledger verify; }
exposure() { box systemd-analyze security --no-pager edgepos | sed -n 's/.*exposure level.*: \([0-9.]*\) .*/\1/p'; }
register() { box edgepos-register --gateway https://127.0.0.1:5080 --identity /root/till "$@"; }
sells() { says "$(printf 'TEA\n2*SOAP\ncash 20\n\n' | register 2>&1)" 'S1-[0-9]+-[0-9]+'; }

# The number and the code that the box shows are typed at the register.
pair() {
    local shown
    shown=$(box edgeposctl registers pair "till by the door")
    echo "$shown"
    printf '%s\n' "$shown" | grep -oE '[0-9]+ +[0-9]{6}' | head -1 |
        box edgepos-register --gateway https://127.0.0.1:5080 pair --identity /root/till
}

# Sells all the time and writes down how long each sale took, a register that waits for its box included.
watch_sales() {
    : >"$1"
    (while :; do
        began=$(now)
        sells >/dev/null 2>&1 && echo "$(since "$began")" >>"$1"
    done) &
    watching=$!
}

stop_watching() {
    kill $watching
    wait $watching 2>/dev/null || true
}

longest() { sed 's/ s//' "$1" | sort -n | tail -1; }

# Tells the box whose it is.
set_up() {
    printf '%s' "$settings" >"$work/root/etc/edgepos/box.json"
    box chgrp edgepos /etc/edgepos/box.json
}

again() { # after a purge: with its settings it finds its books
    box dpkg -i /root/in/newer.deb
    set_up
    box systemctl start edgepos
    sells
}

# The daemon's socket may be asked a moment after systemd says that it is there; not longer.
within() { # SECONDS COMMAND...
    local until=$(($(date +%s) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt $until ] || { "$@"; return; }
        sleep 0.2
    done
}

step "a Debian that boots"
image=$(tests/box/container/image.sh)
began=$(now)
box_start "$image"
echo "  booted in $(since "$began")"
mkdir -p "$work/root/root/in"
cp "$package" "$work/root/root/in/edgepos.deb"
cp tests/box/container/price-book.csv "$work/root/root/in/"

. tests/box/container/cases.sh
[ $failed = 0 ]
