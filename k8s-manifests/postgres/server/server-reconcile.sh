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
    if [ -e "$home/$1" ]; then
        echo "$home/$1"
        return 0
    fi
    if [ -n "$(processes)" ]; then
        echo "$name: runs, so that a copy of its data would not be whole" >&2
        exit 1
    fi
    rm -rf "$home/$1.part"
    cp -a --reflink=auto "$data" "$home/$1.part"
    sync -f "$home/$1.part"
    mv "$home/$1.part" "$home/$1"
    sync -f "$home"
    echo "$home/$1"
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
    if [ -e "$data.half" ]; then
        echo "its data is half rewound, by an attempt that did not come to its end"
        exit 9
    fi
    [ -n "${2:-}" ] || begin_rewind
    # shellcheck disable=SC2086 # a word or none
    if ! as_server "$postgres_folder/pg_rewind" ${2:-} --target-pgdata="$data" --config-file="$config" \
        --source-server="host=$(address_of "$1") port=5432 user=muster dbname=postgres" >"$home/rewind.log" 2>&1; then
        grep -v '^$' "$home/rewind.log" | tail -n 1 | sed 's/^pg_rewind: //'
        exit 9
    fi
    [ -n "${2:-}" ] || end_rewind
    grep -v '^$' "$home/rewind.log" | tail -n 3 | sed 's/^pg_rewind: //'
}

copy_of() {
    rival=$1
    rival_timeline=$(timeline_of "$1")
    stop
    copy_from
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
