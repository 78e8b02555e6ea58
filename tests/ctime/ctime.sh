#!/bin/sh
# Runs one case of ctime under valgrind and wants that exit status: 0, or 9 for a report.
# Usage: ctime.sh PROGRAM CASE STATUS; exits 77 (skipped) without valgrind.
command -v valgrind >/dev/null 2>&1 || exit 77
valgrind -q --error-exitcode=9 "$1" "$2"
status=$?
test "$status" -eq 77 && exit 77
test "$status" -eq "$3"
