# Sourced by soak.sh: which PostgreSQL drills are cut, and at which steps.

# Disks of their own, so that a full one can be cut, and clocks that can jump.
lab_shape='--etcd 0 --postgres 2 --clocks --disk-limit=512M'
# How long a heal may take once it has begun by itself: a former primary is copied, rewound and started, and streams.
heal_seconds=45
clients=8

all_faults='kill stop pause isolate cut settings lose-data disk-full clock-jump'

# As for etcd, and those at which a standby is being promoted, or two servers may be primaries.
steps='act-began act-done fault-healing fault-healed node-clean fault-disarmed fault-struck lock-released lock-taken fault-intended
    fault-armed fault-injected fault-bit'
aims="start began step-began workload-removed $steps"

# The fault with all that makes it a valid step: sets fault_words, target, held and inner, which is what happens meanwhile: for some the
# standby is promoted, so that the heal meets another primary.
word_fault() {
    pick primary standby
    target=$picked
    fault_words=$1 held=1s inner=
    case $1 in
        kill | stop | pause | isolate | cut)
            if promotes; then
                target=primary held=6s
                inner=', steps: [{act: {do: promote, target: standby, within: 6s}}]'
            fi
            ;;
    esac
    case $1 in
        isolate)
            pick peers clients both
            from=$picked
            pick both in out
            fault_words="{isolate: {from: $from, direction: $picked}}"
            ;;
        cut)
            pick both in out
            fault_words="{cut: {from: one, direction: $picked}}"
            ;;
        settings)
            fault_words='{settings: {synchronous-standbys: "*", synchronous-commit: "on"}}'
            [ "$target" = primary ] || fault_words='{settings: {apply-delay: 2s}}'
            ;;
        disk-full)
            # A standby does not die of it.
            target=primary
            ;;
        clock-jump) fault_words='{clock-jump: {by: 10m}}' ;;
    esac
    case $aim,$inner in act-*,) aim=fault-bit ;; esac
}

# promotes: whether this drill does; in turn, those that are cut at the act and every other round.
promotes() {
    case $aim in act-*) return 0 ;; esac
    [ "$in_turn" = no ] || return $((round % 2))
    [ "$(below 2)" = 0 ]
}
