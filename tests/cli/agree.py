#!/usr/bin/env python3
"""`phyward agree`: two processes, real sockets, one key; and every way to spoil it."""

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import socket
import stat
import struct
import subprocess
import threading
import time
from concurrent import futures

from harness import COMMAND, SANITIZED, Skip, case, fails, main, run

# Bounds on time are for a machine that is busy: nothing here measures speed.
PATIENCE_S = 60
# What ends a session that is spoiled early: far below the command's own 10 s.
SECONDS = "5" if SANITIZED else "1"
QUICK = ["--timeout", SECONDS, "--wait", SECONDS]
HEADER = struct.Struct("<BBHII")
PREFACE, WRITTEN, GOODBYE, WORKING = 0xF0, 0xF1, 0xF2, 0xF3


def pair(folder, n=3000, noise=0.3, seed=1):
    """Two RSSI tables of one memoryless series with independent noise, and a key."""
    generator = random.Random(seed)
    common = [generator.gauss(0, 6) for _ in range(n)]
    for name in ["a.csv", "b.csv"]:
        rows = "".join(f"{i},{-60 + x + generator.gauss(0, noise):.3f}\n"
                       for i, x in enumerate(common))
        (folder / name).write_text("idx,rssi\n" + rows)
    key_file(folder / "psk.bin")


def key_file(path, seed=5):
    path.touch(0o600)
    path.write_bytes(random.Random(seed).randbytes(32))


class End:
    """One process of the command."""

    def __init__(self, folder, *arguments, limit=None):
        self.process = subprocess.Popen(
            [COMMAND, "agree", *map(str, arguments), "--json"], cwd=folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit)
        self.head = ""

    def port(self):
        """Of an end that listens at port 0: the one it says."""
        while True:
            line = self.process.stderr.readline()
            assert line, "it ended before it listened"
            self.head += line
            found = re.fullmatch(r"phyward agree: listening at (\S+):(\d+)\n", line)
            if found:
                return int(found[2])

    def wait(self, status=0):
        try:
            out, err = self.process.communicate(timeout=PATIENCE_S)
        finally:
            self.process.kill()
        self.err = self.head + err
        assert self.process.returncode == status, \
            f"status {self.process.returncode}, not {status}: {out} {self.err}"
        self.json = json.loads(out) if out else None
        return self


PSK = ["--psk", "psk.bin"]


def listen(folder, *extra, host="127.0.0.1", trace="a.csv", secrets=PSK, key="alice.key",
           limit=None):
    return End(folder, "--listen", f"{host}:0", "--trace", trace, "-o", key, "--seed", 7,
               *secrets, *extra, limit=limit)


def connect(folder, port, *extra, host="127.0.0.1", trace="b.csv", secrets=PSK,
            key="bob.key", limit=None):
    return End(folder, "--connect", f"{host}:{port}", "--trace", trace, "-o", key,
               "--seed", 7, *secrets, *extra, limit=limit)


def agree(folder, *extra, proxy=None, status=(0, 0), **options):
    """Both ends, through a proxy if there is one; their statuses as expected."""
    alice = listen(folder, *extra, **options)
    port = alice.port()
    if proxy is not None:
        port = proxy.start(port)
    bob = connect(folder, port, *extra, **options)
    alice.wait(status[0])
    bob.wait(status[1])
    if proxy is not None:
        proxy.stop()
    return alice, bob


def keys(folder):
    return [(folder / name).read_bytes() if (folder / name).exists() else None
            for name in ["alice.key", "bob.key"]]


def no_keys(folder):
    assert keys(folder) == [None, None], os.listdir(folder)
    left = [name for name in os.listdir(folder) if name.startswith(".")]
    assert not left, left


