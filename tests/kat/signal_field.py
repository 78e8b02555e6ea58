#!/usr/bin/env python3
"""Prints tests/kat/signal_field.txt: rate, length, the 24 bits of SIGNAL and its 48
coded, interleaved bits, straight from the rules of IEEE Std 802.11-2020 clause 17. The
line of 36 Mb/s and 100 bytes is the example of annex I.1.4."""

RATE = {6: "1101", 9: "1111", 12: "0101", 18: "0111",
        24: "1001", 36: "1011", 48: "0001", 54: "0011"}


def signal(rate, length):
    head = RATE[rate] + "0" + format(length, "012b")[::-1]
    return head + str(head.count("1") % 2) + "000000"


def coded(bits):
    delay = [0] * 6  # the register of figure 17-8, newest first
    out = []
    for x in map(int, bits):
        out.append(x ^ delay[1] ^ delay[2] ^ delay[4] ^ delay[5])
        out.append(x ^ delay[0] ^ delay[1] ^ delay[2] ^ delay[5])
        delay = [x] + delay[:-1]
    return out


def interleaved(bits):
    n_cbps, s = 48, 1
    out = [None] * n_cbps
    for k, b in enumerate(bits):
        i = (n_cbps // 16) * (k % 16) + k // 16
        j = s * (i // s) + (i + n_cbps - 16 * i // n_cbps) % s
        out[j] = b
    return out


for r in RATE:
    for n in (1, 14, 100, 4095):
        b = signal(r, n)
        print(r, n, b, "".join(map(str, interleaved(coded(b)))))
print(6, 75, signal(6, 75), "".join(map(str, interleaved(coded(signal(6, 75))))))
