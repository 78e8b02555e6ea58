#!/usr/bin/env python3
"""Prints tests/kat/bch.txt: t, k, generator, a message and its word, in hexadecimal with
the highest power first, of BCH codes of length 255 by x^8 + x^4 + x^3 + x^2 + 1. Each
minimal polynomial is the smallest one over GF(2) that is 0 at the root, found by trying."""

N, MODULUS = 255, 0x11D


def times(a, b):
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (MODULUS if a & 0x80 else 0)
        b >>= 1
    return product


def power(j):
    x = 1
    for _ in range(j):
        x = times(x, 2)
    return x


def value(polynomial, x):
    sum_ = 0
    for i in reversed(range(polynomial.bit_length())):
        sum_ = times(sum_, x) ^ (polynomial >> i & 1)
    return sum_


def minimal(x):
    return next(p for p in range(2, 512) if value(p, x) == 0)


def plain_times(a, b):
    product = 0
    for i in range(b.bit_length()):
        product ^= a << i if b >> i & 1 else 0
    return product


def plain_rest(a, b):
    while a.bit_length() >= b.bit_length():
        a ^= b << a.bit_length() - b.bit_length()
    return a


for t in (1, 2, 10, 18, 26, 30, 43, 55, 59):
    generator = 1
    for factor in sorted({minimal(power(j)) for j in range(1, 2 * t + 1)}):
        generator = plain_times(generator, factor)
    parity = generator.bit_length() - 1
    k = N - parity
    message = (1 << k - 1) | int.from_bytes(bytes(53 * i * i + t & 0xFF for i in range(31)),
                                           "big") >> 249 - k
    word = message << parity
    word ^= plain_rest(word, generator)
    print(t, k, format(generator, "x"), format(message, "x"), format(word, "x"))