class Proxy:
    """Carries bytes between the two, and does what a network does: later, in pieces, cut
    after byte `cut` of a direction ("up" is from the end that connects), silent after
    byte `stall`, with bit `flip` inverted, or with frames changed by `frame`, a function
    of direction, number and bytes."""

    def __init__(self, delay=0.0, piece=65536, cut=None, stall=None, flip=None, frame=None,
                 reset=False):
        self.delay, self.piece, self.reset = delay, piece, reset
        self.cut, self.stall, self.flip, self.frame = cut, stall, flip, frame
        self.carried = {"up": b"", "down": b""}
        self.threads = []

    def start(self, port):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.target = port
        self.threads = [threading.Thread(target=self.serve, daemon=True)]
        self.threads[0].start()
        return self.server.getsockname()[1]

    def serve(self):
        near = self.server.accept()[0]
        far = socket.create_connection(("127.0.0.1", self.target))
        self.ends = [near, far]
        for end in self.ends:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.reset:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                               struct.pack("ii", 1, 0))
        for way, from_, to in [("up", near, far), ("down", far, near)]:
            thread = threading.Thread(target=self.carry, args=(way, from_, to), daemon=True)
            self.threads.append(thread)
            thread.start()

    def frames(self, from_):
        """Whole frames where they are changed, else whatever comes."""
        if self.frame is None:
            while data := from_.recv(65536):
                yield data
            return
        stream = from_.makefile("rb")
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            yield header + stream.read(HEADER.unpack(header)[4])

    def carry(self, way, from_, to):
        number = 0
        try:
            for data in self.frames(from_):
                if self.frame is not None:
                    data = self.frame(way, number, data)
                    number += 1
                time.sleep(self.delay)
                if data is None or not self.pass_on(way, data, to):
                    break
            else:
                to.shutdown(socket.SHUT_WR)
                return
        except OSError:
            pass
        for end in self.ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def pass_on(self, way, data, to):
        done = len(self.carried[way])
        self.carried[way] += data
        if self.flip is not None and self.flip[0] == way:
            at = self.flip[1] // 8 - done
            if 0 <= at < len(data):
                data = bytearray(data)
                data[at] ^= 1 << self.flip[1] % 8
        if self.stall is not None and self.stall[0] == way:
            data = data[:max(0, self.stall[1] - done)]
        ends = self.cut is not None and self.cut[0] == way
        if ends:
            data = data[:max(0, self.cut[1] - done)]
        for at in range(0, len(data), self.piece):
            to.sendall(data[at:at + self.piece])
        return not (ends and len(self.carried[way]) >= self.cut[1])

    def stop(self):
        self.server.close()
        for thread in self.threads:
            thread.join(5)


def boundaries(stream):
    """Where the frames of a stream end."""
    at, ends = 0, []
    while at + HEADER.size <= len(stream):
        at += HEADER.size + HEADER.unpack_from(stream, at)[4]
        ends.append(at)
    return ends


@case
def the_commands_of_the_page_give_identical_key_files(folder):
    pair(folder)
    probe = socket.create_server(("127.0.0.1", 0))
    address = "127.0.0.1:%d" % probe.getsockname()[1]
    probe.close()
    alice = End(folder, "--listen", address, "--trace", "a.csv", "--psk", "psk.bin", "-o",
                "alice.key")
    bob = End(folder, "--connect", address, "--trace", "b.csv", "--psk", "psk.bin", "-o",
              "bob.key")
    alice.wait()
    bob.wait()
    one, other = keys(folder)
    assert one == other and len(one) == 32
    for name in ["alice.key", "bob.key"]:
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    for end in [alice, bob]:
        found = end.json
        assert found["agreed"] and found["authenticated"] is True and found["peer_wrote"]
        assert found["authentication"] == "psk" and found["output_bits"] == 256
        assert found["reproducible"] is False and found["seed"] is None
        assert found["key_fingerprint"] == \
            run("info", folder / "bob.key", "--json").json["key_fingerprint"]
        assert one.hex()[:16] not in json.dumps(found) + end.err
        assert sum(found["disclosed_by_stage"].values()) >= found["disclosed_bits"]
        assert found["raw_bits"] > found["reconciled_bits"] > found["certified_bits"] > 0
        assert found["duration_s"] >= found["waited_s"] > 0
    for count in ["messages", "bytes"]:
        assert alice.json[f"{count}_sent"] == bob.json[f"{count}_received"]
        assert alice.json[f"{count}_received"] == bob.json[f"{count}_sent"]
    assert (alice.json["role"], bob.json["role"]) == ("alice", "bob")


