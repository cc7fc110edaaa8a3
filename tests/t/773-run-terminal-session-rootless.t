. tests/tap.sh
# SPDX-License-Identifier: ISC

# 772-run-terminal-session.t as an ordinary user
root_only '772-run-terminal-session.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/772-run-terminal-session.t
