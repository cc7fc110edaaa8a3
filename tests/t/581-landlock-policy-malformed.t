. tests/tap.sh
. tests/malformed.sh
# SPDX-License-Identifier: ISC

# Landlock policies that are none, in each format: for each the place, and a message of its own.
# Nothing is run.
under() { nc-landlock -f 8 "$@" 8<"$T/policy"; }

rule='[[rules]]\npath = "/a"\naccess = ["read"]\n'

# no TOML
bad 'line 1, column 11' 'min_abi = '
bad 'line 2, column 9' 'min_abi = 3\nmin_abi = 3\n'
bad 'line 1, column 8' '[[rules]\n'
bad 'line 2, column 11' '[[rules]]\npath = "/a\n"\n'
bad 'line 2, column 11' 'rules = [\n  {path = }]\n'
bad 'line 1, column 13' 'rules = [{} {}]\n'
bad 'line 1, column 3' '# \r'
# not of the policy
bad rules ''
bad rules 'rules = 1\n'
bad rules 'rules = []\n'
bad paths '[[paths]]\n'
bad 'a\x1b[m' '"a\\u001b[m" = 1\n'
bad min_abi "min_abi = '3'\n$rule"
bad min_abi "min_abi = 99\n$rule"
bad scoped "scoped = 'signal'\n$rule"
bad 'scoped[1]' "scoped = ['signal', 'signals']\n$rule"
bad 'scoped[0]' "scoped = [1]\n$rule"
# rules
bad 'rules[0]' 'rules = [1]\n'
bad 'rules[1].mode' "$rule[[rules]]\nmode = 1\n"
bad 'rules[0].optional' "${rule}optional = 1\n"
bad 'rules[0].path' '[[rules]]\naccess = ["read"]\n'
bad 'rules[0].path' '[[rules]]\npath = 1\n'
bad 'rules[0].path' '[[rules]]\npath = "/a\\u0000"\n'
bad 'rules[0].path' '[[rules]]\npath = "a"\n'
bad 'rules[0].path' '[[rules]]\npath = "/a/../b"\n'
bad 'rules[0].path' '[[rules]]\npath = "//a"\n'
bad 'rules[1].path' "$rule$rule"
bad 'rules[0].access' '[[rules]]\npath = "/a"\n'
bad 'rules[0].access' '[[rules]]\npath = "/a"\naccess = "read"\n'
bad 'rules[0].access' '[[rules]]\npath = "/a"\naccess = []\n'
bad 'rules[0].access[0]' '[[rules]]\npath = "/a"\naccess = [1]\n'
bad 'rules[0].access[1]' '[[rules]]\npath = "/a"\naccess = ["read", "raed"]\n'
bad 'rules[1].access[0]' "$rule[[rules]]\npath = '/b'\naccess = ['bind']\n"
# ports
bad net "net = 1\n$rule"
bad 'net[0]' "net = [1]\n$rule"
bad 'net[0].host' "$rule[[net]]\nhost = 'x'\n"
bad 'net[0].port' "$rule[[net]]\naccess = ['bind']\n"
bad 'net[0].port' "$rule[[net]]\nport = 65536\n"
bad 'net[0].access' "$rule[[net]]\nport = 1\n"
bad 'net[0].access[0]' "$rule[[net]]\nport = 1\naccess = ['read']\n"
bad 'net[1].port' "$rule[[net]]\nport = 1\naccess = ['bind']\n[[net]]\nport = 1\n"
messages_differ 41

# landlockconfig's
: >"$T/messages"
path='[[path_beneath]]\nallowed_access = ["execute"]\n'