@case
def a_seed_at_both_ends_repeats_the_run_and_who_connects_may_be_alice(folder):
    pair(folder)
    found = []
    for extra in [[], []]:
        alice, bob = agree(folder, *extra)
        assert alice.json["reproducible"] and alice.json["seed"] == 7
        found.append(keys(folder))
        assert found[-1][0] == found[-1][1]
    assert found[0] == found[1]
    first = listen(folder, "--role", "bob", trace="b.csv", key="bob.key")
    second = connect(folder, first.port(), "--role", "alice", trace="a.csv",
                     key="alice.key")
    assert first.wait().json["role"] == "bob" and second.wait().json["role"] == "alice"
    assert keys(folder) == found[0], "roles, not sockets, make the key"


@case
def ends_meet_by_ipv6_and_in_either_order(folder):
    pair(folder)
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        raise Skip("there is no IPv6 here") from None
    alice = listen(folder, host="[::1]")
    bob = connect(folder, alice.port(), host="[::1]")
    assert alice.wait().json["peer"].startswith("[::1]:")
    bob.wait()
    port = int(bob.json["peer"].rsplit(":", 1)[1])
    bob = connect(folder, port, host="localhost")
    time.sleep(0.4)
    assert bob.process.poll() is None, "it tries again while nobody listens"
    alice = End(folder, "--listen", f"127.0.0.1:{port}", "--trace", "a.csv", "-o",
                "alice.key", "--seed", 7, *PSK)
    alice.wait()
    bob.wait()
    assert keys(folder)[0] == keys(folder)[1]


@case
def nothing_authenticated_is_said_by_name_and_repeated(folder):
    pair(folder)
    alice, bob = agree(folder, secrets=["--unauthenticated"])
    assert keys(folder)[0] == keys(folder)[1]
    for end in [alice, bob]:
        assert end.json["authenticated"] is False and end.json["authentication"] == "none"
        assert "NOT authenticated" in end.json["warning"]
        assert "NOT authenticated" in end.err and "man in the middle" in end.err
    where = ["agree", "--connect", "127.0.0.1:1", "--trace", "b.csv", "-o", "k.key"]
    fails(*where, status=2, says=["--psk", "--unauthenticated"], cwd=folder)
    fails(*where, *PSK, "--unauthenticated", status=2, says="--unauthenticated",
          cwd=folder)


@case
def a_pool_of_one_time_keys_is_founded_spent_and_topped_up(folder):
    pair(folder)
    key_file(folder / "start.key")
    (folder / "start.key").write_bytes(random.Random(3).randbytes(256))
    left = []
    for turn in range(2):
        extra = ["--psk", "start.key"] if turn == 0 else []
        alice = listen(folder, "--pool", "a.pool", secrets=["--auth", "one-time", *extra])
        bob = connect(folder, alice.port(), "--pool", "b.pool",
                      secrets=["--auth", "one-time", *extra])
        alice.wait()
        bob.wait()
        assert alice.json["authenticated"] and alice.json["authentication"] == "one-time"
        assert alice.json["pool_spent_bytes"] == 64 == bob.json["pool_spent_bytes"]
        assert alice.json["forging_log2"] < -80
        left.append((alice.json["pool_left_bytes"], bob.json["pool_left_bytes"]))
        assert keys(folder)[0] == keys(folder)[1]
        for name in ["a.pool", "b.pool"]:
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert left == [(224, 224)] * 2, left
    fails("agree", "--connect", "127.0.0.1:1", "--trace", "b.csv", "--psk", "b.pool",
          "-o", "k.key", status=3, says=["b.pool", "pool"], cwd=folder)
    fails("agree", "--connect", "127.0.0.1:1", "--trace", "b.csv", "--pool", "none.pool",
          "--auth", "one-time", "-o", "k.key", status=3, says="none.pool", cwd=folder)
    fails("agree", "--connect", "127.0.0.1:1", "--trace", "b.csv", *PSK, "--auth",
          "one-time", "-o", "k.key", status=2, says="--pool", cwd=folder)


