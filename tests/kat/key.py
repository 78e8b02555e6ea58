#!/usr/bin/env python3
"""Known answers of core/key and core/entropy, from Python's BLAKE2b and a plain ChaCha20.

Writes key.txt beside itself: run it again and `git diff` shows what changed.
"""

import hashlib
import pathlib
import struct

LABEL = b"phyward key fingerprint"


def blake2b(text, size, key=b""):
    return hashlib.blake2b(text, digest_size=size, key=key).digest()


def rotate(x, n):
    return (x << n | x >> (32 - n)) & 0xFFFFFFFF


def quarter(s, a, b, c, d):
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & 0xFFFFFFFF
        s[z] = rotate(s[z] ^ s[x], turn)


def chacha20(key, nonce, size):
    """The original form: 64-bit block counter, 64-bit nonce (Bernstein 2008)."""
    out = b""
    for block in range((size + 63) // 64):
        start = struct.unpack("<16I", b"expand 32-byte k" + key
                              + struct.pack("<Q", block) + nonce)
        s = list(start)
        for _ in range(10):
            for i in range(4):
                quarter(s, i, 4 + i, 8 + i, 12 + i)
            for i in range(4):
                quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
        out += struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(s, start)))
    return out[:size]


def key_line(size):
    """A key of bytes 0, 1, 2 ...: its fingerprint and two subkeys."""
    key = bytes(i % 256 for i in range(size))
    root = blake2b(key, 64)
    return " ".join(["key", str(size), blake2b(key, 16, LABEL)[:8].hex(),
                     blake2b(b"payload", 32, root).hex(),
                     blake2b(b"tag", 16, root).hex()])


def entropy_line(seed, role):
    """Draws of 5 and 70 bytes."""
    key = blake2b(role.encode(), 32, struct.pack("<Q", seed) + bytes(24))
    return " ".join(["entropy", str(seed), role,
                     chacha20(key, struct.pack("<Q", 0), 5).hex(),
                     chacha20(key, struct.pack("<Q", 1), 70).hex()])


# Its own check: the first words of the zero key (draft-strombergson-chacha-test-vectors).
assert chacha20(bytes(32), bytes(8), 8).hex() == "76b8e0ada0f13d90"

lines = ["# key SIZE FINGERPRINT DERIVED-32-payload DERIVED-16-tag, of the bytes 0 1 2 ...",
         "# entropy SEED ROLE FIRST-5-BYTES NEXT-70-BYTES"]
lines += [key_line(size) for size in (16, 32, 64, 65, 4096)]
lines += [entropy_line(*row) for row in ((7, "alice"), (7, "bob"), (2**64 - 1, "eve"))]
pathlib.Path(__file__).with_name("key.txt").write_text("\n".join(lines) + "\n")
