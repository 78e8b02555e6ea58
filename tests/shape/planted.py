#!/usr/bin/env python3
"""Shows that shape.py can fail: plants each fault in a small house and sees it reported.

A rule that finds nothing in a house where its fault is planted is no rule. The output is
TAP, one line a fault.
"""

import pathlib
import subprocess
import sys
import tempfile

SHAPE = pathlib.Path(__file__).with_name("shape.py")

HEADER = """/** @file
 * A {stem}.
 */
#ifndef PHW_{FOLDER}_{STEM}_H
#define PHW_{FOLDER}_{STEM}_H

{includes}/** Does it. */
PHW_API PHW_MUST_USE phw_status phw_{stem}_run(int a, int (*pick)(int, int),
                                               int c);

#endif
"""

SOURCE = """#include "{folder}/{stem}.h"

phw_status phw_{stem}_run(int a, int (*pick)(int, int), int c)
{{
    for (int i = 0; i < a; ++i) {{
        if (i == c) {{
            while (pick(i, c)) {{
                ++c;
            }}
        }} else {{
            ++i;
        }}
    }}
    return PHW_OK;
}}
"""

PAIRS = ("core/status", "core/bits", "phy/probe", "kgen/cdf", "kgen/quantizer_cdf",
         "kgen/quantizers", "phy/line_code_fm0", "phy/line_codes", "auth/likeness",
         "tools/main")


def small_house():
    """A house without a fault: path -> text."""
    files = {}
    for pair in PAIRS:
        folder, stem = pair.split("/")
        below = "" if pair == "core/status" else '#include "core/status.h"\n\n'
        names = {"folder": folder, "stem": stem, "FOLDER": folder.upper(),
                 "STEM": stem.upper(), "includes": below}
        files[f"{pair}.h"] = HEADER.format(**names)
        files[f"{pair}.c"] = SOURCE.format(**names)
        build = f"{folder}/meson.build"
        files[build] = (files.get(build, f"{folder}_headers = [\n]\n").replace(
            "]", f"'{stem}.h',\n]", 1) + f"'{stem}.c'\n")
        if folder != "tools":
            files[f"tests/{pair}.c"] = f'#include "{pair}.h"\n'
            listing = f"tests/{folder}/meson.build"
            files[listing] = files.get(listing, "") + f"'{pair}': [{folder}],\n"
    # A registry: the interface has no source, an entry is tested with the others.
    for folder, stem, entry in (("kgen", "quantizer", "cdf"), ("phy", "line_code", "fm0")):
        del files[f"tests/{folder}/{stem}_{entry}.c"]
        files[f"{folder}/{stem}.h"] = HEADER.format(
            folder=folder, stem=stem, FOLDER=folder.upper(), STEM=stem.upper(), includes="")
        files[f"{folder}/meson.build"] += f"{folder}_headers = ['{stem}.h']\n"
    files["README.md"] = "A house.\n"
    return files


def body(lines):
    """A function of so many lines, its braces and its head among them."""
    return "static int f(void)\n{\n" + "    ;\n" * (lines - 3) + "}\n"


NESTED = """static int f(int n)
{
    for (;;) {
        for (;;) {
            if (n) {
                do {
                    --n;
                } while (n);
            }
        }
    }
}
"""

BITS_H, BITS_C = "core/bits.h", "core/bits.c"
END = "\n#endif\n"


def append(text):
    return lambda old: old + text


def swap(before, after):
    def change(old):
        assert before in old, (before, old)
        return old.replace(before, after)
    return change


def fill(n_lines):
    return lambda old: old + "/* */\n" * (n_lines - old.count("\n"))


