. tests/tap.sh
. tests/malformed.sh
# SPDX-License-Identifier: ISC

# Seccomp profiles that are none: for each the place, and a message of its own. Nothing is run.
under() { nc-profile -f 7 -- nc-seccomp -- "$@" 7<"$T/policy"; }
allow='"defaultAction": "SCMP_ACT_ALLOW"'
entry() { # place in it, keys
  bad "syscalls[1]$1" "{$allow, \"syscalls\": [{\"name\": \"read\", \"action\": \"SCMP_ACT_LOG\"}, {$2}]}"
}
read='"names": ["read"], "action": "SCMP_ACT_KILL"'
arg() { # place in it, keys
  entry ".args[0]$1" "$read, \"args\": [{$2}]"
}

# no JSON
bad 'line 1, column 0' ''
bad 'line 1, column 1' '[]'
bad 'line 1, column 1' '{'
bad 'line 2, column 2' '{"defaultAction": "SCMP_ACT_ALLOW",\n }'
bad 'line 3, column 16' '{"defaultAction": "SCMP_ACT_ALLOW",\n "comment": 18446744073709551615,\n "defaultAction": "SCMP_ACT_ALLOW"}'
bad 'line 1, column 37' "{$allow} {}"
bad 'line 1, column 48' "{$allow, \"comment\": \"\\200\"}"
# no profile
bad defaultAction '{}'
bad defaultAction '{"defaultAction": "ALLOW"}'
bad profile "{$allow, \"syscall\": []}"
bad profile "{$allow, \"\\\\u001b[31m\": 1}"
bad defaultErrnoRet "{$allow, \"defaultErrnoRet\": 1}"
bad defaultErrnoRet '{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 4096}'
bad defaultErrno '{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrno": "EWHAT"}'
bad listenerPath "{$allow, \"listenerPath\": \"/run/agent\"}"
bad listenerMetadata "{$allow, \"listenerMetadata\": \"x\"}"
bad flags "{$allow, \"flags\": \"SECCOMP_FILTER_FLAG_LOG\"}"
bad 'flags[0]' "{$allow, \"flags\": [\"LOG\"]}"
bad 'flags[1]' "{$allow, \"flags\": [\"SECCOMP_FILTER_FLAG_LOG\", \"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\"]}"
# architectures
bad architectures "{$allow, \"architectures\": [\"SCMP_ARCH_S390X\"]}"
bad 'architectures[0]' "{$allow, \"architectures\": [\"SCMP_ARCH_PDP11\"]}"
bad archMap "{$allow, \"architectures\": [], \"archMap\": []}"
bad 'archMap[0]' "{$allow, \"archMap\": [{\"arch\": \"SCMP_ARCH_X86_64\"}]}"
bad 'archMap[0].architecture' "{$allow, \"archMap\": [{\"architecture\": \"amd64\"}]}"
# entries
bad syscalls "{$allow, \"syscalls\": {}}"
bad 'syscalls[0]' "{$allow, \"syscalls\": [\"read\"]}"
entry '' "$read, \"include\": {}"
entry .names '"action": "SCMP_ACT_KILL"'
entry .names '"names": "read", "action": "SCMP_ACT_KILL"'
entry '.names[0]' '"names": [0], "action": "SCMP_ACT_KILL"'
entry '.names[1]' '"names": ["read", "READ"], "action": "SCMP_ACT_KILL"'
entry '.names[1]' '"names": ["read", "reda"], "action": "SCMP_ACT_KILL"'
entry .name "$read, \"name\": \"read\""
entry .action '"names": ["read"]'
entry .action '"names": ["read"], "action": "SCMP_ACT_NOTIFY"'
entry .action '"names": ["read"], "action": "SCMP_ACT_TRACE"'
entry .errnoRet "$read, \"errnoRet\": 1"
entry .errno '"names": ["read"], "action": "SCMP_ACT_ERRNO", "errno": "ENOSYS", "errnoRet": 1'
# conditions
entry .includes "$read, \"includes\": []"
entry .excludes "$read, \"excludes\": {\"cap\": []}"
entry '.includes.caps[0]' "$read, \"includes\": {\"caps\": [\"SYS_ADMIN\"]}"
entry .excludes.arches "$read, \"excludes\": {\"arches\": \"amd64\"}"
entry .includes.minKernel "$read, \"includes\": {\"minKernel\": \"4.8-rc1\"}"
# arguments
entry .args "$read, \"args\": {}"
arg '' '"index": 0, "value": 1, "op": "SCMP_CMP_EQ", "valuetwo": 1'
arg .index '"index": 6, "value": 1, "op": "SCMP_CMP_EQ"'
arg .value '"index": 0, "value": -1, "op": "SCMP_CMP_EQ"'
arg .value '"index": 0, "value": "0x1", "op": "SCMP_CMP_EQ"'
arg .value '"index": 0, "value": 18446744073709551616, "op": "SCMP_CMP_EQ"'
arg .op '"index": 0, "value": 1, "op": "=="'
arg .valueTwo '"index": 0, "value": 1, "valueTwo": 2, "op": "SCMP_CMP_GT"'
arg .valueTwo '"index": 0, "value": 1, "valueTwo": 2, "op": "SCMP_CMP_MASKED_EQ"'
entry '.args[1].index' "$read, \"args\": [{\"index\": 0, \"value\": 1, \"op\": \"SCMP_CMP_NE\"}, {\"index\": 0, \"value\": 2, \"op\": \"SCMP_CMP_NE\"}]"

messages_differ 53
finish
