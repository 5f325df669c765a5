/** Shells that jbt completes its commands in. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/**
 * Scripts that ask jbt itself at each press of Tab, by the name that was typed, so that they are never out of date. Where
 * jbt has no answer, the shell completes files.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of jbt for bash. In ~/.bashrc: source <(jbt completion bash)
_jbt() {
  local IFS=$'\\n'
  COMPREPLY=($("$1" completion --words bash "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null))
}
complete -o default -F _jbt jbt
`,
  zsh: `#compdef jbt
# Completion of jbt for zsh. In ~/.zshrc, after compinit: source <(jbt completion zsh)
_jbt() {
  local line
  local -a names shown
  for line in "\${(@f)$("\${(Q)words[1]}" completion --words zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] || continue
    names+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done
  if (( $#names )); then compadd -l -d shown -a names; else _files; fi
}
compdef _jbt jbt
`,
  fish: `# Completion of jbt for fish: jbt completion fish > ~/.config/fish/completions/jbt.fish
function __jbt_complete
    set -l words (commandline -opc)
    set -l found ($words[1] completion --words fish $words[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        string join \\n -- $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c jbt -f -a '(__jbt_complete)'
`,
};
