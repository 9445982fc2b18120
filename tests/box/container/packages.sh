# Packages that are made from the one under test: a newer one, and some that nobody should install. Sourced by run.sh.

repack() { # FROM TO VERSION CHANGE...: CHANGE is a command that is given the tree
    local tree
    tree=$(mktemp -d)
    dpkg-deb -R "$1" "$tree"
    local old
    old=$(sed -n 's/^Version: //p' "$tree/DEBIAN/control")
    sed -i "s/^Version: .*/Version: $3/" "$tree/DEBIAN/control"
    sed -i "s/^name=$old-/name=$3-/" "$tree/DEBIAN/postinst"
    "${@:4}" "$tree"
    dpkg-deb --root-owner-group -Z"${COMPRESSION:-none}" --build "$tree" "$2" >/dev/null
    rm -rf "$tree"
}

newer() { :; }

# Starts, and ends at once with a fault of the program.
broken() {
    printf '#!/bin/sh\necho "not today" >&2\nexit 70\n' >"$1/usr/lib/edgepos/package/edgepos-gateway"
}

foreign() { sed -i 's/^Architecture: .*/Architecture: s390x/' "$1/DEBIAN/control"; }
