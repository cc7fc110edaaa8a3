. tests/tap.sh
# SPDX-License-Identifier: ISC

export SECRET=1 LD_LIBRARY_PATH=/nowhere NC_ENV_TOKEN='a b=c' NC_ENV_TOK=no NC_NAME=x

run nc-exec env
is "$(sort "$T/out")" 'HOME=/
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
TERM=xterm' 'built from empty'

run nc-exec -e A= -e HOME=/h -e A=2 -v TOKEN env
is "$(sort "$T/out")" 'A=2
HOME=/h
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
TERM=xterm
TOKEN=a b=c' 'constants, an import, and the last one wins'

run nc-exec -e TOKEN=const -v TOKEN printenv TOKEN
is "$(cat "$T/out")" 'a b=c' 'between -e and -v, too'
refused 127 'unable to exec ls' 'the program is looked up by the new PATH' -- nc-exec -e PATH=/nowhere ls

run nc-exec nc-exec -k env
like "$T/out" '^NC_NAME=x$' "the chain's own variables stay for its next link"
unlike "$T/out" '^NC_ENV_' 'but for the values that were taken'
unlike "$T/out" '^SECRET=' 'and nothing else does'

run nc-exec -k env
like "$T/out" '^SECRET=1$' '-k keeps the environment'
like "$T/out" '^NC_ENV_TOKEN=' "and the chain's"

run "$HELPER/try-report" "$T/records" nc-exec -v TOKEN -l core=0 -d /usr env
like "$T/records" '"tool":"nc-exec","event":"applied","directory":"/usr","session":false,"limits":\["core"\]' 'a record'
unlike "$T/records" 'a b=c' 'never says a value'
unlike "$T/out" '^NC_' 'nothing of the chain reaches the payload'
run grep -c '"event":"exec"' "$T/records"
is "$(cat "$T/out")" 1 'one exec record'

finish