def word_of(key, who):
    """What an end says when it has written, made of the key."""
    root = hashlib.blake2b(key).digest()
    return hashlib.blake2b(f"phyward agree: {who} has written".encode(), key=root,
                           digest_size=32).digest()


@case
def no_hash_of_a_key_that_is_to_be_safe_for_good_crosses_the_line(folder):
    pair(folder)
    key_file(folder / "start.key")
    (folder / "start.key").write_bytes(random.Random(3).randbytes(256))
    for one_time in [False, True]:
        proxy = Proxy()
        ways = [["--auth", "one-time", "--psk", "start.key", "--pool", f"{who}.pool"]
                if one_time else PSK for who in "ab"]
        alice = listen(folder, secrets=ways[0])
        bob = connect(folder, proxy.start(alice.port()), secrets=ways[1])
        alice.wait()
        bob.wait()
        proxy.stop()
        assert alice.json["peer_wrote"] and bob.json["peer_wrote"]
        key = keys(folder)[0]
        said = [word_of(key, "bob") in bytes(proxy.carried["up"]),
                word_of(key, "alice") in bytes(proxy.carried["down"])]
        assert said == [not one_time] * 2, said


@case
def a_refreshed_key_opens_the_next_session(folder):
    pair(folder)
    for name in ["one.psk", "two.psk"]:
        key_file(folder / name)
    for _ in range(2):
        before = (folder / "one.psk").read_bytes()
        alice = listen(folder, "--refresh", secrets=["--psk", "one.psk"])
        bob = connect(folder, alice.port(), "--refresh", secrets=["--psk", "two.psk"])
        alice.wait()
        bob.wait()
        assert (folder / "one.psk").read_bytes() == (folder / "two.psk").read_bytes()
        assert (folder / "one.psk").read_bytes() != before
        assert stat.S_IMODE((folder / "one.psk").stat().st_mode) == 0o600


@case
def another_key_is_refused_at_both_ends(folder):
    pair(folder)
    key_file(folder / "other.bin", seed=6)
    alice = listen(folder)
    bob = connect(folder, alice.port(), secrets=["--psk", "other.bin"])
    for end in [alice, bob]:
        end.wait(5)
        assert end.err.strip().split("\n")[-1].startswith("phyward agree: "), end.err
    no_keys(folder)
    os.chmod(folder / "psk.bin", 0o644)
    fails("agree", "--connect", "127.0.0.1:1", "--trace", "b.csv", *PSK, "-o", "k.key",
          status=5, says="psk.bin", cwd=folder)
    fails("agree", "--connect", "127.0.0.1:1", "--trace", "b.csv", "--psk", "none.bin",
          "-o", "k.key", status=3, says="none.bin", cwd=folder)


@case
def what_differs_is_named_at_both_ends(folder):
    pair(folder)
    for extra, words in [(["--quantizer", "median"], ["--quantizer", "cdf", "median"]),
                         (["--key-bits", "128"], ["--key-bits", "256", "128"]),
                         (["--role", "alice"], ["both ends are alice", "--role"])]:
        alice = listen(folder)
        bob = connect(folder, alice.port(), *extra)
        for end in [alice, bob]:
            end.wait(1)
            for word in words:
                assert word in end.err, (word, end.err)
    alice = listen(folder)
    bob = connect(folder, alice.port(), secrets=["--unauthenticated"])
    assert '"psk"' in alice.wait(1).err and '"none"' in bob.wait(1).err
    no_keys(folder)


@case
def too_little_entropy_is_no_key_at_either_end(folder):
    pair(folder, n=200)
    alice, bob = agree(folder, status=(6, 6))
    for end in [alice, bob]:
        assert end.json["agreed"] is False and end.json["key_fingerprint"] is None
        assert end.json["explanation"].startswith("No key"), end.json
    no_keys(folder)


