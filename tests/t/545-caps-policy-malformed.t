. tests/tap.sh
. tests/malformed.sh
# SPDX-License-Identifier: ISC

# Capability policies that are none: for each the place, and a message of its own. Nothing is run.
under() { nc-caps -f 7 "$@" 7<"$T/policy"; }

# no TOML
bad 'line 1, column 10' '[bounding'
bad 'line 2, column 9' '[bounding]\nkeep = [kill]\n'
bad 'line 3, column 1' "[bounding]\nkeep = ['kill'\n"
bad 'line 3, column 10' '[bounding]\n\n[bounding]\n'
bad 'line 3, column 6' '[bounding]\nkeep = []\nkeep = []\n'
bad 'line 2, column 6' '[bounding]\nkeep []\n'
bad 'line 2, column 8' '[bounding]\nkeep = \n'
bad 'line 2, column 15' '[bounding]\nkeep = ["kill]\n'
bad 'line 2, column 10' '[bounding]\nkeep = []]\n'
bad 'line 1, column 2' '[]\n'
bad 'line 1, column 1' '\200'
bad 'line 1, column 3' '# \001'
bad 'line 2, column 13' '[bounding]\nkeep = ["ki\\q"]\n'
# no section of a policy
bad permitted '[permitted]\n'
bad Bounding '[Bounding]\n'
bad keep 'keep = []\n'
bad '\x1b[31m' '"\\u001b[31m" = 1\n'
bad bounding 'bounding = []\n'
bad effective 'effective = "kill"\n'
bad inheritable 'inheritable = 1\n'
bad ambient '[[ambient]]\n'
# no such key, or not of this kind
bad bounding.drop '[bounding]\ndrop = []\n'
bad effective.Keep '[effective]\nKeep = []\n'
bad ambient.more '[ambient.more]\n'
bad bounding.keep '[bounding]\nkeep = "kill"\n'
bad inheritable.keep '[inheritable.keep]\n'
bad 'bounding.keep[0]' '[bounding]\nkeep = [5]\n'
bad 'effective.keep[1]' '[effective]\nkeep = ["kill", ["kill"]]\n'
# no capability, or one too many
bad 'bounding.keep[2]' '[bounding]\nkeep = ["kill", "bpf", "fly"]\n'
bad 'ambient.keep[0]' '[ambient]\nkeep = [""]\n'
bad 'bounding.keep[0]' '[bounding]\nkeep = ["cap_cap_kill"]\n'
bad 'bounding.keep[1]' '[bounding]\nkeep = ["kill", "CAP_KILL"]\n'
# what the kernel would not let stand
bad effective.keep 'effective.keep = ["kill"]\n'
bad inheritable.keep 'inheritable.keep = ["kill"]\n'
bad ambient.keep 'bounding.keep = ["kill"]\neffective.keep = ["kill"]\nambient.keep = ["kill"]\n'
bad ambient.keep 'bounding.keep = ["kill"]\ninheritable.keep = ["kill"]\nambient.keep = ["kill"]\n'

messages_differ 36
finish
