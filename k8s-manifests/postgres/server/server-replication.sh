# Sourced by server.sh: who follows whom, and how a server that left comes back.

# upstream OF: whom this server streams from whenever it is a standby.
upstream() {
    cat >"$home/upstream.conf.new" <<END
primary_conninfo = 'host=$(address_of "$1") port=5432 user=repl application_name=$name connect_timeout=2$login'
primary_slot_name = '$(slot_of "$name")'
END
    mv "$home/upstream.conf.new" "$home/upstream.conf"
}

# The newest timeline that data on this disk know, as a decimal number: each but the first has a history file.
timeline_in() {
    newest=$(cd "$1/pg_wal" 2>/dev/null && printf '%s\n' *.history | sort | tail -n 1)
    case $newest in
        [0-9A-F]*.history) echo $((0x${newest%.history})) ;;
        *) echo 1 ;;
    esac
}

# is_primary_in DATA: judged by its files, so that neither a packet filter nor a stopped process hides a second primary.
is_primary_in() {
    [ -e "$1/PG_VERSION" ] && [ ! -e "$1.half" ] || return 1
    [ ! -e "$1/standby.signal" ] || [ -e "$1/promote" ]
}

# Sets rival to the other server that is, or was when it ended, the primary of the newest timeline; empty if there is none.
find_rival() {
    rival=
    rival_timeline=0
    for other in $servers; do
        [ "$other" != "$name" ] || continue
        is_primary "$other" || continue
        timeline=$(timeline_of "$other")
        # One that fell silent between two questions.
        [ "$timeline" != 0 ] || mute="$mute $other"
        [ "$timeline" -gt "$rival_timeline" ] || continue
        rival=$other
        rival_timeline=$timeline
    done
}

# A slot for every other server, on standbys as well, so that a promoted one can serve them at once. A slot that nobody uses
# on a standby would keep WAL for ever: it is made anew, and keeps nothing until it is used.
slots() {
    for other in $servers; do
        [ "$other" != "$name" ] || continue
        slot=$(slot_of "$other")
        ask "$name" 5 "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE slot_name = '$slot' AND NOT active AND restart_lsn IS NOT NULL AND pg_is_in_recovery()" >/dev/null &&
            ask "$name" 5 "SELECT pg_create_physical_replication_slot('$slot')
                WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '$slot')" >/dev/null || {
            echo "$name: the slot $slot cannot be made" >&2
            return 1
        }
    done
}

# slot_at SERVER: its slot for this server.
slot_at() {
    slot=$(slot_of "$name")
    answer=$(ask "$1" 5 "SELECT pg_create_physical_replication_slot('$slot')
        WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '$slot')") || {
        echo "$name: $1 makes no slot for it: $answer" >&2
        return 1
    }
}

receiver="SELECT status || ' ' || received_tli || ' ' || coalesce(sender_host, '') FROM pg_stat_wal_receiver"

# streams TIMELINE: whether it streams, on that timeline.
streams() {
    seen=$(ask "$name" 2 "$receiver") || return 1
    case $seen in "streaming $1 "*) return 0 ;; esac
    return 1
}

await_stream() {
    give_up=$(($(date +%s) + $2))
    until streams "$1"; do
        [ "$(date +%s)" -le "$give_up" ] || return 1
        sleep 0.05
    done
}

promote() {
    if [ "$(ask "$name" 2 'SELECT pg_is_in_recovery()')" != t ]; then
        echo "$name: is no standby that answers, so it cannot be promoted" >&2
        exit 1
    fi
    answer=$(ask "$name" 30 'SELECT pg_promote(true, 25)')
    if [ "$answer" != t ]; then
        echo "$name: was not promoted: $answer" >&2
        exit 1
    fi
    ask "$name" 30 CHECKPOINT
    echo "$name: promoted, timeline $(timeline_of "$name")"
}

