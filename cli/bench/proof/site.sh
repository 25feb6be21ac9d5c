# Sourced by the scripts that harm a cluster: adds it under the name "drilled" to a state of its own. kubeconfig, context and
# ssh are its flags, here the folder of the scripts; sets folder, muster and nodes, the servers' names.

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
