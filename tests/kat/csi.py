#!/usr/bin/python3
"""Known answers of the CSI importers, from MATLAB's own readings of two captures (matrices
that csitool and nexmon_csi made). Usage: csi.py INTEL.mat NEXMON.mat > csi.txt

One line a frame: format, number, 64-bit FNV-1a hash of the channel's counts (real and
imaginary part as 32-bit little-endian, antenna by antenna, carriers ascending) and, for the
Intel 5300, what one count is worth after get_scaled_csi.m. MATLAB's Nexmon reader passes over
the packets whose length is not the expected one, so its frames are fewer than the capture's.
"""

import struct
import sys

import numpy
from scipy.io import loadmat


def fnv(values):
    h = 0xCBF29CE484222325
    for x in numpy.asarray(values).ravel():
        for byte in struct.pack("<ii", int(x.real), int(x.imag)):
            h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{h:016x}"


intel = loadmat(sys.argv[1])
for i, (frame, scaled) in enumerate(zip(intel["csi"][:, 0], intel["csi_scaled"][:, 0])):
    raw = frame[0, 0]["csi"].reshape((int(frame[0, 0]["Ntx"]), int(frame[0, 0]["Nrx"]), 30))
    scaled = scaled.reshape(raw.shape)
    at = numpy.unravel_index(numpy.abs(raw).argmax(), raw.shape)
    worth = float((scaled[at] / raw[at]).real)
    assert numpy.abs(scaled - raw * worth).max() < 1e-12 * numpy.abs(scaled).max()
    print("intel5300", i, fnv(raw.transpose(1, 0, 2)), f"{worth:.17g}")
nexmon = loadmat(sys.argv[2])["csi_buff"]
for i, frame in enumerate(nexmon[numpy.abs(nexmon).sum(1) > 0]):
    print("nexmon", i, fnv(numpy.fft.fftshift(frame)))
