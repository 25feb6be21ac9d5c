# Sourced by server.sh: what stands in the copies that were kept of a server's data before it was rewound.

# A private server on a second copy, so that the kept one stays as it is: on the node's own loopback, for nobody else.
remains() {
    for kept in "$lab/$name"/kept-[0-9]*; do
        [ -d "$kept" ] || continue
        case $kept in *.part) continue ;; esac
        stamp=${kept##*/kept-}
        [ "$(printf '%s\n' "$1" "$stamp" | sort | head -n 1)" = "$1" ] || continue
        echo "kept $kept"
        answer_of "$kept" "$2"
    done
}

answer_of() {
    copy=$lab/$name/remains
    rm -rf "$copy"
    cp -a --reflink=auto "$1" "$copy"
    rm -f "$copy/standby.signal" "$copy/recovery.signal" "$copy/postmaster.pid" "$copy/promote"
    env -i PATH="$PATH" LC_ALL=C TZ=UTC setsid unshare --user --map-user=postgres --map-group=postgres -- \
        "$postgres_folder/postgres" "--cluster_name=remains-$name" "--config_file=$lab/server.conf" \
        "--hba_file=$lab/hba.conf" "--ident_file=$copy/pg_ident.conf" "--data_directory=$copy" --listen_addresses=127.0.0.1 --port=5433 \
        --unix_socket_directories= --synchronous_standby_names= --autovacuum=off \
        </dev/null >"$lab/$name/remains.log" 2>&1 8>&- 9>&- &
    private=$!
    rounds=300
    until "$postgres_folder/psql" -XAtq -w -h 127.0.0.1 -p 5433 -U muster -d muster -c 'SELECT 1' >/dev/null 2>&1; do
        rounds=$((rounds - 1))
        if [ "$rounds" = 0 ] || ! kill -0 "$private" 2>/dev/null; then
            echo "$name: no server starts on a copy of $1: $(tail -n 1 "$lab/$name/remains.log")" >&2
            kill -QUIT "$private" 2>/dev/null || :
            rm -rf "$copy"
            return 1
        fi
        sleep 0.05
    done
    status=0
    "$postgres_folder/psql" -XAtq -w -v ON_ERROR_STOP=1 -h 127.0.0.1 -p 5433 -U muster -d muster -c "$2" || status=$?
    kill -QUIT "$private"
    wait "$private" 2>/dev/null || :
    rm -rf "$copy"
    return "$status"
}
