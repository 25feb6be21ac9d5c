# Sourced by soak.sh: which drills are cut, and where.

all_faults='kill stop pause isolate cut'
for word in quota-full disk-full lose-data; do
    ! grep -q "\"$word\"" "$here/../../drills/scripts/drill.schema.json" || all_faults="$all_faults $word"
done

# At which event of the journal Muster is killed; "start" is before there is a journal.
aims='start began lock-taken step-began fault-intended fault-armed fault-injected fault-bit fault-healing fault-healed node-clean
    fault-disarmed fault-struck workload-removed lock-released'

# Those at which something may be open: their number has no divisor in common with that of the faults and one, so that in turn every
# pair comes up.
steps='lock-taken fault-intended fault-armed fault-injected fault-bit fault-healing fault-healed node-clean fault-disarmed fault-struck
    lock-released'

known_fault() {
    case " $all_faults " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

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

# pick_drill: sets fault, aim, times (at which of the events of that kind), delay (milliseconds after it) and mode: whether the
# node is left to itself or the next start comes at once. The deadline is the margin of 30 s and little more.
pick_drill() {
    # shellcheck disable=SC2086 # the words are to be split
    if [ "$in_turn" = yes ]; then
        set -- $faults
        kinds=$# round=$(((turn - 1) / $#))
        shift $(((turn - 1) % kinds))
        picked=$1
        set -- $steps
        shift $(((turn - 1 + round) % $#))
        aim=$1
    else
        pick $aims
        aim=$picked
        pick $faults
    fi
    fault=$picked
    word_fault "$fault"
    pick 1 1 2
    times=$picked
    case $aim,$target in
        step-began,* | fault-*,quorum | node-clean,quorum) ;;
        *) times=1 ;;
    esac
    pick 1 60 400
    [ "$in_turn" = no ] || pick 1 1 40
    delay=$(below "$picked")
    [ "$aim" != start ] || delay=$(below 2500)
    pick deadline next
    # In turn, one in eight is left to itself, which takes long.
    [ "$in_turn" = no ] || picked=next
    [ "$in_turn" = no ] || [ $((turn % 8)) != 4 ] || picked=deadline
    mode=$picked
    write_drill "$folder/cut-$fault.yaml"
}

# write_drill FILE: a drill of one fault, whose windows are cut short.
write_drill() {
    cat >"$1" <<END
title: Members are lost, and Muster with them
believes: The node heals by itself.
teaches: [healing]
store: etcd
workload: {clients: 9, rate: 100/s, keys: 16, reads: 50%, deadline: 1s}
timeline:
  - steady: 1s
  - inject: {fault: $fault_words, target: $target, for: 1s}
expect:
  - lost-writes: 0
runbook: {symptom: none, first: none, decide: none, verify: none}
END
}
