#!/usr/bin/env python3
"""Known answers of encrypt/keystream, by the plain ChaCha20 of key.py. The IETF form is the
original one with the first 32 bits of its nonce in the upper half of the block counter.
"""

import struct

import key


def blocks(secret, stream, frame, n):
    whole = b""
    for block in range(n):
        state = struct.unpack("<16I", b"expand 32-byte k" + secret
                              + struct.pack("<QQ", stream << 32 | block, frame))
        s = list(state)
        for _ in range(10):
            for i in range(4):
                key.quarter(s, i, 4 + i, 8 + i, 12 + i)
            for i in range(4):
                key.quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
        whole += struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(s, state)))
    return whole


secret = bytes(range(32))
print("RFC 8439 nonce, byte 64 on:", blocks(secret, 0, 0x4A000000, 2)[64:87].hex())
print("stream 1, frame 7:", blocks(secret, 1, 7, 1)[:40].hex())
