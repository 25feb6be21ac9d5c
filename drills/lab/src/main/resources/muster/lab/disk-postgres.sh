# Sourced by disk.sh: what a full disk is to a PostgreSQL primary.

eval "address=\$address_$name"

is_gone() {
    sh "$lab/server.sh" gone "$name"
}

sql() {
    timeout 8 "$postgres_folder/psql" -XAtq -w -h "$address" -p 5432 -U muster -d postgres -c "$1" 2>&1
}

# A standby writes what its primary sends, and does not die for want of space: its receiver tries again for ever.
require_fillable() {
    recovery=$(sql 'SELECT pg_is_in_recovery()') || :
    case $recovery in
        f) ;;
        t)
            echo "$name: is a standby, which does not die of a full disk: fill the primary's" >&2
            exit 1
            ;;
        *)
            echo "$name: does not answer, so nothing was done to it: $recovery" >&2
            exit 1
            ;;
    esac
}

# More log than the files hold that lie ready for it, at most max_wal_size: the next one cannot be made, and a primary that
# cannot write its log ends (PANIC). Its restart needs that file as well. The messages touch no table.
need_space() {
    sql "SELECT count(pg_logical_emit_message(false, 'muster', repeat('0', 1048576))) FROM generate_series(1, 256)"
}

# Its first death may end in a recovery for which the last file had just space enough. Whoever connects then must write the
# catalogue's cache (pg_internal.init) first, for which there is none: that much is lent, or nobody could make it need more.
let_in() {
    truncate -s -1048576 "$filler"
    sql 'SELECT 1' >/dev/null || :
}

last_words() {
    grep -i 'PANIC: .*: no space left on device' | tail -n 1 | sed 's/^.*\(PANIC\):  */\1: /' | cut -c 1-300
}

bring_back() {
    sh "$lab/server.sh" rejoin "$name"
}

is_well() {
    sh "$lab/server.sh" well "$name"
}
