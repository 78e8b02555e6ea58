#!/usr/bin/env python3
"""GNU Radio's selective fading model beside `phyward bench channel`'s 16 taps.

usage: gnuradio_peer.py PHYWARD, with a Python that has GNU Radio; without it, says so.
Both have 16 paths of equal power a sample apart; ours adds noise. Prints nanoseconds a
sample of CPU time; asserts nothing.
"""

import json
import subprocess
import sys
import time

try:
    from gnuradio import blocks, channels, gr
except ImportError:
    print("GNU Radio is not here")
    sys.exit(0)

SAMPLES = 300_000
PATHS = 16
SINUSOIDS = 16
RATE = 20e6
DOPPLER = 100


def graph(fading):
    """CPU seconds of a graph with or without the model in it."""
    top = gr.top_block()
    source = blocks.null_source(gr.sizeof_gr_complex)
    head = blocks.head(gr.sizeof_gr_complex, SAMPLES)
    sink = blocks.null_sink(gr.sizeof_gr_complex)
    chain = [source, head]
    if fading:
        chain.append(channels.selective_fading_model(
            SINUSOIDS, DOPPLER / RATE, False, 4.0, 1, list(range(PATHS)),
            [PATHS ** -0.5] * PATHS, PATHS))
    top.connect(*chain, sink)
    start = time.process_time()
    top.run()
    return time.process_time() - start


peer_ns = 1e9 * min(graph(True) - graph(False) for _ in range(3)) / SAMPLES
row = json.loads(subprocess.run(
    [sys.argv[1], "bench", "channel", "--kernel", "iq-16-taps", "--json"],
    check=True, capture_output=True, text=True).stdout)["rows"][0]
print(f"16 fading taps, ns a sample, one core\n"
      f"  ours                           {row['ns_per_unit']:9.2f}\n"
      f"  GNU Radio selective_fading     {peer_ns:9.2f}: "
      f"{peer_ns / row['ns_per_unit']:.0f} x")
