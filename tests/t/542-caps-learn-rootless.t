. tests/tap.sh
# SPDX-License-Identifier: ISC

# 541-caps-learn.t as an ordinary user
root_only '541-caps-learn.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/541-caps-learn.t
