# Sourced by server.sh: the way back of a server that lost a split brain, one step at a time. Who won is said by a person.

reaches() {
    if ! answer=$(ask "$1" 5 'SELECT 1'); then
        echo "$name: $1 does not answer its node (${answer:-no answer within 5 s}): open the way between them first" >&2
        exit 1
    fi
    echo "$name: $1 answers its node"
}

# The copy has its name only when it is whole.
keep_as() {
    if [ -e "$lab/$name/$1" ]; then
        echo "$lab/$name/$1"
        return 0
    fi
    if [ -n "$(processes)" ]; then
        echo "$name: runs, so that a copy of its data would not be whole" >&2
        exit 1
    fi
    rm -rf "$lab/$name/$1.part"
    cp -a --reflink=auto "$data" "$lab/$name/$1.part"
    sync -f "$lab/$name/$1.part"
    mv "$lab/$name/$1.part" "$lab/$name/$1"
    sync -f "$lab/$name"
    echo "$lab/$name/$1"
}

# In recovery, so that nobody can write; without an upstream, so that nothing comes from elsewhere.
hold() {
    stop
    : >"$data/standby.signal"
    held=yes
    spawn
    await_answer
    echo "$name: answers, takes no write and follows nobody"
}

# rewind_to WINNER [--dry-run]: exit 9 if pg_rewind refuses or fails.
rewind_to() {
    stop
    eval "host=\$address_$1"
    # shellcheck disable=SC2086 # a word or none
    if ! as_server "$postgres_folder/pg_rewind" ${2:-} --target-pgdata="$data" --config-file="$lab/$name/postgresql.conf" \
        --source-server="host=$host port=5432 user=muster dbname=postgres" >"$lab/$name/rewind.log" 2>&1; then
        grep -v '^$' "$lab/$name/rewind.log" | tail -n 1 | sed 's/^pg_rewind: //'
        exit 9
    fi
    grep -v '^$' "$lab/$name/rewind.log" | tail -n 3 | sed 's/^pg_rewind: //'
}

copy_of() {
    rival=$1
    rival_timeline=$(timeline_of "$1")
    stop
    copy_from
}

# Who followed the loser past the fork has rows of its branch, and comes back as every server does that went too far. All that it has
# alone was the loser's, too.
company() {
    for other in $servers; do
        case $other in "$name" | "$1") continue ;; esac
        nsenter --net="/proc/$(cat "$lab/$other/holder")/ns/net" sh "$lab/server.sh" rejoin "$other"
    done
}

standby_of() {
    rival=$1
    require_rival
    if [ -n "$(processes)" ] && streams "$(timeline_of "$1")"; then
        echo "$name: streams from $1"
        return 0
    fi
    stop
    stream_from "$1"
}