@case
def a_slow_line_in_small_pieces_still_agrees_and_its_time_is_its_messages(folder):
    pair(folder)
    alice, _ = agree(folder)
    alone = max(alice.json["duration_s"], 0.05)
    delay = 0.004
    began = time.monotonic()
    alice, bob = agree(folder, proxy=Proxy(delay=delay, piece=700))
    took = time.monotonic() - began
    assert keys(folder)[0] == keys(folder)[1] is not None
    # Each message waits for the delay of its way, once, and nothing else is waited for:
    # all but the prefaces of before and the word of after lie within duration_s.
    messages = alice.json["messages_sent"] + alice.json["messages_received"]
    for end in [alice, bob]:
        assert end.json["duration_s"] >= (messages - 4) * delay, (end.json, messages)
    # Twice for how late a sleep may end here, and the rest for a machine that is busy.
    assert alice.json["duration_s"] <= 2 * messages * delay + 10 * alone + 2, alice.json
    assert abs(messages / 2 - alice.json["round_trips"]) <= 1
    assert took < PATIENCE_S


def transcript(folder):
    """What crosses the line in a session that is left alone, by direction."""
    proxy = Proxy()
    agree(folder, proxy=proxy)
    for name in ["alice.key", "bob.key"]:
        (folder / name).unlink()
    return proxy.carried


def spoil(folder, proxy, *extra):
    """A session through a line that is not to be trusted. Status 0 at either end means
    that both have the same file; a file beside another status is told."""
    alice = listen(folder, *QUICK, *extra)
    bob = connect(folder, proxy.start(alice.port()), *QUICK, *extra)
    ends = [alice, bob]
    for end in ends:
        end.out, end.err = end.process.communicate(timeout=PATIENCE_S)
        end.status = end.process.returncode
    proxy.stop()
    left = keys(folder)
    said = [(e.status, e.err.strip().split("\n")[-1]) for e in ends]
    if 0 in [e.status for e in ends]:
        assert left[0] == left[1] is not None, said
    for end, key in zip(ends, left):
        assert end.status in (0, 1, 4, 5), said
        assert "Sanitizer" not in end.err, end.err
        if key is not None and end.status != 0:
            assert end.status == 4 and "compare the fingerprints" in end.err, said
    if left[0] is None and left[1] is not None:
        assert "the peer may have its key file" in ends[0].err, said
        assert "new traces" in ends[0].err, said
    for name in ["alice.key", "bob.key"]:
        (folder / name).unlink(missing_ok=True)
    no_keys(folder)
    return [e.status for e in ends], left


def side_by_side(folder, n, try_one):
    """Calls it with a folder of its own and a number: most of the time is waiting."""

    def alone(number):
        own = folder / str(number)
        own.mkdir()
        for name in ["a.csv", "b.csv", "psk.bin"]:
            shutil.copy(folder / name, own)
        try_one(own, number)

    with futures.ThreadPoolExecutor(6) as pool:
        list(pool.map(alone, range(n)))


@case
def a_line_cut_anywhere_ends_both_in_time_and_no_end_is_fooled(folder):
    pair(folder, n=1200)
    carried = transcript(folder)
    places = []
    for way in ["up", "down"]:
        ends = boundaries(carried[way])
        inner = random.Random(1).sample(ends[:-3], 2 if SANITIZED else 4)
        places += [(way, at + shift) for at in inner + ends[-3:] for shift in (-1, 0)]
        places += [(way, 1), (way, 11), (way, 12)]

    side_by_side(folder, len(places), lambda own, number: spoil(
        own, Proxy(cut=places[number], reset=number % 2 == 1)))


