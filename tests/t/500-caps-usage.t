. tests/tap.sh
# SPDX-License-Identifier: ISC

refused 100 'usage: nc-caps ' 'no program' -- nc-caps
refused 100 'usage: nc-caps ' 'an unknown option' -- nc-caps -z true
refused 100 'fatal: unknown capability: CAP_FLY$' 'an unknown capability' -- nc-caps -k CAP_FLY true
refused 100 'fatal: unknown capability: $' 'an empty name' -- nc-caps -k chown, true
refused 100 'fatal: unknown capability: 0$' 'a number' -- nc-caps -k 0 true
refused 100 'usage' 'a user that is no number' -- nc-caps -u root -g 0 true
refused 100 'usage' 'a user with a tail' -- nc-caps -u 0x -g 0 true
refused 100 'usage' 'a negative user' -- nc-caps -u -1 -g 0 true
# to setresuid(2) it means: leave it as it is
refused 100 'usage' 'user (uid_t)-1' -- nc-caps -u 4294967295 -g 0 true
refused 100 'usage' 'group (gid_t)-1' -- nc-caps -u 0 -g 4294967295 true
refused 100 'usage' 'an empty group list' -- nc-caps -G '' true
refused 100 'usage' 'a hole in a group list' -- nc-caps -G 1,,2 true
refused 100 'usage' '-U without a group' -- nc-caps -U 1 true
refused 100 'usage' '-i without a group' -- nc-caps -i 1 true
refused 100 'fatal: -u and -g go together$' '-u alone with -i' -- nc-caps -u 1 -i 1:1 true
refused 100 'fatal: -u and -g go together$' '-u alone' -- nc-caps -u 1 true
refused 100 'fatal: -u and -g go together$' '-g alone' -- nc-caps -g 1 true
refused 100 'fatal: -U goes with none of -u, -g and -G' '-U with -u' -- nc-caps -U 1:1 -u 1 -g 1 true
refused 100 'fatal: -U goes with none of -u, -g and -G' '-U with -G' -- nc-caps -U 1:1 -G 1 true
refused 127 'unable to exec nosuch: No such file' 'a program that is not there' -- unshare -Ur nc-caps nosuch
refused 126 'unable to exec /etc/passwd: Permission denied' 'one that cannot be executed' -- unshare -Ur nc-caps /etc/passwd
works 'options end at --' -- unshare -Ur nc-caps -- true

finish
