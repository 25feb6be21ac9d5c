# Sourced by the scripts that harm a cluster: adds it under the name "drilled" to a state of its own. here is the folder
# of the scripts; sets folder, muster and nodes, the servers' names.

kubeconfig='' context='' ssh=''

# read_flags NAMES FLAG VALUE...: besides the three that name the cluster, those of NAMES are known; each sets the variable of its name.
read_flags() {
    known=" kubeconfig context ssh $1 "
    shift
    while [ "$#" -gt 1 ] && [ "$1" != "${1#--}" ]; do
        case $known in
            *" ${1#--} "*) eval "${1#--}=\$2" ;;
            *) break ;;
        esac
        shift 2
    done
    [ "$#" = 0 ] && [ -n "$kubeconfig" ] && [ -n "$context" ] && [ -n "$ssh" ] || say_usage
}

# say_usage: as the script's own comment has it.
say_usage() {
    sed -n "s/^#  *\(${0##*/} --\)/usage: \1/p" "$0" | head -n 1 >&2
    exit 64
}

# begin_site NAME: NAME is the script's.
begin_site() {
    muster=${MUSTER:-$here/../../muster}
    folder=$(mktemp -d "${TMPDIR:-/tmp}/muster-$1.XXXXXX") || exit 1
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
    export MUSTER_STATE_HOME="$folder/state"
    "$muster" site add drilled --kubeconfig "$kubeconfig" --context "$context" --ssh "$ssh" >"$folder/added" 2>&1 || { cat "$folder/added" && exit 3; }
    nodes=$(sed -n 's/^ *\([^ ]*\)  *server .*/\1/p' "$folder/added")
    [ -n "$nodes" ] || { cat "$folder/added" && exit 3; }
}

# journal: that of the run of cut.yaml, once it is there.
journal() {
    for each in "$MUSTER_STATE_HOME"/runs/cut/2*/journal.jsonl; do
        [ -e "$each" ] && echo "$each" && return 0
    done
    return 1
}

# await_event EVENT: waits for it in the journal of the drill that runs as process $java, and sets file to that; fails if the drill ends before.
await_event() {
    until file=$(journal) && grep -q '"is":"'"$1"'"' "$file"; do
        kill -0 "$java" 2>/dev/null || return 1
        sleep 0.05
    done
}
