# What a box must do, in the order of its life. Sourced by run.sh.

step "apt install"
installing=$(now)
must "dpkg installs it without a question" box dpkg -i /root/in/edgepos.deb
echo "  installed in $(since "$installing")"
must "it does not run before it is told whose box it is" is "$(box systemctl is-active edgepos || true)" inactive
must "and is not a failed unit" says_not "$(box systemctl --failed --no-legend)" edgepos
must "the daemon's user has no shell" says "$(box getent passwd edgepos)" 'nologin$'
must "settings are for root and the daemon" is "$(box stat -c '%U:%G %a' /etc/edgepos)" "root:edgepos 750"
[ ! -e /sys/class/tty/ttyS0 ] || must "udev's rules give the daemon a serial line" says \
    "$(box udevadm test /sys/class/tty/ttyS0 2>&1)" '60-edgepos.rules:[0-9]+ GROUP'
must "the man pages are there" box test -s /usr/share/man/man1/edgeposctl.1.gz
must "words are completed" says "$(box edgeposctl '[suggest:15]' 'edgeposctl ledg')" ledger

step "settings, and it sells"
settings=$(cat <<'JSON'
{
  "Store": { "Tenant": "corner", "Code": "S1", "Box": "box1", "Currency": "EUR", "Name": "The Corner Shop" },
  "Staff": { "SignIn": false },
  "Gateway": { "TrustClock": true },
  "HeadOffice": { "Embedded": true }
}
JSON
)
set_up
began=$(now)
must "systemctl start ends when it is ready" box systemctl start edgepos
echo "  ready in $(since "$began")"
must "it runs as its own user" is "$(box stat -c %U "/proc/$(main_pid)")" edgepos
must "with no capability" says "$(box cat "/proc/$(main_pid)/status")" 'CapEff:\s*0000000000000000'
must "its files are its own" is "$(box stat -c '%U %a' /var/lib/edgepos)" "edgepos 750"
must "a register is paired by its code" pair
must "status says what is missing" says "$(box edgeposctl status 2>&1 || true)" 'price book'
must "a price book is taken" register import /root/in/price-book.csv
must "a till is opened" says "$(printf 'till open 50\n' | register 2>&1)" 'The till is open'
must "it sells over mutual TLS" sells
must "a register without a certificate does not" says_not "$(printf 'TEA\n' | box edgepos-register \
    --gateway http://127.0.0.1:5080 --patience 2 2>&1)" 'Green tea'
echo "  from dpkg -i to the first sale: $(since "$installing")"
must "its log has no fault in it but that stranger" says_not \
    "$(box journalctl -u edgepos -p warning --no-pager --output=cat | grep -v 'no register of this box')" '[a-z]'
must "status says that it sells, and nothing needs a person" box edgeposctl status
must "the doctor finds nothing bad" says_not "$(box edgeposctl doctor 2>&1 || true)" '^ *BAD'
must "what it may do is little: systemd-analyze security at most 1.3" at_most 1.3 "$(exposure)"
echo "  systemd-analyze security: $(exposure)"

step "killed, and hung"
entries=$(entries)
box systemctl kill -s KILL edgepos
must "it sells again after SIGKILL" within 15 sells
must "the ledger is sound" sound
must "and has all that it had" at_most "$(entries)" "$entries"
box systemctl kill -s STOP edgepos
must "one that makes no progress is started again by the watchdog" within 60 sells
must "systemd says why" says "$(box journalctl -u edgepos --no-pager --output=cat)" 'Watchdog timeout'
began=$(now)
must "it stops when it is told" box systemctl stop edgepos
echo "  stopped in $(since "$began")"
box systemctl start edgepos

step "a setting that is wrong"
echo '{ "Store": { "Currency": "euro" } }' >"$work/root/etc/edgepos/zz-wrong.json"
box chgrp edgepos /etc/edgepos/zz-wrong.json
box systemctl restart edgepos >/dev/null 2>&1 || true
must "it is named in the log" says "$(box journalctl -u edgepos -n 20 --no-pager --output=cat)" 'Store:Currency'
must "and not tried for ever" says "$(box systemctl show -P Result -P ExecMainStatus edgepos | tr '\n' ' ')" 78
rm "$work/root/etc/edgepos/zz-wrong.json"
must "it starts when it is mended" box systemctl restart edgepos
must "and sells" sells

step "an upgrade"
entries=$(entries)
repack "$package" "$work/root/root/in/newer.deb" 0.1.1 newer
watch_sales "$work/pauses"
must "dpkg upgrades while registers sell" box dpkg -i /root/in/newer.deb
sleep 2
stop_watching
echo "  the longest that a sale took meanwhile: $(longest "$work/pauses") s"
must "sales were made before, meanwhile and after" at_most "$(wc -l <"$work/pauses")" 4
must "the new version runs" says "$(box readlink /usr/lib/edgepos/current)" '/0\.1\.1-'
must "from its own folder" says "$(box readlink "/proc/$(main_pid)/exe")" '/versions/0\.1\.1-'
must "the one before is kept" says "$(box readlink /usr/lib/edgepos/previous)" '/0\.1\.0-'
must "no sale was lost" sound
must "all that there was is there" at_most "$(entries)" "$entries"

step "an upgrade to what does not start"
repack "$package" "$work/root/root/in/broken.deb" 0.1.2 broken
must "dpkg says that it failed" fails box dpkg -i /root/in/broken.deb
must "the box sells with the version before" sells
must "which is named by the link" says "$(box readlink /usr/lib/edgepos/current)" '/0\.1\.1-'
must "a whole package mends it" box dpkg -i /root/in/newer.deb
must "and it sells" sells

step "power lost in the middle of an upgrade"
repack "$package" "$work/root/root/in/next.deb" 0.1.3 newer
(box dpkg -i /root/in/next.deb >/dev/null 2>&1 || true) &
sleep 0.7
box_kill
box_boot
must "it boots and sells with one version or the other" within 30 sells
must "the ledger is sound" sound
must "dpkg can go on from there" box sh -c 'dpkg --configure -a; dpkg -i /root/in/next.deb'
must "and the new version sells" within 10 sells

. tests/box/container/updates.sh

step "what does not belong here"
repack "$package" "$work/root/root/in/foreign.deb" 0.2.0 foreign
must "a package for another architecture is refused" fails box dpkg -i /root/in/foreign.deb
head -c 5000000 "$package" >"$work/root/root/in/half.deb"
must "half of a package is refused" fails box dpkg -i /root/in/half.deb
must "the box sells on" sells

step "removed and purged"
must "it is removed" box dpkg -r edgepos
must "nothing runs any more" is "$(box systemctl is-active edgepos || true)" inactive
must "no program is left" fails box test -e /usr/lib/edgepos
must "the books stay" box test -s /var/lib/edgepos/ledger.db
must "a purge says what it leaves" says "$(box dpkg -P edgepos 2>&1)" '/var/lib/edgepos'
must "the settings are gone" fails box test -e /etc/edgepos
must "the books stay even now" box test -s /var/lib/edgepos/ledger.db
must "installed again it goes on with them" again

. tests/box/container/enrolment.sh
