#!/usr/bin/env python3
"""A head office in under 100 lines: commits what boxes send and confirms it, so that they may forget that they owe it.

    apt-get install python3-paho-mqtt python3-protobuf python3-brotli protobuf-compiler libprotobuf-dev
    protoc -I protos --python_out=generated $(find protos/edgepos -name '*.proto')
    PYTHONPATH=generated protos/examples/consumer.py TENANT books.db [HOST [PORT]]
"""
import hashlib, sqlite3, struct, sys, time
import brotli
import paho.mqtt.client as mqtt
from edgepos.headoffice.v1 import relay_pb2 as relay

TENANT, FILE = sys.argv[1], sys.argv[2]
HOST, PORT = (sys.argv[3:] + ["127.0.0.1"])[0], int((sys.argv[4:] + ["1883"])[0])
ROOT = f"edgepos/v1/{TENANT}"
SENT_AT_MOST = 8 * 1024 * 1024  # a batch that unfolds to more is no batch of ours

books = sqlite3.connect(FILE, isolation_level=None, check_same_thread=False)
books.executescript("""
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS streams (store, box, epoch, seq, hash, PRIMARY KEY (store, box, epoch));
    CREATE TABLE IF NOT EXISTS entries (store, box, epoch, seq, at_us, kind, body, hash, PRIMARY KEY (store, box, epoch, seq));
""")

def hash_of(previous, entry):
    """SHA-256(previous || header || body), each part after its length: see EntryHash.cs."""
    kind, employee = entry.kind.encode(), entry.employee.encode()
    header = (struct.pack(">Bqqii", 1, entry.seq, entry.at_us, entry.clock, len(kind)) + kind
              + struct.pack(">ii", entry.register, len(employee)) + employee)
    return hashlib.sha256(previous + struct.pack(">i", len(header)) + header
                          + struct.pack(">i", len(entry.body)) + entry.body).digest()

def entries_of(batch):
    if not batch.compressed:
        return batch.entries
    unfolding, unfolded = brotli.Decompressor(), b""
    for start in range(0, len(batch.compressed), 4096):
        unfolded += unfolding.process(batch.compressed[start:start + 4096])
        if len(unfolded) > SENT_AT_MOST:
            raise ValueError("it unfolds to too much")
    return relay.Entries.FromString(unfolded).entries

def judge(name, batch, seq, last):
    """What is new of a batch, as rows; or why it must be sent again."""
    before = (hashlib.sha256(b"edgepos journal 1\n" + batch.epoch).digest(),) if batch.first == 1 else books.execute(
        "SELECT hash FROM entries WHERE store = ? AND box = ? AND epoch = ? AND seq = ?", name + (batch.first - 1,)).fetchone()
    if before is None:
        return None, relay.RESEND_REASON_GAP
    if before[0] != batch.hash_before:
        return None, relay.RESEND_REASON_FORKED  # another history: two boxes with one ledger
    rows, chain = [], batch.hash_before
    for expected, entry in enumerate(entries_of(batch), batch.first):
        chain = hash_of(chain, entry)
        if entry.seq != expected:
            return None, relay.RESEND_REASON_DAMAGED
        if entry.seq == seq and chain != last:
            return None, relay.RESEND_REASON_FORKED
        if entry.seq > seq:
            rows.append(name + (entry.seq, entry.at_us, entry.kind, entry.body, chain))
    return (rows, None) if chain == batch.hash_last else (None, relay.RESEND_REASON_DAMAGED)

def commit(client, store, box, batch):
    """One transaction for the entries and how far they go; only then is it confirmed."""
    name = (store, box, batch.epoch)
    books.execute("BEGIN IMMEDIATE")
    seq, last = books.execute("SELECT seq, hash FROM streams WHERE store = ? AND box = ? AND epoch = ?", name).fetchone() or (0, b"")
    rows, reason = judge(name, batch, seq, last)
    if reason is not None:
        books.execute("ROLLBACK")
        resend = relay.Resend(epoch=batch.epoch, from_seq=seq + 1, reason=reason)
        client.publish(f"{ROOT}/{store}/{box}/resend", resend.SerializeToString(), qos=1)
        return
    if rows:
        books.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        seq, last = rows[-1][3], rows[-1][7]
        books.execute("INSERT OR REPLACE INTO streams VALUES (?, ?, ?, ?, ?)", name + (seq, last))
    books.execute("COMMIT")
    confirmed = relay.Confirmed(epoch=batch.epoch, seq=seq, hash=last, server_time_us=int(time.time() * 1e6))
    client.publish(f"{ROOT}/{store}/{box}/confirmed", confirmed.SerializeToString(), qos=1, retain=True)
    print(f"{store}/{box}: committed up to entry {seq}", flush=True)

def take(client, _, message):
    parts = message.topic.split("/")
    try:
        commit(client, parts[3], parts[4], relay.Batch.FromString(message.payload))
    except Exception as fault:  # nothing from outside ends this program; the box sends it again
        if books.in_transaction:
            books.execute("ROLLBACK")
        print(f"{message.topic}: {fault}", flush=True)

def begin(client, *_):
    client.subscribe(f"{ROOT}/+/+/journal/+", qos=1)
    client.publish(f"{ROOT}/headoffice/state", relay.HeadOfficeState(online=True).SerializeToString(), qos=1, retain=True)

client = mqtt.Client(f"headoffice-{TENANT}", protocol=mqtt.MQTTv5)
client.will_set(f"{ROOT}/headoffice/state", relay.HeadOfficeState(online=False).SerializeToString(), qos=1, retain=True)
client.on_connect, client.on_message = begin, take
client.connect(HOST, PORT, clean_start=True)
client.loop_forever()