@case
def the_last_words_lost_leave_each_end_with_what_it_says(folder):
    pair(folder, n=1200)

    def without(way, kind):
        return Proxy(frame=lambda w, _, data: None if w == way and data[1] == kind
                     else data)

    # The end that connects is Bob: his word goes up, hers goes down.
    statuses, left = spoil(folder, without("up", WRITTEN))
    assert statuses == [4, 4] and left[0] is None and left[1] is not None, statuses
    statuses, left = spoil(folder, without("down", WRITTEN))
    assert statuses == [0, 4] and left[0] == left[1] is not None, statuses

    def forged(way, _, data):
        return data[:-1] + bytes([data[-1] ^ 1]) if data[1] == WRITTEN and way == "up" \
            else data

    statuses, left = spoil(folder, Proxy(frame=forged))
    assert statuses[0] == 5 and left[0] is None, statuses


@case
def a_disk_that_is_full_at_one_end_is_told_at_both(folder):
    pair(folder, n=1200)

    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))

    alice = listen(folder)
    bob = connect(folder, alice.port(), limit=full)
    assert "bob.key" in bob.wait(4).err
    assert "nothing was written here" in alice.wait(1).err, alice.err
    no_keys(folder)
    alice = listen(folder, limit=full)
    bob = connect(folder, alice.port())
    assert "alice.key" in alice.wait(4).err
    assert "compare the fingerprints" in bob.wait(4).err
    assert bob.json["agreed"] and bob.json["peer_wrote"] is False
    assert keys(folder)[0] is None and keys(folder)[1] is not None


@case
def schemes_of_all_kinds_agree_in_blocks_over_sockets(folder):
    pair(folder)
    names = ["throughput", "low-latency", "soft", "ldpc", "bch"]

    def try_one(own, number):
        extra = ["--reconciler", names[number], "--block-bits", "1000"]
        alice, bob = agree(own, *extra)
        assert keys(own)[0] == keys(own)[1] is not None
        assert alice.json["blocks"] == bob.json["blocks"] > 1
        assert alice.json["failed_blocks"] == bob.json["failed_blocks"]

    side_by_side(folder, len(names), try_one)


@case
def no_bit_can_be_changed_on_the_way(folder):
    pair(folder, n=1200)
    carried = transcript(folder)
    generator = random.Random(2)
    places = []
    for way in ["up", "down"]:
        # What is said before the first tag makes the ends part in other words.
        ends = boundaries(carried[way])
        last = len(carried[way]) - (ends[-1] - ends[-2])
        places += [(way, generator.randrange(8 * ends[0], 8 * last))
                   for _ in range(3 if SANITIZED else 12)]

    def flip(own, number):
        statuses, left = spoil(own, Proxy(flip=places[number]))
        assert left == [None, None] and 0 not in statuses, (places[number], statuses)

    side_by_side(folder, len(places), flip)


@case
def frames_repeated_dropped_swapped_or_reflected_are_refused(folder):
    pair(folder, n=1200)
    for number in [1, 5]:
        held = []

        def twice(way, i, data):
            return data + data if way == "up" and i == number else data

        def swapped(way, i, data):
            if way == "up" and i == number:
                held.append(data)
            return held[0] if way == "up" and i == number + 1 and held else data

        def reflected(way, i, data):
            if way == "down":
                held.append(data)
            return held[number] if way == "up" and i == number and len(held) > number \
                else data

        for change in [twice, swapped, reflected]:
            held.clear()
            statuses, left = spoil(folder, Proxy(frame=change))
            assert left == [None, None] and 0 not in statuses, (change, statuses)
            assert 5 in statuses, (change.__name__, statuses)


@case
def unauthenticated_ends_never_hold_different_keys_unnoticed(folder):
    pair(folder, n=1200)
    carried = transcript(folder)
    generator = random.Random(3)
    places = []
    for _ in range(3 if SANITIZED else 12):
        way = generator.choice(["up", "down"])
        places.append((way, generator.randrange(8 * boundaries(carried[way])[0],
                                                8 * len(carried[way]))))

    def flip(own, number):
        proxy = Proxy(flip=places[number])
        alice = listen(own, *QUICK, secrets=["--unauthenticated"])
        bob = connect(own, proxy.start(alice.port()), *QUICK,
                      secrets=["--unauthenticated"])
        statuses = []
        for end in [alice, bob]:
            end.process.communicate(timeout=PATIENCE_S)
            statuses.append(end.process.returncode)
        proxy.stop()
        if 0 in statuses:
            assert keys(own)[0] == keys(own)[1], (places[number], statuses)

    side_by_side(folder, len(places), flip)