follow() {
    if [ "$(ask "$name" 2 'SELECT pg_is_in_recovery()')" != t ]; then
        echo "$name: is no standby that answers, so it follows nobody" >&2
        exit 1
    fi
    slot_at "$1"
    upstream "$1"
    kill -HUP "$(postmaster)"
    if ! await_stream "$(timeline_of "$1")" 10; then
        echo "$name: does not stream from $1: ${seen:-nothing}; $(last_words)" >&2
        exit 1
    fi
    echo "$name: streams from $1"
}

# stop: ends it if it runs; in order if it can.
stop() {
    stay_down
    [ -n "$(processes)" ] || return 0
    pid=$(postmaster)
    [ -z "$pid" ] || kill -INT "$pid"
    await_end 10 || kill -KILL $(processes) 2>/dev/null || :
    await_end 5
}

# A whole copy of its data, which no drill ever deletes.
keep() {
    kept=$home/kept-$(date -u +%Y%m%dT%H%M%SZ)
    [ ! -e "$kept" ] || kept=$kept-$$
    cp -a --reflink=auto "$data" "$kept.part"
    mv "$kept.part" "$kept"
    echo "$name: its data as it was is kept in $kept"
}

stream_from() {
    : >"$data/standby.signal"
    # Settings of the other server that ALTER SYSTEM wrote would go before this server's own.
    [ ! -e "$data/postgresql.auto.conf" ] || sed -i '/^primary_/d' "$data/postgresql.auto.conf"
    upstream "$1"
    slot_at "$1"
    spawn
    await_answer
    slots
    if ! await_stream "$(timeline_of "$1")" 20; then
        echo "$name: does not stream from $1: ${seen:-nothing}; $(last_words)" >&2
        exit 1
    fi
    echo "$name: streams from $1 on timeline $(timeline_of "$1")"
}

