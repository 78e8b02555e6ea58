#!/usr/bin/env python3
"""Known answers of auth/noncentral, by SciPy: the probability that a fixed impostor's
channel is detected at a false-alarm rate of 0.01. Prints the table of tests/auth/noncentral.c.
"""

from scipy.stats import chi2, ncx2

for m in (5, 8, 16, 64):
    threshold = chi2.isf(0.01, 2 * m)
    print(m, *(f"{ncx2.sf(threshold, 2 * m, x):.6f}" for x in (5, 10, 20, 40, 80)))
