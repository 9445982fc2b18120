#!/usr/bin/env bash
# Says what packages are, and signs it: sign.sh KEY.pem FILE.deb... makes FILE.deb.sig beside each. The key is ECDSA P-256:
#   openssl ecparam -name prime256v1 -genkey -noout -out release.key; openssl ec -in release.key -pubout -out release.pem
# release.key stays with who builds, offline; release.pem goes into /etc/edgepos/release-keys of each box.
# FROM=0.1.0 says from which version on a box may install it (0.0.0); GOES_BACK=yes that it may take the place of a newer one.
set -euo pipefail
key=$1
shift
for package in "$@"; do
    field() { dpkg-deb -f "$package" "$1"; }
    note=$(mktemp)
    trap 'rm -f "$note"' EXIT
    printf 'EdgePos-Release: 1\nPackage: %s\nVersion: %s\nArchitecture: %s\nFrom: %s\nGoes-Back: %s\nSize: %s\nSha256: %s\n' \
        "$(field Package)" "$(field Version)" "$(field Architecture)" "${FROM:-0.0.0}" "${GOES_BACK:-no}" \
        "$(stat -c %s "$package")" "$(sha256sum <"$package" | cut -c1-64)" >"$note"
    { cat "$note" && printf 'Signature: %s\n' "$(openssl dgst -sha256 -sign "$key" "$note" | base64 -w0)"; } >"$package.sig"
    rm -f "$note"
    echo "signed  $package.sig" >&2
done