require_rival() {
    give_up=$(($(date +%s) + 10))
    until ask "$rival" 2 'SELECT 1' >/dev/null; do
        if [ "$(date +%s)" -gt "$give_up" ]; then
            echo "$name: $rival is the primary of timeline $rival_timeline and does not answer; heal $rival first" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# Until a rewind or a copy comes to its end the data are those of two servers: nothing may start them, and their files tell nothing of it.
begin_rewind() {
    : >"$data.half"
    sync -f "$data.half"
}

# With the signal first: rewound data that were taken for a primary's would be a second one of its timeline.
end_rewind() {
    : >"$data/standby.signal"
    sync -f "$data"
    rm -f "$data.half"
}

rewind() {
    require_rival
    stop
    keep
    ask "$rival" 30 CHECKPOINT
    begin_rewind
    if as_server "$postgres_folder/pg_rewind" --target-pgdata="$data" --config-file="$config" \
        --source-server="host=$(address_of "$rival") port=5432 user=muster dbname=postgres" >"$home/rewind.log" 2>&1; then
        echo "$name: $(sed -n 's/^pg_rewind: \(servers diverged.*\|no rewind required\)/\1/p' "$home/rewind.log")"
        # It is consistent only at the end of what its source had written, and an idle source has not flushed that yet.
        ask "$rival" 30 CHECKPOINT
        end_rewind
        stream_from "$rival"
        return 0
    fi
    echo "$name: pg_rewind refused: $(tail -n 1 "$home/rewind.log"); its data is made anew"
    copy_from
}

# pg_basebackup into a folder of another name, so that half a copy is never taken for data.
copy_from() {
    require_rival
    slot_at "$rival"
    rm -rf "$data.new"
    if ! as_server "$postgres_folder/pg_basebackup" --pgdata="$data.new" --wal-method=stream --checkpoint=fast --slot="$(slot_of "$name")" \
        --dbname="host=$(address_of "$rival") port=5432 user=repl" >"$home/basebackup.log" 2>&1; then
        echo "$name: pg_basebackup from $rival failed: $(tail -n 1 "$home/basebackup.log")" >&2
        exit 1
    fi
    rm -rf "$data"
    mv "$data.new" "$data"
    end_rewind
    stream_from "$rival"
}

rebuild() {
    find_rival
    if [ -z "$rival" ]; then
        echo "$name: no other server is a primary, so there is nothing to copy" >&2
        exit 1
    fi
    require_rival
    stop
    [ ! -e "$data/PG_VERSION" ] || keep
    copy_from
}

start_as_it_was() {
    spawn
    await_answer
    answers
}

# A standby may have to follow another server than before, and may itself have gone further than the new primary did.
rejoin_standby() {
    spawn
    await_answer
    if streams "$rival_timeline"; then
        echo "$name: streams: $seen"
        return 0
    fi
    if ! ask "$rival" 2 'SELECT 1' >/dev/null; then
        upstream "$rival"
        kill -HUP "$(postmaster)"
        echo "$name: runs as a standby of $rival, which does not answer"
        return 0
    fi
    slot_at "$rival"
    said=$(wc -c <"$log")
    if ! grep -q "host=$(address_of "$rival") " "$home/upstream.conf"; then
        upstream "$rival"
        kill -HUP "$(postmaster)"
    fi
    give_up=$(($(date +%s) + 20))
    until streams "$rival_timeline"; do
        # Its own words for data that the primary never had.
        ! tail -c "+$said" "$log" | grep -q 'forked off current database system timeline' || break
        [ "$(date +%s)" -le "$give_up" ] || break
        sleep 0.05
    done
    if streams "$rival_timeline"; then
        echo "$name: streams: $seen"
        return 0
    fi
    # A standby has the history of timelines that it cannot follow: what it replayed last tells which one it is on.
    if [ "$(ask "$name" 2 'SELECT min_recovery_end_timeline FROM pg_control_recovery()')" = "$rival_timeline" ]; then
        echo "$name: does not stream from $rival: ${seen:-nothing}; $(last_words)" >&2
        exit 1
    fi
    echo "$name: went further than $rival did: $(last_words)"
    rewind
}

rejoin() {
    find_rival
    if [ ! -e "$data/PG_VERSION" ] || [ -e "$data.half" ]; then
        [ -n "$rival" ] || { echo "$name: its data is gone or half rewound, and no other server is a primary" >&2 && exit 1; }
        stop
        copy_from
        return 0
    fi
    if [ -z "$rival" ] && is_primary "$name"; then
        hear_out_others
    fi
    if [ -z "$rival" ]; then
        start_as_it_was
        return 0
    fi
    if ! is_primary "$name"; then
        rejoin_standby
        return 0
    fi
    own=$(timeline_of "$name")
    if [ "$own" -lt "$rival_timeline" ]; then
        rewind
        return 0
    fi
    if [ "$own" = "$rival_timeline" ]; then
        echo "$name: $rival is a primary of timeline $own as well: a person must say which of them wins" >&2
        exit 1
    fi
    start_as_it_was
    for other in $servers; do
        [ "$other" != "$name" ] || continue
        is_primary "$other" || continue
        elsewhere "$other" rejoin
    done
}

well() {
    pid=$(postmaster)
    if [ -z "$pid" ]; then
        echo "$name: no process: $(last_words)"
        exit 1
    fi
    if ! recovery=$(ask "$name" 2 'SELECT pg_is_in_recovery()'); then
        echo "$name: process $pid does not answer on $address:5432: $recovery"
        exit 1
    fi
    find_rival
    if [ "$recovery" = f ]; then
        if [ -n "$rival" ]; then
            echo "$name: is a primary, and so is $rival"
            exit 1
        fi
        if [ -n "$mute" ]; then
            echo "$name: is a primary, and$mute does not answer, which may be one too"
            exit 1
        fi
        echo "$name: answers on $address:5432, the only primary, timeline $(timeline_of "$name")"
        return 0
    fi
    if [ -z "$rival" ]; then
        echo "$name: answers on $address:5432, a standby; no server${mute:+ that answers} is a primary"
        return 0
    fi
    if ! streams "$rival_timeline"; then
        if ! ask "$rival" 2 'SELECT 1' >/dev/null; then
            echo "$name: answers on $address:5432, a standby; the primary $rival does not answer"
            return 0
        fi
        echo "$name: is a standby and does not stream on timeline $rival_timeline of $rival: ${seen:-nothing}"
        exit 1
    fi
    echo "$name: answers on $address:5432, a standby that streams on timeline $rival_timeline"
}
