# SPDX-License-Identifier: ISC
#
# Completion of nucleus for fish. The help texts are what knows commands and options.

function __nucleus_words
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    if test (count $words) -le 1
        nucleus --help | sed -n 's/^  nucleus \([a-z-]*\) .*/\1/p'
        return
    end
    switch "$words[2]:$current"
        case '*:-*'
            nucleus $words[2] --help 2>/dev/null | sed -n '/^usage:/p; /^  *-/p' | grep -oE -- '--?[a-zA-Z][a-z-]*' | sort -u
        case 'seccomp:*' 'landlock:*' 'caps:*'
            if test (count $words) -le 2
                nucleus $words[2] --help | sed -n "s/^  nucleus $words[2] \([a-z]*\) .*/\1/p"
            else
                __fish_complete_path $current
            end
        case 'run:*' 'create:*'
            __fish_complete_command
            __fish_complete_path $current
        case '*'
            nucleus ps -a --format json 2>/dev/null | sed -n 's/.*"name":"\([^"][^"]*\)".*/\1/p'
    end
end
complete -c nucleus -f -a '(__nucleus_words)'
