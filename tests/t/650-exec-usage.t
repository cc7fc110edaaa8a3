. tests/tap.sh
# SPDX-License-Identifier: ISC

refused 100 'usage: nc-exec ' 'no program' -- nc-exec
refused 100 'usage: nc-exec ' 'an unknown option' -- nc-exec -z true
refused 100 'usage' '-e without a value' -- nc-exec -e A true
refused 100 'not the name of a variable: 1A$' '-e with no name' -- nc-exec -e 1A=2 true
refused 100 'not the name of a variable: $' '-e with an empty name' -- nc-exec -e =2 true
refused 100 'not the name of a variable: A=2$' '-v with a value' -- nc-exec -v A=2 true
refused 100 'NC_ variables are for the chain: NC_REPORT$' '-e of the chain' -- nc-exec -e NC_REPORT=1 true
refused 100 'NC_ variables are for the chain: NC_X$' '-v of the chain' -- nc-exec -v NC_X true
refused 111 'fatal: NC_ENV_A is not set$' '-v of what is not there' -- nc-exec -v A true
refused 100 'unknown resource: tea$' 'a resource that is none' -- nc-exec -l tea=1 true
refused 100 'usage' 'a limit without a value' -- nc-exec -l nofile true
refused 100 'usage' 'a limit that is no number' -- nc-exec -l nofile=many true
refused 100 'usage' 'an empty hard limit' -- nc-exec -l nofile=1: true
refused 100 'the soft limit is above the hard limit: core=2:1$' 'soft above hard' -- nc-exec -l core=2:1 true
refused 100 'the soft limit is above the hard limit' 'unlimited above hard' -- nc-exec -l core=unlimited:1 true
for option in '-s' '-t' '-d /' '-e A=1' '-l core=0'; do
  # shellcheck disable=SC2086 # two words
  refused 100 "-k goes with no other option: ${option%% *}\$" "-k with $option" -- nc-exec -k $option true
done
refused 127 'unable to exec nosuch: No such file' 'a program that is not there' -- nc-exec nosuch
refused 126 'unable to exec /etc/passwd: Permission denied' 'one that cannot be executed' -- nc-exec /etc/passwd
refused 127 'unable to exec nosuch' 'the same with -k' -- nc-exec -k nosuch
works 'options end at --' -- nc-exec -- true

finish