# What is planted: where, how (None: the file is removed), what must be said of it.
PLANTS = [
    ("core includes phy", BITS_C, append('#include "phy/probe.h"\n'),
     "core may not include phy"),
    ("phy includes kgen", "phy/probe.h", swap('"core/status.h"', '"kgen/cdf.h"'),
     "phy may not include kgen"),
    ("kgen includes auth", "kgen/cdf.c", append('#include "auth/likeness.h"\n'),
     "kgen may not include auth"),
    ("auth includes tools", "auth/likeness.c", append('#  include "tools/main.h"\n'),
     "auth may not include tools"),
    ("a source includes a test", BITS_C, append('#include "tests/core/bits.h"\n'),
     "core may not include tests"),
    ("an include without its folder", BITS_C, append('#include "status.h"\n'),
     "is not a whole path"),
    ("a circle of two rooms", "core/status.h", swap("#endif", '#include "core/bits.h"\n#endif'),
     "circle: core/status -> core/bits -> core/status"),
    ("a circle through a source", "core/status.c", append('#include "core/bits.h"\n'),
     "circle: core/status -> core/bits -> core/status"),
    ("a library's header in a header", BITS_H, swap(END, "\n#include <gsl/gsl_rng.h>\n#endif\n"),
     "has no place in a public header"),
    ("a private header in a public one", "core/meson.build", swap("'status.h',", ""),
     'core/bits.h: is public and includes "core/status.h", which is not'),
    ("FFTW outside core/fft.c", "phy/probe.c", append("#include <fftw3.h>\n"),
     "belongs into core/fft.c alone"),
    ("a function of 61 lines", BITS_C, append(body(61)), "f has 61 lines"),
    ("a function of eight parameters", BITS_C,
     append("static int f(int a, int b, int c, int d, int e, int g, int h, int i)\n{\n}\n"),
     "more than 7 parameters"),
    ("a prototype of eight parameters", BITS_H,
     swap("int c);", "int c, int d, int e, int f,\n int g, int h);"), "more than 7 parameters"),
    ("nesting of four", BITS_C, append(NESTED), "nests deeper than 3"),
    ("a source of 501 lines", BITS_C, fill(501), "501 lines, at most 500"),
    ("a header of 301 lines", BITS_H, fill(301), "301 lines, at most 300"),
    ("a test of 501 lines", "tests/core/bits.c", fill(501),
     "501 lines, at most 500"),
    ("a line of 89 columns", BITS_C, append("/* " + "a" * 83 + " */\n"), "89 columns"),
    ("a tab", BITS_C, append("\tint x;\n"), "a tab"),
    ("a carriage return", BITS_C, append("int x;\r\n"), "a carriage return"),
    ("a blank at the end", BITS_C, append("int x; \n"), "blanks at the end"),
    ("no newline at the end", BITS_C, append("int x;"), "must end with one newline"),
    ("an empty line at the end", BITS_C, append("\n"), "must end with one newline"),
    ("a header that is not listed", "core/meson.build", swap("'bits.h',", ""),
     "core/bits.h: has PHW_API and is not in core_headers"),
    ("a source that is not listed", "kgen/meson.build", swap("'cdf.c'", ""),
     "kgen/cdf.c: is not in kgen/meson.build"),
    ("a function without a comment", BITS_H, swap("/** Does it. */\n", "\n"),
     "phw_bits_run has no doc comment"),
    ("a function under a plain comment", BITS_H, swap("/** Does", "/* Does"),
     "phw_bits_run has no doc comment"),
    ("a function without PHW_API", BITS_H, swap("PHW_API ", ""), "is not marked PHW_API"),
    ("a status that may be dropped", BITS_H, swap("PHW_MUST_USE ", ""),
     "is not marked PHW_MUST_USE"),
    ("a public name without phw_", BITS_H, swap("phw_bits_run", "bits_run"),
     "must begin with phw_"),
    ("a public enumerator without PHW_", BITS_H, swap(END, "\nenum phw_x {\n    RED\n};\n#endif\n"),
     "RED must begin with PHW_"),
    ("a public macro without PHW_", BITS_H, swap(END, "\n#define SIZE 3\n#endif\n"),
     "SIZE must begin with PHW_"),
    ("a public type without phw_", BITS_H, swap(END, "\ntypedef int number;\n#endif\n"),
     "number must begin with phw_"),
    ("a wrong guard", BITS_H, swap("PHW_CORE_BITS_H", "BITS_H"), "the guard must be"),
    ("a header without its comment", BITS_H, swap("/** @file", "/* @file"), "@file comment"),
    ("a source without a test", "tests/core/bits.c", None, "has no tests/core/bits.c"),
    ("a registry without a test", "tests/kgen/quantizers.c", None,
     "kgen/quantizer_cdf.c: has no tests/kgen/quantizers.c"),
    ("a registry of two words without a test", "tests/phy/line_codes.c", None,
     "phy/line_code_fm0.c: has no tests/phy/line_codes.c"),
    ("a test that is never run", "tests/core/meson.build", swap("'core/bits'", "'core/bit'"),
     "tests/core/bits.c: is not in that folder's meson.build"),
    ("rand in a library", BITS_C, append("static int f(void)\n{\n    return rand();\n}\n"),
     "rand() has no place in a library"),
    ("printf in a library", "kgen/cdf.c", append('static void f(void)\n{\n    printf("");\n}\n'),
     "printf() has no place in a library"),
    ("an open end", BITS_C, append("/* TO" "DO: later */\n"), "an open end"),
    ("an open end in a page", "README.md", append("FIX" "ME\n"), "an open end"),
    ("a path of one machine", "README.md", append("See /" "home/me/notes.\n"),
     "a path of one machine"),
    ("a folder outside the plan", "util/x.c", append("int x;\n"), "util is no folder of the plan"),
]

# What looks like a fault and is none.
INNOCENT = [
    ("a call in a comment", BITS_C, append("/* printf() and rand() and time() */\n")),
    ("a call in a string", BITS_C, append('static const char *s = "rand()";\n')),
    ("a call of another name", BITS_C,
     append("static int f(void)\n{\n    return my_rand() + x.time();\n}\n")),
    ("printing by the command", "tools/main.c",
     append('static void f(void)\n{\n    printf("");\n}\n')),
    ("a function of 60 lines", BITS_C, append(body(60))),
    ("a source of 500 lines", BITS_C, fill(500)),
    ("a header of 300 lines", BITS_H, fill(300)),
    ("a line of 88 columns", BITS_C, append("/* " + "a" * 82 + " */\n")),
]


def run(files):
    """shape.py's exit status and output on a house of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        done = subprocess.run([sys.executable, SHAPE, folder], capture_output=True,
                              text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def planted(name, change):
    files = small_house()
    if change is None:
        del files[name]
    else:
        files[name] = change(files.get(name, ""))
    return files


def main():
    results = []
    status, said = run(small_house())
    results.append((status == 0, "a house without a fault passes", said))
    for title, name, change, expected in PLANTS:
        status, said = run(planted(name, change))
        results.append((status == 1 and expected in said, f"found: {title}", said))
    for title, name, change in INNOCENT:
        status, said = run(planted(name, change))
        results.append((status == 0, f"let pass: {title}", said))
    status, said = run({"README.md": "Nothing here.\n"})
    results.append((status == 1, "found: a house without a source", said))
    print(f"1..{len(results)}")
    for number, (fine, title, said) in enumerate(results, 1):
        print(f"{'ok' if fine else 'not ok'} {number} - {title}")
        if not fine:
            print("# " + said.replace("\n", "\n# "))
    return 0 if all(fine for fine, _, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
