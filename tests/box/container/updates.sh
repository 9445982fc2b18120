# Updates that come from head office while the shop sells, and what may go wrong with them. Sourced by cases.sh.

# Signs a package of /srv/in with a key and has the box's own head office want it.
release() { # PACKAGE KEY OPTION...
    provisioning/package/sign.sh "$2" "$work/root/srv/in/$1" 2>&1 &&
        box setpriv --reuid=edgepos --regid=edgepos --init-groups /srv/in/edgepos-headoffice release "/srv/in/$1" \
            --data-folder /var/lib/edgepos/headoffice --tenant corner "${@:3}"
}
make() { COMPRESSION=gzip repack "$package" "$work/root/srv/in/$1.deb" "${@:2}"; } # NAME VERSION CHANGE...
check() { box edgeposctl update --check 2>&1 || true; }
check_says() { says "$(check)" "$1"; }
current() { box readlink /usr/lib/edgepos/current; }
current_is() { says "$(current)" "/$1-"; }
# Its proof goes well, and then it ends at once with a fault of the program.
crashes() { printf '#!/bin/sh\n[ "$1" = prove ] && exit 0\necho "not today" >&2\nexit 70\n' >"$1/usr/lib/edgepos/package/edgepos-gateway"; }
# What the file systems of the box, which are one, have left, megabytes.
leave() { mount -o "remount,size=$(($(df -k --output=used "$work/layer" | tail -1) + $1 * 1024))k" "$work/layer"; }
all_day="--window 00:00-23:59"

step "updates from afar"
mkdir -p "$work/root/srv/in"
cp artifacts/native/edgepos-headoffice artifacts/native/*.so "$work/root/srv/in/"
chmod -R go+rX "$work/root/srv/in"
for key in builder stranger; do openssl ecparam -name prime256v1 -genkey -noout -out "$work/$key.key" 2>/dev/null; done
echo '{ "Update": { "QuietMinutes": 0 } }' >"$work/root/etc/edgepos/50-update.json"
box chgrp edgepos /etc/edgepos/50-update.json
box systemctl restart edgepos
must "root's unit waits for orders" is "$(box systemctl is-active edgepos-update.path)" active
make 0.2.0 0.2.0 newer
must "head office releases a version" release 0.2.0.deb "$work/builder.key"
must "a box without a key fetches none, and says where the key goes" within 30 check_says 'release-keys'
openssl ec -in "$work/builder.key" -pubout -out "$work/root/etc/edgepos/release-keys/builder.pem" 2>/dev/null
chmod 644 "$work/root/etc/edgepos/release-keys/builder.pem"
must "with the key it comes, and waits while a till is open" within 60 check_says 'waits: till 1 is open'
entries=$(entries)
watch_sales "$work/pauses"
must "in its window" release 0.2.0.deb "$work/builder.key" $all_day
must "it is installed while registers sell" within 60 current_is '0\.2\.0'
must "and the box says that it runs" within 20 check_says 'the wanted version runs'
stop_watching
echo "  the longest that a sale took meanwhile: $(longest "$work/pauses") s"
must "no sale was lost" sound
must "all that there was is there" at_most "$(entries)" "$entries"
must "the unit that installs has done well" is "$(box systemctl show -P Result edgepos-update.service)" success
must "what it may do is less than all: systemd-analyze security at most 6" at_most 6 \
    "$(box systemd-analyze security --no-pager edgepos-update | sed -n 's/.*exposure level.*: \([0-9.]*\) .*/\1/p')"

step "updates that nobody should install"
make stranger 0.2.1 newer
must "of a stranger's" release stranger.deb "$work/stranger.key" $all_day
must "the box says that nobody it knows built it" within 30 check_says 'whoever built it is not known here'
make unproven 0.2.2 broken
must "one that does not prove itself" release unproven.deb "$work/builder.key" $all_day
must "is told" within 60 check_says 'FAILED.*0\.2\.2.*does not prove itself here'
make crashes 0.2.3 crashes
must "one that crashes at its start" release crashes.deb "$work/builder.key" $all_day
must "is told, and gone back from" within 120 check_says 'FAILED.*0\.2\.3.*went back to 0\.2\.0'
must "the box sells with the version before" within 20 sells
must "which is current" current_is '0\.2\.0'
must "and no sale was lost" sound

step "an update on a disk that gets full"
make 0.2.4 0.2.4 newer
provisioning/package/sign.sh "$work/builder.key" "$work/root/srv/in/0.2.4.deb" 2>/dev/null
leave 60
must "is refused before anything is changed" says "$(box edgeposctl update /srv/in/0.2.4.deb 2>&1)" 'make room'
leave 30
must "and dpkg alone runs into it" fails box dpkg -i /srv/in/0.2.4.deb
must "the box sells on" sells
must "with the version before" current_is '0\.2\.0'
mount -o remount,size=50% "$work/layer"
must "with room again it is installed by hand" box edgeposctl update /srv/in/0.2.4.deb
must "and sells" within 20 sells
must "rollback goes back to the version before" box edgeposctl rollback
must "which sells" within 20 sells
must "and is current" current_is '0\.2\.0'

step "the power goes while an update is installed"
make 0.2.5 0.2.5 newer
must "an update is ordered" release 0.2.5.deb "$work/builder.key" $all_day
must "and begun" within 60 box test -e /var/lib/edgepos-update/installing
box_kill
box_boot
must "the box sells with one version or the other" within 30 sells
must "the ledger is sound" sound
must "the update is done by itself" within 120 current_is '0\.2\.5'
must "and the box says so" within 30 check_says 'the wanted version runs'

step "for support"
must "logs shows what the daemon said" says "$(box edgeposctl logs --lines 200)" 'EdgePos 0\.2\.5 sells for corner/S1/box1'
must "a bundle is packed" box edgeposctl support-bundle --to /root/support.zip
must "with the settings, and no secret" says_not "$(python3 -c 'import sys, zipfile
for name in (z := zipfile.ZipFile(sys.argv[1])).namelist(): print(name, z.read(name).decode())' "$work/root/root/support.zip")" 'PRIVATE KEY'
