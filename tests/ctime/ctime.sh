#!/bin/sh
# Runs one case of ctime under valgrind and wants that exit status: 0, or 9 for a report.
# A case that counts its reports itself, "counted", says 0 when they are as many as due.
# Usage: ctime.sh PROGRAM CASE STATUS; exits 77 (skipped) without valgrind.
command -v valgrind >/dev/null 2>&1 || exit 77
wanted=$3
reported=9
if test "$wanted" = counted; then
    wanted=0
    reported=0
fi
valgrind -q --error-exitcode="$reported" "$1" "$2"
status=$?
test "$status" -eq 77 && exit 77
test "$status" -eq "$wanted"
