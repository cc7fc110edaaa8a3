# SPDX-License-Identifier: ISC
#
# Completion of nucleus for bash. The help texts are what knows commands and options.

_nucleus() {
  local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} word words=
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    words=$(nucleus --help | sed -n 's/^  nucleus \([a-z-]*\) .*/\1/p')
  else
    case $command:$current in
    *:-*) words=$(nucleus "$command" --help 2>/dev/null | sed -n '/^usage:/p; /^  *-/p' | grep -oE -- '--?[a-zA-Z][a-z-]*') ;;
    seccomp:* | landlock:* | caps:*)
      if [ "$COMP_CWORD" = 2 ]; then
        words=$(nucleus "$command" --help | sed -n "s/^  nucleus $command \([a-z]*\) .*/\1/p")
      else
        COMPREPLY=($(compgen -f -- "$current"))
        return
      fi
      ;;
    run:* | create:*)
      # its program is a command, what follows are often files
      COMPREPLY=($(compgen -c -- "$current") $(compgen -f -- "$current"))
      return
      ;;
    *) words=$(nucleus ps -a --format json 2>/dev/null | sed -n 's/.*"name":"\([^"][^"]*\)".*/\1/p') ;;
    esac
  fi
  for word in $words; do
    case $word in "$current"*) COMPREPLY+=("$word") ;; esac
  done
}
complete -F _nucleus nucleus
