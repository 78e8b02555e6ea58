#!/usr/bin/env python3
"""Holds the house to its plan: who may include whom, no circles, how long things may be,
what a header owes its reader, and that every source has its test.

Usage: shape.py [ROOT]. Prints one line a fault and exits 1 when there is any. Needs
universal-ctags. tests/shape/planted.py plants each fault in a small house and sees that
it is found.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

# Who may include whom, besides itself. docs/architecture.md draws it.
MAY_INCLUDE = {
    "core": (),
    "phy": ("core",),
    "channel": ("core",),
    "kgen": ("core",),
    "datasets": ("core",),
    "auth": ("core", "phy", "kgen"),
    "encrypt": ("core", "phy", "kgen"),
    "tools": ("core", "phy", "channel", "kgen", "datasets", "auth", "encrypt"),
}
LIBRARY = tuple(folder for folder in MAY_INCLUDE if folder != "tools")

FUNCTION, SOURCE, HEADER, COLUMNS, PARAMETERS, NESTING = 60, 500, 300, 88, 7, 3

# Sources without a test file of their own, each with the reason.
NO_TEST = {}
# The command's sources are tested by running the command: tests/cli.
TESTED_ELSEWHERE = ("tools",)

# Whose headers no public header includes.
SOURCES_ONLY = re.compile(r"<(fftw3|gsl/|liquid/|hdf5|jansson|cyaml|sodium|matio)")
ONLY_IN = {"<fftw3.h>": ("core/fft.c",)}

# A library neither prints, nor ends the program, nor has a clock or a hidden generator.
FORBIDDEN = re.compile(
    r"(?<![\w.>])(rand|srand|rand_r|random|srandom|drand48|time|gettimeofday|printf|puts"
    r"|putchar|perror|exit|abort|pthread_create|randnf|awgn|cawgn|channel_cccf_\w+)\s*\(")

MARKS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(work|tmp|root|home)/\w")
TEXT = (".c", ".h", ".py", ".sh", ".md", ".build", ".yaml")

File = collections.namedtuple("File", "name folder path text bare")


def public_headers(root):
    """The headers that get installed: the lists FOLDER_headers of the meson.build files."""
    found = set()
    for folder in LIBRARY:
        build = root / folder / "meson.build"
        text = build.read_text(encoding="utf-8") if build.exists() else ""
        for names in re.findall(rf"{folder}_headers = \[([^]]*)\]", text):
            found |= {f"{folder}/{name}" for name in re.findall(r"'([^']+)'", names)}
    return found


def bare(text):
    """The text with comments and the insides of strings blanked, line for line."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

    def blank(match):
        inside = re.sub(r"[^\n]", " ", match.group())
        return '"' + inside[1:-1] + '"' if match.group()[0] in "\"'" else inside

    return token.sub(blank, text)


def read(root, folders, pattern):
    """The files of some folders, as File tuples."""
    found = []
    for folder in folders:
        for path in sorted((root / folder).rglob(pattern)):
            text = path.read_bytes().decode("utf-8")
            found.append(File(str(path.relative_to(root)), folder, path, text, bare(text)))
    return found


def includes(file):
    """The include lines' targets with their brackets or quotes."""
    return re.findall(r'^\s*#\s*include\s+([<"][^>"\n]+[>"])', file.text, re.M)


def check_includes(files):
    for file in files:
        for target in includes(file):
            other = target.strip('"').split("/")[0]
            if target[0] == '"' and "/" not in target:
                yield f"{file.name}: {target} is not a whole path"
            elif target[0] == '"' and other not in (file.folder, *MAY_INCLUDE[file.folder]):
                yield f"{file.name}: {file.folder} may not include {other}"
            if target[0] == "<" and file.name not in ONLY_IN.get(target, (file.name,)):
                yield f"{file.name}: {target} belongs into {ONLY_IN[target][0]} alone"


def check_public(root, files):
    """A public header is listed, and reaches nothing that is not."""
    public = public_headers(root)
    for file in files:
        if not file.name.endswith(".h") or file.folder not in LIBRARY:
            continue
        if file.name not in public and "PHW_API" in file.bare:
            yield f"{file.name}: has PHW_API and is not in {file.folder}_headers"
        for target in includes(file) if file.name in public else ():
            if SOURCES_ONLY.match(target):
                yield f"{file.name}: {target} has no place in a public header"
            if target[0] == '"' and target.strip('"') not in public:
                yield f"{file.name}: is public and includes {target}, which is not"


def check_circles(files):
    """A pair X.c and X.h is one room; the first circle of rooms is reported."""
    uses = collections.defaultdict(set)
    for file in files:
        room = file.name.rsplit(".", 1)[0]
        for target in includes(file):
            other = target.strip('"').rsplit(".", 1)[0]
            if target[0] == '"' and other != room:
                uses[room].add(other)
    done = set()

    def circle(room, path):
        if room in path:
            return path[path.index(room):] + [room]
        if room in done:
            return None
        for target in sorted(uses.get(room, ())):
            found = circle(target, path + [room])
            if found:
                return found
        done.add(room)
        return None

    for room in sorted(uses):
        found = circle(room, [])
        if found:
            yield "circle: " + " -> ".join(found)
            return


