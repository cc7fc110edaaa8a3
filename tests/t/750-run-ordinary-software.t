# SPDX-License-Identifier: ISC
# What runs under the filter runs in a whole container, too.
RUN=tests/contained RUN_AS='tests/contained -u' exec sh tests/t/450-seccomp-ordinary-software.t
