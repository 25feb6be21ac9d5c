#!/bin/sh
# The first process of the container. It starts PostgreSQL when that is wanted, and otherwise leaves it alone: a drill can end, pause, rewind
# and copy it in the living container, and neither this nor the kubelet starts it meanwhile. What dies unasked ends the container, and
# the kubelet starts it again.
set -u
export LC_ALL=C
name=$POD_NAME
passing=/run/muster
child=
comer=
ending=

say() {
    echo "muster: $*"
}

# Names of libpq's password file end at a colon.
password_line() {
    printf '*:*:*:%s:%s\n' "$1" "$(sed 's/[\\:]/\\&/g' "/run/passwords/$1")"
}

# Pods are told to end in order: that is a fast shutdown, at which the standbys get all that there is.
end() {
    ending=yes
    rm -f "$passing/wanted"
    [ -z "$comer" ] || kill "$comer" 2>/dev/null
    [ -z "$child" ] || kill -INT "$child" 2>/dev/null
}
trap end TERM INT

# A signal cuts a wait short.
wait_for() {
    while kill -0 "$1" 2>/dev/null; do wait "$1"; done
}

# A former primary whose place may have been taken is started at last all the same, when nobody could be asked for a minute: otherwise two
# servers that lost their power together would wait for each other.
come() {
    rounds=6
    while :; do
        sh /muster/server.sh come "$name" && return
        case $? in
            5)
                rounds=$((rounds - 1))
                if [ "$rounds" = 0 ]; then
                    say "nobody else answered for a minute: $name starts as what it was"
                    sh /muster/server.sh start "$name"
                    return
                fi
                ;;
            *) sleep 2 ;;
        esac
    done
}

umask 077
rm -f "$passing/wanted"
: >"$passing/log"
{ password_line muster && password_line repl; } >"$passing/pgpass"
printf '%s\n' "include '/muster/server.conf'" "include_if_exists '/data/upstream.conf'" \
    "include_if_exists '$passing/drill.conf'" >"$passing/postgresql.conf"
[ ! -d /data/pgdata ] || chmod 0700 /data/pgdata
tail -n +1 -F "$passing/log" 2>/dev/null &

if [ -e "$passing/held" ]; then
    say "a drill holds $name: it is started when that heals"
else
    come &
    comer=$!
fi
while [ -z "$ending" ]; do
    if [ -e "$passing/wanted" ]; then
        # shellcheck disable=SC2046 # words
        env -i PATH="$PATH" LC_ALL=C TZ=UTC postgres "--cluster_name=$name" "--config_file=$passing/postgresql.conf" \
            --hba_file=/muster/hba.conf -D /data/pgdata '--listen_addresses=*' --port=5432 --unix_socket_directories= \
            $(cat "$passing/wanted") </dev/null >>"$passing/log" 2>&1 &
        child=$!
        wait_for "$child"
        child=
        if [ -z "$ending" ] && [ -e "$passing/wanted" ]; then
            say "PostgreSQL ended, and nobody asked for that: $(tail -n 1 "$passing/log")"
            exit 1
        fi
    else
        sleep 0.1 &
        wait $!
    fi
done
say "$name has ended"
