# Completion of edgeposctl and edgepos-register in bash: the programs know their own words.
_edgepos() {
    local word=${COMP_WORDS[COMP_CWORD]} words
    words=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) || return
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _edgepos edgeposctl edgepos-register
