# Sourced by soak.sh, signals.sh and races.sh: which etcd drills there are, and at which steps they are cut.

# Each member has a disk of its own, so that a full one can be cut as well.
lab_shape=--disk-limit=512M
# How long a heal may take once it has begun by itself.
heal_seconds=10
clients=9
held=1s inner=

all_faults='kill stop pause isolate cut quota-full disk-full lose-data'

# Those at which something may be open: their number has no divisor in common with that of the faults and one, so that in turn every
# pair comes up.
steps='lock-taken fault-intended fault-armed fault-injected fault-bit fault-healing fault-healed node-clean fault-disarmed fault-struck
    lock-released'
aims="start began step-began workload-removed $steps"

# The fault with all that makes it a valid step: sets fault_words and target.
word_fault() {
    pick leader leader follower quorum
    target=$picked
    fault_words=$1
    case $1 in
        quota-full | disk-full | lose-data)
            # One member is enough to fill: the whole cluster refuses writes then, or does without it.
            [ "$target" != quorum ] || target=leader
            ;;
        isolate)
            pick peers clients both
            from=$picked
            pick both in out
            fault_words="{isolate: {from: $from, direction: $picked}}"
            ;;
        cut)
            pick one rest
            from=$picked
            [ "$from" = rest ] || [ "$target" != quorum ] || target=leader
            pick both in out
            fault_words="{cut: {from: $from, direction: $picked}}"
            ;;
    esac
}
