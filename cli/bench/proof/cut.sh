# Sourced by soak.sh: one cut. Sets step (the last step of the order in the journal when Muster died), outcome and detail.

journal() {
    for each in "$MUSTER_STATE_HOME/runs/cut-$fault"/2*/journal.jsonl; do
        [ -e "$each" ] && echo "$each" && return 0
    done
    return 1
}

# kill_at_aim: waits for the event, and kills. In a lab that is up the launcher becomes Java, so that its number is Java's.
kill_at_aim() {
    if [ "$aim" = start ]; then
        milliseconds "$delay"
        kill -KILL "$java"
        return
    fi
    until file=$(journal); do
        kill -0 "$java" 2>/dev/null || return 1
        sleep 0.03
    done
    tail --pid="$java" -s 0.1 -n +1 -f "$file" 2>/dev/null | {
        while read -r line; do
            case $line in *'"is":"'"$aim"'"'*) times=$((times - 1)) ;; esac
            [ "$times" = 0 ] || continue
            [ "$delay" = 0 ] || milliseconds "$delay"
            kill -KILL "$java"
            exit
        done
        exit 1
    }
}

last_step() {
    file=$(journal) || { echo start && return; }
    seen=$(sed -n 's/.*"event":{"is":"\([a-z-]*\)".*,"crc":"[0-9a-f]\{8\}"}$/\1/p' "$file" |
        grep -x 'began\|lock-taken\|fault-[a-z]*\|act-[a-z]*\|node-clean\|lock-released' | tail -n 1)
    echo "${seen:-start}"
}

cut_once() {
    # With what a server that was rewound had: copies of its data, whole each time.
    rm -rf "$MUSTER_STATE_HOME/runs" "$folder/state/lab"/p*/kept-*
    detail=''
    "$muster" run "$folder/cut-$fault.yaml" --confirm lab >"$folder/out" 2>&1 </dev/null &
    java=$!
    kill_at_aim 2>/dev/null
    wait "$java" 2>/dev/null
    code=$?
    step=$(last_step)
    if [ "$code" != 137 ]; then
        outcome=uncut detail="ended with $code: $(grep -A 1 -m 1 '^muster: ' "$folder/out" | tr -s '\n ' ' ')"
        # Something that the cut before this one left, and nobody had told.
        [ "$code" != 4 ] || outcome=left
        return
    fi
    # A command that was under way when Muster died still comes to its end on the node.
    sleep 1
    open=$(open_in_ledger)
    if [ -z "$open" ]; then
        nothing_open
        return
    fi
    if [ "$mode" = deadline ]; then
        seconds=$(seconds_to_deadline)
        if ! well_within $((seconds + heal_seconds)); then
            outcome=left detail=$wrong
            return
        fi
    fi
    reported || return
    "$muster" heal >"$folder/heal" 2>&1
    code=$?
    if [ "$code" != 0 ] || [ -n "$(open_in_ledger)" ]; then
        outcome=left detail="heal ended with $code: $(tr '\n' ' ' <"$folder/heal")"
        return
    fi
    if ! well_within 10; then
        outcome=left detail="after heal: $wrong"
        return
    fi
    if [ -n "$(locked)$(written)" ]; then
        outcome=left detail="after heal: $(locked | tr '\n' ' ') $(written)"
        return
    fi
    outcome=reported
    [ "$mode" = next ] || outcome=healed
}

# Nothing is in the ledger: then nothing may be on the nodes, and nothing may be reported.
nothing_open() {
    outcome=nothing
    "$muster" heal --dry-run >"$folder/next" 2>&1
    ! grep -q '^open: ' "$folder/next" || outcome=unreported detail="the ledger is empty, but: $(tr '\n' ' ' <"$folder/next")"
    [ -z "$(open_on_nodes)" ] || outcome=unreported detail="armed on a node, not in the ledger: $(open_on_nodes | tr '\n' ' ')"
    well_within 10 || outcome=unreported detail=$wrong
    [ "$outcome" = nothing ] || return
    "$muster" heal >"$folder/heal" 2>&1 || outcome=left detail="heal ended with $?: $(tr '\n' ' ' <"$folder/heal")"
    [ -z "$(written)" ] || outcome=left detail="after heal: $(written)"
}

# written: the runs whose keys nobody has proved gone.
written() {
    for each in "$MUSTER_STATE_HOME"/workloads/*; do
        [ ! -e "$each" ] || printf 'keys of %s ' "${each##*/}"
    done
}

# reported: whether the next start is refused with all that is open and nothing else.
reported() {
    "$muster" run "$folder/cut-$fault.yaml" --confirm lab >"$folder/next" 2>&1 </dev/null
    code=$?
    said=$(sed -n 's/^        \([a-z-]* of [mp][0-9]* on lab (.*)\)$/\1/p' "$folder/next" | sort)
    if [ "$code" != 4 ] || [ "$said" != "$open" ]; then
        outcome=unreported detail="open: $open; the next start ended with $code and said: $said"
        return 1
    fi
    for each in $(open_on_nodes | tr ' ' '_'); do
        if ! printf '%s\n' "$said" | tr ' ' '_' | grep -q "^${each}_on_lab_"; then
            outcome=unreported detail="armed on a node and not reported: $each; said: $said"
            return 1
        fi
    done
}
