# Sourced by server.sh: what stands in the copies that were kept of a server's data before it was taken away.

# Copies that were kept since then; one that is half made has another name.
remains() {
    for kept in "$home"/kept-[0-9]*; do
        case $kept in *.part) continue ;; esac
        [ -d "$kept" ] || continue
        stamp=${kept##*/kept-}
        [ "$(printf '%s\n' "$1" "$stamp" | sort | head -n 1)" = "$1" ] || continue
        echo "$kept"
    done
}

# On a second copy, so that the kept one stays as it is. In recovery, so that nobody can write; its log goes no further than it did.
remains_serve() {
    remains_end
    cp -a --reflink=auto "$1" "$remains_data"
    rm -f "$remains_data/recovery.signal" "$remains_data/postmaster.pid" "$remains_data/promote"
    : >"$remains_data/standby.signal"
    # shellcheck disable=SC2086 # words or none
    env -i PATH="$PATH" LC_ALL=C TZ=UTC setsid $identity \
        "$postgres_folder/postgres" "--cluster_name=remains-$name" "--config_file=$here/server.conf" \
        "--hba_file=$here/hba.conf" "--ident_file=$remains_data/pg_ident.conf" "--data_directory=$remains_data" \
        "--listen_addresses=$listens" "--port=$remains_port" --unix_socket_directories= --primary_conninfo= --primary_slot_name= \
        </dev/null >"$passing/remains.log" 2>&1 8>&- 9>&- &
    rounds=600
    until "$postgres_folder/psql" -XAtq -w -h "$address" -p "$remains_port" -U muster -d postgres -c 'SELECT 1' >/dev/null 2>&1; do
        rounds=$((rounds - 1))
        if [ "$rounds" = 0 ] || ! kill -0 "$!" 2>/dev/null; then
            echo "$name: no server starts on a copy of $1: $(tail -n 1 "$passing/remains.log")" >&2
            remains_end
            exit 1
        fi
        sleep 0.05
    done
    echo "$name: $1 is served on $address:$remains_port, and takes no write"
}

# Nothing of the copy is wanted afterwards.
remains_end() {
    for pid in $(printf '%s\n' "--cluster_name=remains-$name" | grep -lzFx -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3); do
        kill -QUIT "$pid" 2>/dev/null || :
        while [ -e "/proc/$pid" ] && [ "$(state_of "$pid")" != Z ]; do sleep 0.02; done
    done
    rm -rf "$remains_data"
}
