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
