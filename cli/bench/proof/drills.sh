# Sourced by soak.sh: which drill is cut, where, and how late. The store's own drills set all_faults, aims (at which event of the journal
# Muster is killed; "start" is before there is a journal), steps (those of them at which something may be open) and clients, and define
# word_fault.

known_fault() {
    case " $all_faults " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}


# pick_drill: sets fault, aim, times (at which of the events of that kind), delay (milliseconds after it) and mode: whether the
# node is left to itself or the next start comes at once. The deadline is the margin of 30 s and little more.
pick_drill() {
    # shellcheck disable=SC2086,SC2154 # the words are to be split; the sourcing script sets in_turn
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
    # In turn, one in seven is left to itself, which takes long: a number that has no divisor in common with that of the faults, so that
    # each fault comes up.
    [ "$in_turn" = no ] || picked=next
    [ "$in_turn" = no ] || [ $((turn % 7)) != 4 ] || picked=deadline
    mode=$picked
    write_drill "$folder/cut-$fault.yaml"
}

# write_drill FILE: a drill of one fault, whose windows are cut short.
write_drill() {
    cat >"$1" <<END
title: Members are lost, and Muster with them
believes: The node heals by itself.
teaches: [healing]
store: $store
workload: {clients: $clients, rate: 100/s, keys: 16, reads: 50%, deadline: 1s}
timeline:
  - steady: 1s
  - inject: {fault: $fault_words, target: $target, for: $held$inner}
expect:
  - lost-writes: 0
runbook: {symptom: none, first: none, decide: none, verify: none}
END
}