@case
def a_line_that_stalls_is_given_up_by_both(folder):
    pair(folder, n=1200)
    half = len(transcript(folder)["up"]) // 2
    began = time.monotonic()
    statuses, left = spoil(folder, Proxy(stall=("up", half)))
    assert statuses == [4, 4] and left == [None, None], statuses
    assert time.monotonic() - began < 30


def wait_until(true):
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, "it never happens"
        time.sleep(0.02)


def say_and_hear(port, data, finish=False):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(data)
        if finish:
            line.shutdown(socket.SHUT_WR)
        heard = b""
        try:
            while piece := line.recv(4096):
                heard += piece
        except ConnectionError:
            pass
        return heard


@case
def a_peer_that_works_for_ever_is_left_in_time(folder):
    pair(folder, n=1200)
    server = socket.create_server(("127.0.0.1", 0))
    bob = connect(folder, server.getsockname()[1], "--timeout", "1", "--total-timeout",
                  SECONDS)
    line = server.accept()[0]

    def flood():
        try:
            while True:
                line.sendall(HEADER.pack(1, WORKING, 0, 0, 0) * 20000)
        except OSError:
            pass
    busy = threading.Thread(target=flood, daemon=True)
    busy.start()
    bob.wait(4)
    assert "--total-timeout" in bob.err, bob.err
    busy.join(PATIENCE_S)
    line.close()
    server.close()
    no_keys(folder)


@case
def garbage_and_false_starts_are_turned_away_and_the_peer_still_comes(folder):
    pair(folder, n=1200)
    alice = listen(folder, *QUICK)
    port = alice.port()
    silent = socket.create_connection(("127.0.0.1", port))
    dribble = socket.create_connection(("127.0.0.1", port))
    dribble.sendall(b"\x01")
    for bad in [b"GET / HTTP/1.1\r\n\r\n", random.Random(1).randbytes(100000),
                HEADER.pack(1, PREFACE, 0, 0, 2**32 - 1) + b"x",
                HEADER.pack(1, PREFACE, 0, 0, 10**6) + b"x" * 1000,
                HEADER.pack(1, PREFACE, 0, 0, 5) + b"xxxxx",
                HEADER.pack(1, 1, 0, 0, 0)]:
        assert say_and_hear(port, bad) == b"", "silence is a virtue"
    assert say_and_hear(port, b"\x01\xf0", finish=True) == b""
    bob = connect(folder, port)
    alice.wait()
    bob.wait()
    assert keys(folder)[0] == keys(folder)[1] is not None
    silent.close()
    dribble.close()


@case
def a_listener_that_nobody_suits_gives_up_and_says_whom_it_saw(folder):
    pair(folder, n=1200)
    alice = listen(folder, "--wait", "0.5")
    assert say_and_hear(alice.port(), b"SSH-2.0-x\r\n\r\n") == b""
    alice.wait(4)
    assert "1 turned away" in alice.err and "version" in alice.err, alice.err
    began = time.monotonic()
    bob = connect(folder, 1, "--wait", "0.5")
    assert "nobody answers" in bob.wait(4).err and "127.0.0.1 port 1" in bob.err
    assert time.monotonic() - began < 20
    no_keys(folder)


@case
def a_second_peer_is_told_that_the_first_is_served(folder):
    pair(folder, n=1200)
    half = len(transcript(folder)["up"]) // 2
    proxy = Proxy(stall=("up", half))
    alice = listen(folder, "--timeout", "1.5")
    port = alice.port()
    bob = connect(folder, proxy.start(port), "--timeout", "1.5")
    wait_until(lambda: len(proxy.carried["up"]) >= half)
    late = connect(folder, port, key="late.key").wait(4)
    assert "talks to another end" in late.err, late.err
    alice.wait(4)
    bob.wait(4)
    proxy.stop()
    no_keys(folder)