# of both formats, or of none
bad rules "$rule$path"
bad min_abi 'min_abi = 3\nabi = 3\n'
bad net 'net = []\nruleset = []\n'
bad ruleset 'abi = 3\n'
bad abi_version 'abi = 3\nabi_version = 3\n'
bad abi 'abi = 0\n'
bad abi 'abi = 99\n'
bad handledAccessFs '[[ruleset]]\n[handledAccessFs]\n'
# what is handled
bad ruleset 'ruleset = {}\n'
bad ruleset 'abi = 3\nruleset = []\n'
bad 'ruleset[0]' 'ruleset = [3]\n'
bad 'ruleset[1]' '[[ruleset]]\nscoped = ["signal"]\n[[ruleset]]\n'
bad 'ruleset[0].handledAccessFs' '[[ruleset]]\nhandledAccessFs = ["execute"]\n'
bad 'ruleset[0].handled_access_fs' '[[ruleset]]\nhandled_access_fs = []\n'
bad 'ruleset[0].handled_access_fs[0]' '[[ruleset]]\nhandled_access_fs = ["abi.all"]\n'
bad 'ruleset[0].handled_access_fs[1]' '[[ruleset]]\nhandled_access_fs = ["v6.all", "v9.all"]\n'
bad 'ruleset[0].handled_access_fs[0]' '[[ruleset]]\nhandled_access_fs = ["read"]\n'
bad 'ruleset[0].handled_access_net[0]' '[[ruleset]]\nhandled_access_net = ["v3.all"]\n'
bad 'ruleset[0].handled_access_net[0]' '[[ruleset]]\nhandled_access_net = ["bind"]\n'
bad 'ruleset[0].scoped[0]' 'abi = 5\n[[ruleset]]\nscoped = ["abi.all"]\n'
# paths
bad path_beneath '[path_beneath]\n'
bad 'path_beneath[0].access' '[[path_beneath]]\naccess = ["execute"]\n'
bad 'path_beneath[0].allowed_access' '[[path_beneath]]\nparent = ["/a"]\n'
bad 'path_beneath[0].allowed_access[0]' '[[path_beneath]]\nallowed_access = [2]\nparent = ["/a"]\n'
bad 'path_beneath[0].parent' "$path"
bad 'path_beneath[0].parent' "${path}parent = '/a'\n"
bad 'path_beneath[0].parent' "${path}parent = []\n"
bad 'path_beneath[0].parent[1]' "${path}parent = ['/a', 2]\n"
bad 'path_beneath[0].parent[0]' "${path}parent = ['.']\n"
bad 'path_beneath[0].parent[0]' "${path}parent = ['/a/']\n"
bad 'path_beneath[0].parent[0]' "${path}parent = ['/\${v}']\n"
bad 'path_beneath[0].parent[0]' "${path}parent = ['/\${v']\n"
# variables
bad 'variable[0].value' '[[variable]]\nvalue = 1\n'
bad 'variable[0].name' '[[variable]]\nliteral = ["a"]\n'
bad 'variable[0].name' '[[variable]]\nname = "1a"\n'
bad 'variable[0].name' '[[variable]]\nname = "a-b"\n'
bad 'variable[0].literal' '[[variable]]\nname = "v"\n'
bad 'variable[0].literal' '[[variable]]\nname = "v"\nliteral = []\n'
bad 'variable[0].literal[1]' '[[variable]]\nname = "v"\nliteral = ["a", {}]\n'
bad 'path_beneath[0].parent[0]' '[[variable]]\nname = "v"\nliteral = ["/a", "b"]\n'"${path}parent = ['\${v}']\n"
# ports
bad 'net_port[0].allowed_access[0]' '[[net_port]]\nallowed_access = ["execute"]\nport = [1]\n'
bad 'net_port[0].port' '[[net_port]]\nallowed_access = ["bind_tcp"]\n'
bad 'net_port[0].port' '[[net_port]]\nallowed_access = ["bind_tcp"]\nport = 1\n'
bad 'net_port[0].port[1]' '[[net_port]]\nallowed_access = ["bind_tcp"]\nport = [1, 65536]\n'
# JSON
bad 'line 2, column 12' '{"abi": 5,\n"ruleset": ]}'
bad 'line 2, column 5' '{"abi": 5,\n"abi": 5}'
bad 'line 1, column 12' '{"abi": 5} 1'
bad path_beneath '{"path_beneath": []}'
bad pathBeneath '{"pathBeneath": []}'
bad 'netPort[0].allowedAccess' '{"netPort": [{"port": [1]}]}'
messages_differ 50

finish