def check_text(files):
    for file in files:
        lines = file.text.split("\n")
        most = HEADER if file.name.endswith(".h") else SOURCE
        if len(lines) - 1 > most:
            yield f"{file.name}: {len(lines) - 1} lines, at most {most}"
        if not file.text.endswith("\n") or file.text.endswith("\n\n"):
            yield f"{file.name}: must end with one newline"
        for number, line in enumerate(lines, 1):
            if "\t" in line or "\r" in line:
                yield f"{file.name}:{number}: a tab or a carriage return"
            if line != line.rstrip(" "):
                yield f"{file.name}:{number}: blanks at the end"
            if len(line) > COLUMNS:
                yield f"{file.name}:{number}: {len(line)} columns, at most {COLUMNS}"


def check_marks(root):
    """No open ends and no paths of one machine in what git tracks or will."""
    hidden = (".git", "__pycache__", "recordings")
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if (path.suffix not in TEXT or not path.is_file() or name.parts[0][:5] == "build"
                or any(part in hidden for part in name.parts)):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if MARKS.search(line):
                yield f"{name}:{number}: an open end: {MARKS.search(line).group()}"
            if MACHINE_PATH.search(line):
                yield f"{name}:{number}: a path of one machine"


def tags(files, kinds):
    """What ctags finds: dictionaries with name, path, line, end, signature."""
    command = ["ctags", "--options=NONE", "--output-format=json", "--fields=+neS",
               "--languages=C", "--langmap=C:.c.h", f"--kinds-C={kinds}", "--sort=no"]
    for macro in ("PHW_API", "PHW_MUST_USE", "PHW_BEGIN_C", "PHW_END_C", "PHW_PRINTF+"):
        command += ["-I", macro]
    paths = [str(file.path) for file in files]
    try:
        run = subprocess.run([*command, "-f-", *paths], capture_output=True, text=True,
                             check=True)
    except FileNotFoundError:
        sys.exit("shape: ctags is not here: install universal-ctags")
    except subprocess.CalledProcessError as error:
        sys.exit(f"shape: ctags failed; is it universal-ctags?\n{error.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def count_parameters(signature):
    depth, n = 0, 1
    for letter in signature[1:-1]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        n += letter == "," and depth == 0
    return n


def deepest(body):
    """How deep control statements nest. clang-format writes `) {` for those alone."""
    depth, most, stack = 0, 0, []
    for match in re.finditer(r"(\) |\belse |\bdo )?\{|\}", body):
        if match.group() == "}":
            depth -= stack.pop() if stack else 0
            continue
        stack.append(match.group(1) is not None)
        depth += stack[-1]
        most = max(most, depth)
    return most


def check_functions(files):
    by_path = {str(file.path): file for file in files}
    for tag in tags(files, "f"):
        file = by_path[tag["path"]]
        where = f"{file.name}:{tag['line']}: {tag['name']}"
        end = tag.get("end", tag["line"])
        if end - tag["line"] + 1 > FUNCTION:
            yield f"{where} has {end - tag['line'] + 1} lines, at most {FUNCTION}"
        if count_parameters(tag.get("signature", "()")) > PARAMETERS:
            yield f"{where} has more than {PARAMETERS} parameters"
        body = "\n".join(file.bare.split("\n")[tag["line"] - 1:end])
        if deepest(body) > NESTING:
            yield f"{where} nests deeper than {NESTING}"


def declaration(lines, line):
    """The declaration whose name stands on `line` (from 1), and what ends before it."""
    first = line - 1
    while first > 0:
        above = lines[first - 1].strip()
        if above == "" or above[-1] in ";}{" or above.endswith(("*/", "PHW_BEGIN_C")):
            break
        first -= 1
    last = line - 1
    while last < len(lines) - 1 and not re.search(r"[;{]", lines[last]):
        last += 1
    return " ".join(lines[first:last + 1]), first


def is_documented(lines, first):
    """Whether a doc comment ends right above line index `first`."""
    if first == 0 or not lines[first - 1].rstrip().endswith("*/"):
        return False
    at = first - 1
    while at > 0 and "/*" not in lines[at]:
        at -= 1
    return lines[at].lstrip().startswith("/**")


def check_headers(root, files):
    public = public_headers(root)
    headers = [file for file in files if file.name.endswith(".h")]
    by_path = {str(file.path): file for file in headers}
    for file in headers:
        guard = "PHW_" + re.sub(r"\W", "_", file.name).upper()
        if not re.search(rf"^#ifndef {guard}\n#define {guard}$", file.text, re.M):
            yield f"{file.name}: the guard must be {guard}"
        if not file.text.startswith("/** @file\n"):
            yield f"{file.name}: must begin with a /** @file comment"
    for tag in tags(headers, "fp"):
        file = by_path[tag["path"]]
        lines = file.text.split("\n")
        text, first = declaration(lines, tag["line"])
        where = f"{file.name}:{tag['line']}: {tag['name']}"
        if count_parameters(tag.get("signature", "()")) > PARAMETERS:
            yield f"{where} has more than {PARAMETERS} parameters"
        if not is_documented(lines, first):
            yield f"{where} has no doc comment"
        if file.folder in LIBRARY and not tag["name"].startswith("phw_"):
            yield f"{where} must begin with phw_"
        if file.name in public and "static inline" not in text and "PHW_API" not in text:
            yield f"{where} is not marked PHW_API"
        if (re.search(r"\bphw_status\s+phw_\w+\s*\(", text) and "PHW_PRINTF" not in text
                and "static inline" not in text and "PHW_MUST_USE" not in text):
            yield f"{where} returns a status and is not marked PHW_MUST_USE"


# Names that a header of ours may define beside phw_: C11's own where a compiler lacks them,
# and the static analyzer's view of phw_fail.
OTHER_NAMES = ("CMPLX", "CMPLXF", "phw_fail", "phw_fail_within")


def check_names(files):
    """What a header of the library names at file level begins with phw_ or PHW_."""
    headers = [file for file in files
               if file.name.endswith(".h") and file.folder in LIBRARY]
    by_path = {str(file.path): file for file in headers}
    for tag in tags(headers, "degstux"):
        prefix = "PHW_" if tag["kind"] in ("enumerator", "macro") else "phw_"
        if not tag["name"].startswith((prefix, "__anon")) and tag["name"] not in OTHER_NAMES:
            yield (f"{by_path[tag['path']].name}:{tag['line']}: {tag['name']} must begin "
                   f"with {prefix}")


def check_calls(files):
    for file in files:
        if file.folder not in LIBRARY:
            continue
        for number, line in enumerate(file.bare.split("\n"), 1):
            for match in FORBIDDEN.finditer(line):
                yield f"{file.name}:{number}: {match.group(1)}() has no place in a library"


def test_of(root, file):
    """Where a source's test is: quantizer_cdf.c of the registry quantizer.h may be tested
    with all entries in quantizers.c."""
    tests = root / "tests" / file.folder
    own = tests / file.path.name
    words = file.path.stem.split("_")
    for n in range(1, len(words)):
        interface = "_".join(words[:n])
        is_entry = ((file.path.parent / f"{interface}.h").exists()
                    and not (file.path.parent / f"{interface}.c").exists())
        if is_entry and not own.exists():
            plural = "es" if interface.endswith("s") else "s"
            return tests / f"{interface}{plural}.c"
    return own


def check_build(root, files):
    """What lies in a folder is in its meson.build, and each source's test is too."""
    for file in files:
        build = root / file.folder / "meson.build"
        named = build.read_text(encoding="utf-8") if build.exists() else ""
        if file.name.endswith(".c") and f"'{file.path.name}'" not in named:
            yield f"{file.name}: is not in {file.folder}/meson.build"
        if (file.name.endswith(".h") or file.folder in TESTED_ELSEWHERE
                or file.name in NO_TEST):
            continue
        test = test_of(root, file)
        listing = root / "tests" / file.folder / "meson.build"
        listed = listing.read_text(encoding="utf-8") if listing.exists() else ""
        if not test.exists():
            yield f"{file.name}: has no tests/{file.folder}/{test.name}"
        elif f"'{file.folder}/{test.stem}'" not in listed:
            yield f"tests/{file.folder}/{test.stem}.c: is not in that folder's meson.build"


def check_rooms(root):
    """Sources lie in the folders of the plan and nowhere else."""
    known = (*MAY_INCLUDE, "tests")
    for path in sorted(root.glob("*/**/*.[ch]")):
        folder = path.relative_to(root).parts[0]
        if folder not in known and folder[:5] != "build" and folder[0] != ".":
            yield f"{path.relative_to(root)}: {folder} is no folder of the plan"


def faults(root):
    """Every fault of the house at `root`, one line each."""
    root = pathlib.Path(root).resolve()
    files = read(root, MAY_INCLUDE, "*.[ch]")
    if not files:
        return [f"{root}: no sources here"]
    tests = read(root, ("tests",), "*.[ch]")
    found = [*check_rooms(root), *check_includes(files), *check_public(root, files),
             *check_circles(files),
             *check_text(files + tests), *check_functions(files), *check_headers(root, files),
             *check_names(files), *check_calls(files), *check_build(root, files),
             *check_marks(root)]
    found += [f"{name}: has a test exception and is not here" for name in NO_TEST
              if not (root / name).exists()]
    return found


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
    found = faults(root)
    print(*found, sep="\n", end="\n" if found else "")
    print(f"shape: {len(found)} faults" if found else "shape: no faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
