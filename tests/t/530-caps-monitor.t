. tests/tap.sh
# SPDX-License-Identifier: ISC

# What nc-monitor needs: a record, and the parent death signal after every change of IDs.
# a user who is not root needs a namespace to have what is to be dropped
ns=
[ "$(id -u)" = 0 ] || ns='unshare -Ur'
run "$HELPER/try-report" "$T/records" $ns nc-caps -k kill true
is "$code" 0 'it runs'
like "$T/records" '"tool":"nc-caps","event":"applied"' 'a record'
like "$T/records" '"keep":\["cap_kill"\]' 'says what is kept'
like "$T/records" '"no_new_privs":true' 'says no_new_privs'

run "$HELPER/try-report" "$T/records" $ns nc-caps setpriv -d
like "$T/out" '^Parent death signal: KILL' 'under a monitor the parent death signal is armed'
if [ "$(id -u)" = 0 ]; then
  run "$HELPER/try-report" "$T/records" nc-caps -u 65534 -g 65534 setpriv -d
  like "$T/out" '^Parent death signal: KILL' 'and over a change of IDs'
  like "$T/records" '"uid":65534,"gid":65534,"groups":\[\]' 'the record says who it is'
fi
run setpriv --pdeathsig TERM $ns nc-caps setpriv -d
like "$T/out" '^Parent death signal: TERM' 'without one, what was armed is armed again'
run $ns nc-caps setpriv -d
unlike "$T/out" '^Parent death signal: KILL' 'and nothing else'

# a report that cannot be sent is fatal: nobody would look after the container
exec 3</dev/null
refused 111 'unable to report to nc-monitor' 'nobody listens' -- env NC_REPORT=3 $ns nc-caps true
refused 111 'NC_REPORT is not a descriptor: x' 'NC_REPORT is nonsense' -- env NC_REPORT=x nc-caps true

finish
