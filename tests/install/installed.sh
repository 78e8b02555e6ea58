#!/bin/sh
# What `meson install` leaves is what a user needs: headers, both libraries, the
# pkg-config file. Speaks TAP.
# Usage: installed.sh BUILD-FOLDER SOURCE-FOLDER; CC, CXX and PKG_CONFIG are honoured.
set -eu

build=$1
source=$2
number=0
failed=0
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# check TITLE COMMAND...
check() {
    title=$1
    shift
    number=$((number + 1))
    if "$@" >"$tree/said" 2>&1; then
        echo "ok $number - $title"
    else
        echo "not ok $number - $title"
        sed 's/^/# /' "$tree/said"
        failed=1
    fi
}

all_begin_with_phw() { # of the names that stand last on the lines of standard input
    awk 'NF > 1 { print $NF }' | sort -u >"$tree/names"
    if grep -v '^phw_' "$tree/names"; then
        return 1
    fi
    test "$(wc -l <"$tree/names")" -gt 50
}

exports_begin_with_phw() { # exports_begin_with_phw NM-OPTIONS... LIBRARY
    nm "$@" | all_begin_with_phw
}

a_stray_name_is_seen() { # the negative control
    seq 60 | sed 's/^/T phw_/' | all_begin_with_phw &&
        ! { seq 60 | sed 's/^/T phw_/' && echo 'T stray'; } | all_begin_with_phw
}

nothing_is_missing() { # every header that exports something is installed
    for header in $(cd "$source" && grep -l PHW_API core/*.h phy/*.h channel/*.h kgen/*.h \
        auth/*.h encrypt/*.h datasets/*.h 2>/dev/null); do
        test -f "$include/phyward/$header" || { echo "$header" && return 1; }
    done
}

pages_are_installed() {
    share=$prefix/share
    test -f "$share/man/man1/phyward.1" &&
        test -f "$share/man/man1/phyward-bench-keygen.1" &&
        test -f "$share/bash-completion/completions/phyward"
}

flags() {
    "${PKG_CONFIG:-pkg-config}" --define-variable=prefix="$prefix" "$@" phyward
}

says_ok() {
    test "$(LD_LIBRARY_PATH=$libraries "$@")" = "1 ok $(flags --modversion)"
}

compile_shared() { # compile_shared COMPILER... : with what pkg-config says
    # shellcheck disable=SC2046
    "$@" "$source/tests/install/user.c" -o "$tree/user" $(flags --cflags --libs)
}

compile_static() {
    # shellcheck disable=SC2046
    ${CC:-cc} "$source/tests/install/user.c" -o "$tree/static" $(flags --cflags) \
        -Wl,--as-needed "$libraries/libphyward.a" $(flags --static --libs)
}

needs_no_phyward() {
    test -f "$1" && ! readelf -d "$1" | grep 'NEEDED.*phyward'
}

has_soname() {
    readelf -d "$libraries/libphyward.so" | grep 'SONAME.*\[libphyward\.so\.0\]'
}

DESTDIR=$tree meson install -C "$build" --no-rebuild --quiet
pc=$(find "$tree" -name phyward.pc)
libraries=$(dirname "$(dirname "$pc")")
include=$(dirname "$(dirname "$(find "$tree" -name phyward.h)")")
prefix=$(dirname "$include")
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH

check 'every exported name of the shared library begins with phw_' \
    exports_begin_with_phw -D --defined-only "$libraries/libphyward.so"
check 'every global name of the static library begins with phw_' \
    exports_begin_with_phw -g --defined-only "$libraries/libphyward.a"
check 'a name that does not begin with phw_ would be seen' a_stray_name_is_seen
check 'every public header is installed' nothing_is_missing
check 'the manual and the completion are installed' \
    pages_are_installed
check 'the soname is libphyward.so.0' has_soname
check 'a C program compiles with what pkg-config says' compile_shared "${CC:-cc}"
check 'and runs' says_ok "$tree/user"
check 'a C++ program compiles with what pkg-config says' \
    compile_shared "${CXX:-c++}" -x c++
check 'and runs' says_ok "$tree/user"
check 'a program links statically' compile_static
check 'needs no shared phyward' needs_no_phyward "$tree/static"
check 'and runs' says_ok "$tree/static"
echo "1..$number"
exit "$failed"