@case
def eve_who_listens_without_the_key_gets_nothing(folder):
    pair(folder, n=1200)
    key_file(folder / "guess.bin", seed=99)
    eve = listen(folder, secrets=["--psk", "guess.bin"], key="eve.key")
    bob = connect(folder, eve.port()).wait(5)
    eve.wait(5)
    assert "none of this end's keys" in bob.err, bob.err
    assert not (folder / "eve.key").exists()
    no_keys(folder)
    server = socket.create_server(("127.0.0.1", 0))
    bob = connect(folder, server.getsockname()[1], *QUICK)
    line = server.accept()[0]
    line.sendall(HEADER.pack(1, PREFACE, 0, 0, 2**20 - 12) + bytes(2**16))
    bob.wait(4)
    line.close()
    server.close()
    no_keys(folder)


@case
def ctrl_c_ends_both_and_says_so(folder):
    pair(folder, n=1200)
    for who in [0, 1]:
        proxy = Proxy(delay=0.05)
        alice = listen(folder)
        ends = [alice, connect(folder, proxy.start(alice.port()))]
        wait_until(lambda: len(boundaries(proxy.carried["up"])) > 3)
        ends[who].process.send_signal(signal.SIGINT)
        ends[who].wait(130)
        assert ends[who].err.strip().endswith("interrupted; nothing was written")
        ends[1 - who].wait(1)
        assert "stopped by its user" in ends[1 - who].err, ends[1 - who].err
        proxy.stop()
        no_keys(folder)
    alice = listen(folder)
    alice.port()
    alice.process.send_signal(signal.SIGINT)
    alice.wait(130)


@case
def who_is_interrupted_after_the_file_is_written_does_not_deny_it(folder):
    pair(folder, n=1200)

    def hold(way, _, data):
        if way == "down" and data[1] == WRITTEN:
            time.sleep(2)
        return data

    proxy = Proxy(frame=hold)
    alice = listen(folder)
    bob = connect(folder, proxy.start(alice.port()))
    while not (folder / "bob.key").exists():
        time.sleep(0.02)
    bob.process.send_signal(signal.SIGINT)
    bob.wait(4)
    assert "interrupted" in bob.err and "nothing was written" not in bob.err, bob.err
    alice.process.communicate(timeout=PATIENCE_S)
    proxy.stop()


@case
def what_can_not_work_is_refused_before_anybody_is_met(folder):
    pair(folder, n=1200)
    base = ["agree", "--trace", "a.csv", *PSK, "-o", "k.key"]
    there = ["--connect", "127.0.0.1:1"]
    for arguments, status, says in [
            (base, 2, ["--listen", "--connect"]),
            ([*base, *there, "--listen", "127.0.0.1:0"], 2, "--listen"),
            ([*base, "--connect", "127.0.0.1"], 2, ["--connect", "HOST:PORT"]),
            ([*base, "--listen", "::1:7700"], 2, ["--listen", "brackets"]),
            ([*base, "--listen", "127.0.0.1:70000"], 2, "65535"),
            (["agree", *there, *PSK], 2, "--trace"),
            (["agree", *there, *PSK, "--trace", "none.h5"], 3, "none.h5"),
            ([*base, *there, "--auth", "magic"], 2, "magic"),
            ([*base, *there, "--role", "eve"], 2, ["--role", "alice or bob"]),
            ([*base, *there, "--timeout", "0"], 2, "--timeout"),
            ([*base, "--listen", "192.0.2.1:7700"], 4, "192.0.2.1"),
            ([*base[:-1], "psk.bin", *there], 2, "psk.bin"),
            ([*base[:-1], "none/k.key", *there], 4, "none/k.key")]:
        fails(*arguments, status=status, says=says, cwd=folder)
    text = run("agree", "--help").out
    for word in ["--listen", "--connect", "--unauthenticated", "fingerprints",
                 "new traces"]:
        assert word in text, word


if __name__ == "__main__":
    main()
