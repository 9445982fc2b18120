#!/usr/bin/env bash
# Makes the .deb packages: build.sh OUT ARCH... with ARCH amd64 or arm64, whatever this machine is. The same source gives the same bytes.
# With RELEASE_KEY=key.pem each gets a signed note beside it, by which boxes take it from afar (sign.sh).
# A foreign architecture needs its linker: apt-get install clang lld gcc-aarch64-linux-gnu (or gcc-x86-64-linux-gnu).
set -euo pipefail
cd "$(dirname "$0")/../.."
here=provisioning/package
out=$(realpath -m "$1")
shift
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
programs=(edge/EdgePos.Gateway edge/EdgePos.Register provisioning/EdgePos.Provisioning)

# Every time in the package is that of the source, so that it says nothing of the machine and the moment that made it.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Directory.Build.props)}

say() { printf '%s\n' "$*" >&2; }

# The programs of an architecture, in a folder.
publish() { # ARCH FOLDER
    local rid triple cross=()
    case $1 in
        amd64) rid=linux-x64 triple=x86_64-linux-gnu ;;
        arm64) rid=linux-arm64 triple=aarch64-linux-gnu ;;
        *) say "no such architecture: $1 (amd64, arm64)" && exit 64 ;;
    esac
    strip=strip
    if [ "$1" != "$(dpkg --print-architecture)" ]; then
        strip=$triple-strip
        if ! command -v "$strip" ld.lld clang >/dev/null || [ ! -d "/usr/$triple" ]; then
            say "for $1 this machine needs: apt-get install clang lld gcc-${triple//_/-}"
            exit 69
        fi
        cross=(-p:CppCompilerAndLinker=clang -p:LinkerFlavor=lld "-p:ObjCopyName=$triple-objcopy")
    fi
    for program in "${programs[@]}"; do
        say "Compiling $program for $1 ..."
        dotnet publish "$program" -c Release -r "$rid" -o "$2" --nologo -v quiet "${cross[@]}"
    done
}

# The tree of files as it will lie on a box.
lay_out() { # ARCH PROGRAMS ROOT
    local lib=$3/usr/lib/edgepos/package doc=$3/usr/share/doc/edgepos
    install -d "$lib"
    for file in "$2"/*; do
        case $file in
            # Symbols, and texts in other languages, which are in the programs already.
            *.dbg | *.pdb | */nl) ;;
            */Demo) cp -r "$file" "$lib" ;;
            */appsettings*.json) install -m 644 "$file" "$lib" ;;
            *.json) ;;
            *.so) install -m 644 "$file" "$lib" && "$strip" --strip-unneeded "$lib/${file##*/}" ;;
            *) install -m 755 "$file" "$lib" && "$strip" --strip-unneeded "$lib/${file##*/}" ;;
        esac
    done
    chmod -R u=rwX,go=rX "$lib"
    install -d "$3/usr/bin"
    ln -s ../lib/edgepos/current/edgeposctl "$3/usr/bin/edgeposctl"
    ln -s ../lib/edgepos/current/edgepos-register "$3/usr/bin/edgepos-register"
    # What `edgeposctl rollback` asks of a version: which ledger it can read.
    find edge/EdgePos.Ledger/Migrations -name '*.sql' | wc -l >"$lib/ledger-schema"
    install -Dm 644 -t "$3/lib/systemd/system" $here/edgepos.service $here/edgepos-enrol.service $here/edgepos-update.path \
        $here/edgepos-update.service
    install -Dm 644 $here/edgepos.sysusers "$3/usr/lib/sysusers.d/edgepos.conf"
    install -Dm 644 $here/edgepos.tmpfiles "$3/usr/lib/tmpfiles.d/edgepos.conf"
    install -Dm 644 $here/edgepos.modules "$3/usr/lib/modules-load.d/edgepos.conf"
    install -Dm 644 $here/60-edgepos.rules "$3/lib/udev/rules.d/60-edgepos.rules"
    install -Dm 644 $here/edgeposctl.bash "$3/usr/share/bash-completion/completions/edgeposctl"
    ln -s edgeposctl "$3/usr/share/bash-completion/completions/edgepos-register"
    install -Dm 644 -t "$doc/examples" $here/box.json $here/mosquitto-bridge.conf
    install -Dm 644 $here/debian/copyright "$doc/copyright"
    install -Dm 644 $here/debian/lintian-overrides "$3/usr/share/lintian/overrides/edgepos"
    printf 'edgepos (%s) stable; urgency=medium\n\n  * See the releases of the project.\n\n -- %s  %s\n' "$version" \
        "$(sed -n 's/^Maintainer: //p' $here/debian/control)" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"
    bill_of_materials "$doc"
    for page in $here/man/*; do
        install -d "$3/usr/share/man/man${page##*.}"
        gzip -9nc "$page" >"$3/usr/share/man/man${page##*.}/${page##*/}.gz"
    done
    chmod 644 "$doc"/*.gz "$3"/usr/share/man/man*/*
}

# What is inside each program: libraries, versions, licences, hashes (CycloneDX).
bill_of_materials() { # FOLDER
    local program name
    dotnet tool restore >/dev/null
    for program in "${programs[@]}"; do
        name=$(sed -n 's:.*<AssemblyName>\(.*\)</AssemblyName>.*:\1:p' "$program"/*.csproj)
        dotnet CycloneDX "$program"/*.csproj -o "$1" -fn "$name.cdx.json" -F Json -ns -ed -dpr -sn "$name" -sv "$version" >/dev/null
        sed -i "s/\"timestamp\": \".*\"/\"timestamp\": \"$(date -u +%Y-%m-%dT%H:%M:%SZ -d "@$SOURCE_DATE_EPOCH")\"/" "$1/$name.cdx.json"
        gzip -9n "$1/$name.cdx.json"
    done
}

# What dpkg is told: who it is, how large, and what to do when it comes and goes.
control() { # ARCH ROOT
    local build size
    build=$(cd "$2/usr/lib/edgepos/package" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-12)
    size=$(du -sk --apparent-size "$2" | cut -f1)
    install -d "$2/DEBIAN"
    for file in control postinst prerm postrm; do
        sed -e "s/@VERSION@/$version/; s/@ARCH@/$1/; s/@SIZE@/$size/; s/@BUILD@/$build/" $here/debian/$file >"$2/DEBIAN/$file"
    done
    chmod 755 "$2"/DEBIAN/p*
    (cd "$2" && find usr lib -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
    chmod 644 "$2"/DEBIAN/{control,md5sums}
}

command -v dpkg-deb >/dev/null || { say "packages are made by dpkg-deb: on Debian, or apt-get install dpkg"; exit 69; }
mkdir -p "$out"
for arch in "$@"; do
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    chmod 755 "$root"
    publish "$arch" "$out/programs-$arch"
    lay_out "$arch" "$out/programs-$arch" "$root"
    control "$arch" "$root"
    find "$root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz --build "$root" "$out/edgepos_${version}_$arch.deb" >/dev/null
    rm -rf "$root"
    [ -z "${RELEASE_KEY:-}" ] || $here/sign.sh "$RELEASE_KEY" "$out/edgepos_${version}_$arch.deb"
    say "$(du -h "$out/edgepos_${version}_$arch.deb" | cut -f1)  $out/edgepos_${version}_$arch.deb"
done
