# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# make_rootfs DIR: a root of a few programs of this machine's, with the libraries they need.
make_rootfs() {
  for program in sh cat ls readlink touch id mkdir; do
    program=$(command -v "$program")
    for file in "$program" $(ldd "$program" | grep -o '/[^ )]*'); do
      real=$(readlink -f "$file")
      mkdir -p "$1$(dirname "$file")"
      [ -e "$1$file" ] || cp "$real" "$1$file"
    done
  done
  mkdir -p "$1/etc" "$1/proc" "$1/dev" "$1/tmp" "$1/run" "$1/sys"
  chmod -R go+rX "$1"
}
