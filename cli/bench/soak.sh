#!/bin/sh
# Kills Muster with SIGKILL at random moments of drills, and looks whether the node heals by itself by its deadline and whether the
# next start reports exactly what was left.
#
#   soak.sh [--store etcd|postgres] [--cuts N] [--labs N] [--results FILE] [--each] [FAULT...]
#   soak.sh --table FILE...
#
#   --store STORE    whose drills are cut; etcd if not given
#   --cuts N         how many cuts; 20 if not given
#   --labs N         how many labs are cut at the same time; 2 if not given
#   --results FILE   one line for each cut is appended to it, so that several runs of one store add up; what a cut left
#                    that was not clean is kept in FILE.kept
#   --each           faults and steps of the order in turn, instead of at random
#   --table          prints the table of fault, step and outcome of such files
#
# Ends with 1 if anything was left unhealed or unreported, or if most drills ended before they could be killed.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
muster=$here/../../muster
. "$here/proof/node.sh"
. "$here/proof/cut.sh"

usage() {
    echo "usage: soak.sh [--store etcd|postgres] [--cuts N] [--labs N] [--results FILE] [--each] [FAULT...] | --table FILE..." >&2
    exit 64
}

store=etcd cuts=20 labs=2 results='' in_turn=no
while [ "$#" -gt 0 ]; do
    case $1 in
        --table)
            shift
            cat -- "$@" | awk -F '\t' -f "$here/proof/table.awk"
            exit
            ;;
        --store) store=${2-} && shift ;;
        --cuts) cuts=$2 && shift ;;
        --labs) labs=$2 && shift ;;
        --results) results=$2 && shift ;;
        --each) in_turn=yes ;;
        -*) usage ;;
        *) break ;;
    esac
    shift
done
case $store in
    etcd) . "$here/proof/drills-etcd.sh" ;;
    postgres) . "$here/proof/drills-postgres.sh" ;;
    *) usage ;;
esac
. "$here/proof/drills.sh"
[ "$#" -gt 0 ] || {
    # shellcheck disable=SC2086 # the words are to be split
    set -- $all_faults
}
for fault; do known_fault "$fault" || { echo "soak.sh: no such fault: $fault; there are: $all_faults" >&2 && exit 64; }; done
faults=$*

. "$here/proof/labs.sh"

take_turn() {
    pick_drill
    cut_once
    result "$fault" "$step" "$mode" "$outcome" "$aim" "$detail"
    echo "$turn: $fault, $step, $mode: $outcome${detail:+ ($detail)}"
    case $outcome in
        healed | reported | nothing) ;;
        *) anew ;;
    esac
}

work_on_labs
awk -F '\t' -f "$here/proof/table.awk" "$scratch/these"
