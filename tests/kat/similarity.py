#!/usr/bin/env python3
"""Known answers of auth/similarity_theory, by SciPy. Prints the tables of
tests/auth/similarity_theory.c: thresholds, misses at a distance, errors of the correlation
test (its 2F1 are polynomials, added up)."""

from math import comb, pi

from scipy.special import j0
from scipy.stats import chi2


def rejects(t, m, snr):
    """P(r <= t) of one channel estimated twice."""
    g2 = (snr / (1 + snr)) ** 2
    total = 0
    for l in range(m - 1):
        f = sum(comb(l, k) * comb(m - 1, k) * (g2 * t) ** k for k in range(l + 1))
        total += ((1 - t) / (1 - g2 * t)) ** l * f
    return t * ((1 - g2) / (1 - g2 * t)) ** m * total


for m in (1, 4, 5, 8, 16, 52, 64):
    print(m, *(f"{chi2.isf(alpha, 2 * m):.6f}" for alpha in (0.1, 0.05, 0.01, 1e-3, 1e-4)))
for d in (0.05, 0.1, 0.2, 0.25, 0.3827, 0.5, 1.0):
    rho = j0(2 * pi * d)
    print(d, f"{rho:.6f}", *(f"{chi2.cdf(chi2.isf(0.01, 2 * m) / (1 + snr * (1 - rho)), 2 * m):.4e}"
                             for m, snr in ((5, 10), (5, 100), (16, 10), (16, 100))))
for m, db, t in ((4, 10, .5), (8, 10, .5), (8, 10, .7), (16, 10, .5), (16, 10, .7), (8, 5, .5)):
    print(m, db, t, f"{rejects(t, m, 10 ** (db / 10)):.6f}", f"{(1 - t) ** (m - 1):.4e}")
