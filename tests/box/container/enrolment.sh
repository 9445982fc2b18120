# A machine becomes a box of a chain: a head office and a Mosquitto with certificates and rights, on the box's own network.
# Sourced by cases.sh.

chain=$work/chain
mkdir -p "$chain/office"
chain_office() { artifacts/native/edgepos-headoffice "$@" --tenant corner --data-folder "$chain/office"; }
on_its_network() { nsenter -t "$box_pid" -n -- "$@"; }
linked() { says "$(box edgeposctl status 2>&1)" 'head office +connected; nothing waits'; }

if [ -x /usr/sbin/mosquitto ]; then
    step "a box of a chain, without a console"
    chain_office certificate broker --host 127.0.0.1 --host localhost --to "$chain" >/dev/null
    chain_office certificate headoffice --to "$chain" >/dev/null
    chain_office enrol S1/box1 --to "$chain/edgepos.enrol" --broker 127.0.0.1:8883 --broker-root "$chain/office/boxes-root.pem" \
        --set Store:Currency=EUR --set Staff:SignIn=false --set Gateway:TrustClock=true >/dev/null
    chain_office rights >"$chain/rights"
    cat >"$chain/mosquitto.conf" <<CONF
listener 8883
cafile $chain/office/boxes-root.pem
certfile $chain/broker.pem
keyfile $chain/broker.key.pem
require_certificate true
use_identity_as_username true
acl_file $chain/rights
set_tcp_nodelay true
user root
CONF
    on_its_network /usr/sbin/mosquitto -c "$chain/mosquitto.conf" >"$chain/broker.log" 2>&1 &
    chain_programs=$!
    on_its_network artifacts/native/edgepos-headoffice --HeadOffice:Tenant=corner --HeadOffice:DataFolder="$chain/office" \
        --HeadOffice:BrokerHost=localhost --HeadOffice:BrokerPort=8883 --HeadOffice:RootFile="$chain/office/boxes-root.pem" \
        --HeadOffice:CertificateFile="$chain/headoffice.pem" --HeadOffice:KeyFile="$chain/headoffice.key.pem" >"$chain/office.log" 2>&1 &
    chain_programs="$chain_programs $!"
    box systemctl stop edgepos
    box sh -c 'mv /var/lib/edgepos /var/lib/edgepos.before; rm -rf /etc/edgepos/*.json /root/till; systemd-tmpfiles --create edgepos.conf'
    box systemctl start edgepos-enrol
    must "a machine that nobody has set up waits for it" is "$(box systemctl is-active edgepos-enrol)" active
    began=$(now)
    mkdir -p "$work/root/boot/firmware"
    cp "$chain/edgepos.enrol" "$work/root/boot/firmware/"
    must "the file on its boot partition makes it the box" within 60 box test -s /etc/edgepos/10-enrolled.json
    must "which is linked to head office with a certificate of its own" within 60 linked
    echo "  from the file to the first confirmed entry: $(since "$began")"
    must "the key is the daemon's alone" is "$(box stat -c '%U %a' /var/lib/edgepos/broker/box.pem)" 'edgepos 600'
    must "the file is called used" box test -e /boot/firmware/edgepos.enrol.used
    must "head office sends prices" chain_office publish price-book tests/box/container/price-book.csv
    must "a register is paired" pair
    must "and sells" within 30 sells
    echo "  from the file to the first sale: $(since "$began")"
    must "head office has committed it" within 30 linked
    box install -d -o edgepos -g edgepos /var/lib/other /root/other-settings
    must "the same file makes no other machine that box" says "$(box edgeposctl enrol /boot/firmware/edgepos.enrol.used \
        --data-folder /var/lib/other --folder /root/other-settings 2>&1 || true)" 'ENROLMENT_USED'
    must "and the box sells on" sells
    kill $chain_programs
fi
