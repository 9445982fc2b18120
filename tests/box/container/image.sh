#!/usr/bin/env bash
# Makes the Debian that the package is tried in, once, outside the tree; prints its folder. About 40 seconds, from Debian's packages.
set -euo pipefail
cache=${EDGEPOS_BOX_CACHE:-$HOME/.cache/edgepos-box}
# What a Debian on a box has, and what the package asks for: the box of the test has no network to fetch it from.
include=systemd,systemd-sysv,dbus,udev,kmod,iproute2,ca-certificates,libssl3,tzdata,init-system-helpers
root=$cache/debian-$(printf '%s' "$include" | sha256sum | cut -c1-8)
if [ ! -f "$root.done" ]; then
    command -v debootstrap systemd-nspawn >/dev/null ||
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap systemd-container >/dev/null
    # The same release, from where this machine's own packages come.
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        sed -nE 's/^(URIs: *|deb +(\[[^]]*\] +)?)([^ ]*debian[^ ]*).*/\3/p' | head -1 || true) # not every one of these files is there
    [ -n "$mirror" ] || { echo "apt names no Debian mirror on this machine" >&2; exit 69; }
    echo "Making a Debian for the package to be tried in ($suite; the first time, about a minute) ..." >&2
    rm -rf "$root"
    mkdir -p "$cache"
    debootstrap --variant=minbase --include=$include "$suite" "$root" "$mirror" >"$cache/debian.log" 2>&1 ||
        { tail -5 "$cache/debian.log" >&2; exit 1; }
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
    touch "$root.done"
fi
echo "$root"
