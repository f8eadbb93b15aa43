# bash completion for twc-index, twc-search and twc-searchd. -*- sh -*-
# The options are those that --help tells, so that there is one list of them.

_twc_words() { # WORDS: what of them begins as the word under the cursor does
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_twc() {
    local program=$1 word=$2 before=$3
    compopt +o filenames 2>/dev/null
    case $before in
    --index | --export | --import) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    --config | --evaluate | --floor | --related | --log-queries)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --sort) _twc_words 'relevance date' "$word"; return ;;
    --color) _twc_words 'auto always never' "$word"; return ;;
    --lang) _twc_words "$("$program" --json --limit 1 --facets lang '' 2>/dev/null |
        grep -o '"facetDistribution":{"lang":{[^}]*}' | grep -oE '"[a-zA-Z-]{2,}":[0-9]' | cut -d '"' -f 2)" "$word"; return ;;
    --section | --tag) _twc_words "$("$program" --json --limit 1 --facets "${before#--}" '' 2>/dev/null |
        grep -o "\"facetDistribution\":{\"${before#--}\":{[^}]*}" | grep -oE '"[^" :{}]+":[0-9]' | cut -d '"' -f 2)" "$word"; return ;;
    --listen) _twc_words '127.0.0.1:8080 unix:' "$word"; return ;;
    --limit | --offset | --from | --to | --shards | --rate | --burst | --cache | --threads | --max-* | --send-memory | --time-budget | --shard-time) return ;;
    esac
    if [[ $word == -* ]]; then
        _twc_words "$("$program" --help 2>/dev/null | grep -oE -- '--[a-z][a-z0-9-]+')" "$word"
    elif [[ $program == *twc-index ]]; then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
    fi
}

complete -F _twc twc-index twc-search twc-searchd
