. tests/tap.sh
# SPDX-License-Identifier: ISC

# Completion: commands, options and containers, in the shells themselves.
nucleus run --name first -- true 2>/dev/null
nucleus run --name second -- true 2>/dev/null

complete_bash() { # words, the last to be completed
  bash -c '. completion/nucleus.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nucleus; printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
complete_fish() {
  line=$*
  fish -c 'source completion/nucleus.fish; complete -C "$argv"' "$line"
}
# zsh completes only for a terminal: what is offered to it is looked at, filtered as it does
complete_zsh() {
  zsh -fc 'compdef() { }; compadd() { shift; print -l -- "$@"; }; . completion/_nucleus
    words=("$@"); CURRENT=$#; _nucleus | while read -r w; do [[ $w == ${words[-1]}* ]] && print -- $w; done' zsh "$@"
}

for shell in bash fish zsh; do
  command -v "$shell" >/dev/null || { skip "no $shell" "$shell" && continue; }
  "complete_$shell" nucleus st | sort | xargs >"$T/got"
  is "$(cat "$T/got")" 'start stats stop' "$shell: commands"
  is "$("complete_$shell" nucleus logs fi | xargs)" first "$shell: a container"
  is "$("complete_$shell" nucleus rm '' | sort | xargs)" 'first second' "$shell: all of them"
  is "$("complete_$shell" nucleus logs --ti | xargs)" --timestamps "$shell: an option"
  is "$("complete_$shell" nucleus kill -- | grep -c '^--signal$')" 1 "$shell: an option of a usage line"
  is "$("complete_$shell" nucleus seccomp gen | xargs)" generate "$shell: a command of a command"
  is "$("complete_$shell" nucleus seccomp explain --k | xargs)" --keep "$shell: the option of another"
  is "$("complete_$shell" nucleus seccomp generate --o | xargs)" --output "$shell: its option"
  is "$("complete_$shell" nucleus landlock gen | xargs)" generate "$shell: of rules"
  is "$("complete_$shell" nucleus caps generate --a | xargs)" --allow-unseen "$shell: of capabilities"
  "complete_$shell" nucleus run - | sort -u >"$T/offered"
  # every option that nucleus run takes, as its own script knows them
  sed -n '/^  case \$flag in/,/^  esac/p' nucleus/run.sh | grep -oE -- '--[a-z][a-z-]*' | sort -u >"$T/known"
  ok "$shell: run's options are known" -- test "$(wc -l <"$T/known")" -gt 30
  is "$(comm -23 "$T/known" "$T/offered" | xargs)" '' "$shell: every option of run is offered"
done

works 'installed' -- make -s install DESTDIR="$T/root" PREFIX=/usr
for f in share/bash-completion/completions/nucleus share/zsh/site-functions/_nucleus share/fish/vendor_completions.d/nucleus.fish; do
  ok "$f" -- test -s "$T/root/usr/$f"
done

finish
