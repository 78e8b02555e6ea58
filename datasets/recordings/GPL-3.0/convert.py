#!/usr/bin/env python3
"""Turns the authors' text file, one magnitude a line, into the SigMF pair beside this
script: convert.py epc_gen2_trace_magnitude.txt"""

import hashlib
import json
import pathlib
import struct
import sys

NAME = pathlib.Path(__file__).with_name("epc_gen2_reply")


def main():
    """Reads the text file named first, writes both halves."""
    lines = pathlib.Path(sys.argv[1]).read_text(encoding="ascii").split()
    data = struct.pack(f"<{len(lines)}f", *map(float, lines))
    meta = {
        "global": {
            "core:datatype": "rf32_le",
            "core:version": "1.2.5",
            "core:sample_rate": 10000000,
            "core:description": "EPC Gen2: a reader's commands and a tag's FM0 replies, "
                                "magnitudes; the rate is about right",
            "core:author": "pg2527",
            "core:license": "https://www.gnu.org/licenses/gpl-3.0.html",
            "core:sha512": hashlib.sha512(data).hexdigest(),
        },
        "captures": [{"core:sample_start": 0}],
        "annotations": [],
    }
    NAME.with_suffix(".sigmf-data").write_bytes(data)
    text = json.dumps(meta, indent=4) + "\n"
    NAME.with_suffix(".sigmf-meta").write_text(text, encoding="utf-8")


main()
