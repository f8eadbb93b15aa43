# fish completion for twc-index, twc-search and twc-searchd: the same file under each one's name.
# The options are those that --help tells, with what it says of them, so that there is one list of them.

function __twc_values --argument-names program field --description 'the languages, sections or tags of the index in reach'
    $program --json --limit 1 --facets $field '' 2>/dev/null |
        string match --regex -- "\"facetDistribution\":\{\"$field\":\{[^}]*\}" |
        string replace --regex '^"facetDistribution":\{"[a-z]+":' '' |
        string match --all --groups-only --regex '"([^"]+)":[0-9]'
end

# One option of PROGRAM: what may stand behind it, else whether anything does.
function __twc_option --argument-names program option says takes
    switch $option
        case index export import
            complete -c $program -l $option -x -a '(__fish_complete_directories)' -d $says
        case config evaluate floor report related similar inspect log-queries changed
            complete -c $program -l $option -r -F -d $says
        case lang section tag
            complete -c $program -l $option -x -a "(__twc_values $program $option)" -d $says
        case facets
            complete -c $program -l $option -x -a 'tag section lang year' -d $says
        case sort
            complete -c $program -l $option -x -a 'relevance date' -d $says
        case color
            complete -c $program -l $option -x -a 'auto always never' -d $says
        case log-level
            complete -c $program -l $option -x -a 'error warning info' -d $says
        case listen
            complete -c $program -l $option -x -a '127.0.0.1:8080 unix:' -d $says
        case '*'
            complete -c $program -l $option $takes -d $says
    end
end

function __twc_options --argument-names program
    set -l known
    for line in ($program --help 2>/dev/null)
        for option in (string match --all --groups-only --regex -- '--([a-z][a-z0-9-]+)' $line)
            contains -- $option $known; and continue
            set -a known $option
            # 'NAME  what it says'; a value is in capitals, or one of several.
            set -l takes
            string match --quiet --regex -- "--$option(, --[a-z-]+)* ([A-Z]|[a-z]+\|)" $line; and set takes -x
            __twc_option $program $option \
                "$(string match --groups-only --regex -- "--$option(?: \S+)*?  +([^- ].*?)(?:   .*)?\$" $line)" $takes
        end
    end
end

set -l program (status basename | string replace .fish '')
complete -c $program -f
__twc_options $program
if test $program = twc-index
    complete -c $program -x -a '(__fish_complete_directories)' -d site
end
