#!/bin/sh
# Builds the keeper plainly and under AddressSanitizer/UBSan, and runs every case of keeper_test.py against each.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$here/../../main/c
work=$(mktemp -d "${TMPDIR:-/tmp}/keeper-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3

sh "$source/build.sh" "$work/plain"
${CC:-cc} -std=c11 -O1 -Wall -Wextra -Werror -o "$work/probe" "$here/probe.c"
set -- "plain=$(echo "$work"/plain/*/keeper)"
for compiler in ${CC:-cc} clang; do
  command -v "$compiler" >/dev/null 2>&1 || continue
  if "$compiler" -std=c11 -g -O1 -Wall -Wextra -Werror -fno-omit-frame-pointer -fsanitize=address,undefined \
    -fno-sanitize-recover=all -o "$work/sanitized" "$source/keeper.c" 2>"$work/sanitized.err"; then
    set -- "$@" "sanitized=$work/sanitized"
    break
  fi
done
[ $# -gt 1 ] || echo "skipped: the sanitized keeper (no compiler here links -fsanitize=address,undefined)"
"$python" "$here/keeper_test.py" "$work" "$@" ${ONLY:-}
