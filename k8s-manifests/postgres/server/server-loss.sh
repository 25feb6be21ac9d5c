# Sourced by server.sh: the loss of one server's data, and what must be true of a copy that takes their place.

# The data are moved away, as a whole: what nobody else has can be put back.
lose() {
    if [ -e "$lost" ]; then
        echo "$name: its data were lost before: nothing was done to it" >&2
        exit 1
    fi
    require_process
    mkdir "$lost"
    end KILL
    if ! await_end 5; then
        echo "$name: its processes do not end" >&2
        exit 1
    fi
    mv "$data" "$lost/data"
    echo "$name: its data directory is gone"
}

# lost: stays true when a copy runs in the place of what was lost.
lost() {
    if [ ! -e "$lost/data" ]; then
        echo "$name: has its data"
        exit 1
    fi
    if [ -e "$data/PG_VERSION" ]; then
        echo "$name: its own data stay lost, a copy is in their place"
        return 0
    fi
    words=$(gone) || { echo "$words" && exit 1; }
    echo "$words, and it has no data directory"
}

# Where no other server is a primary there is nothing to copy, and nobody else has what is in the lost data.
whole() {
    find_rival
    if [ -e "$lost/data" ] && [ ! -e "$data/PG_VERSION" ] && [ -z "$rival" ]; then
        rm -rf "$data"
        mv "$lost/data" "$data"
        echo "$name: no other server is a primary: its data were put back"
    fi
    rejoin
    rm -rf "$lost"
}

# same_as_rival SQL WHAT: sets own to the server's answer, if the primary gives the same; otherwise prints the difference.
same_as_rival() {
    own=$(ask "$name" 5 "$1") && its=$(ask "$rival" 5 "$1") && [ "$own" = "$its" ] && return 0
    echo "$name: $2 is ${own:-unknown}, that of $rival is ${its:-unknown}"
    return 1
}

# proved_copy: prints that it belongs to the rival's cluster, follows its timeline, and that its slot there is in use.
proved_copy() {
    same_as_rival 'SELECT system_identifier FROM pg_control_system()' 'its system identifier' || return 1
    identifier=$own
    if ! streams "$rival_timeline"; then
        echo "$name: does not stream on timeline $rival_timeline of $rival: ${seen:-nothing}"
        return 1
    fi
    slot=$(ask "$rival" 5 "SELECT active || ', ' || wal_status FROM pg_replication_slots WHERE slot_name = '$(slot_of "$name")'") || return 1
    case $slot in
        'true, reserved' | 'true, extended') ;;
        *)
            echo "$name: its slot at $rival is not in use: ${slot:-there is none}"
            return 1
            ;;
    esac
    echo "$name: system identifier $identifier and timeline $rival_timeline as $rival, its slot there is active"
}

restored() {
    if [ -e "$lost" ]; then
        echo "$name: its lost data are still there"
        exit 1
    fi
    words=$(well) || { echo "$words" && exit 1; }
    find_rival
    if [ -z "$rival" ] || ! ask "$rival" 2 'SELECT 1' >/dev/null; then
        echo "$words"
        return 0
    fi
    proved_copy || exit 1
}
