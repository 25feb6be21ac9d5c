# Sourced by server.sh: where a server in a pod has its things, and how it is started there. Its data lie on the pod's claim. The volume of
# what passes goes with the pod, and so does all that a drill left there.
#
# The container's first process starts PostgreSQL, so that it belongs to the container, whoever wished for it:
#   $passing/wanted   is there while it shall run; what stands in it goes onto its command line
#   $passing/held     is there while a drill holds it: nothing else may start it, and no probe judges it

home=/data
passing=/run/muster
data=$home/pgdata
lost=$home/lost
log=$passing/log
config=$passing/postgresql.conf
remains_data=$home/remains
remains_port=5433
identity=
postgres_folder=$(dirname "$(command -v postgres)")
listens='*'
login=" passfile=$passing/pgpass"
export PGPASSFILE="$passing/pgpass"
# How long others are waited for before it is called unknown what they are.
patience_seconds=10

as_server() {
    "$@"
}

# The StatefulSet's own pods, by the names that it gives them.
servers=
ordinal=0
while [ "$ordinal" -lt "$SERVERS" ]; do
    servers="$servers ${name%-*}-$ordinal"
    ordinal=$((ordinal + 1))
done

address_of() {
    echo "$1.$SERVICE"
}

slot_of() {
    echo "$1" | tr '.-' '__'
}

address=$(address_of "$name")

# there OTHER: whether the cluster's DNS knows it. A pod that does not exist is no primary.
there() {
    getent ahostsv4 "$(address_of "$1")" >/dev/null
}

# is_primary SERVER: of another server its own word counts, because its files are out of reach.
is_primary() {
    if [ "$1" = "$name" ]; then
        is_primary_in "$data"
        return
    fi
    there "$1" || return 1
    if recovering=$(ask "$1" 2 'SELECT pg_is_in_recovery()'); then
        [ "$recovering" = f ]
        return
    fi
    mute="$mute $1"
    return 1
}

timeline_of() {
    if [ "$1" = "$name" ]; then
        timeline_in "$data"
        return
    fi
    timeout 3 "$postgres_folder/psql" -XAtq -w "host=$(address_of "$1") port=5432 user=muster replication=database dbname=postgres" \
        -c IDENTIFY_SYSTEM 2>/dev/null 8>&- 9>&- | cut -d '|' -f 2 | grep -x '[0-9][0-9]*' || echo 0
}

# hear_out_others: before a former primary is let go. Who does not answer may be the primary by now, and then this one would be the second.
hear_out_others() {
    until_then=$(($(date +%s) + patience_seconds))
    while :; do
        mute=
        find_rival
        [ -z "$rival" ] && [ -n "$mute" ] || return 0
        [ "$(date +%s)" -lt "$until_then" ] || break
        sleep 0.5
    done
    echo "$name: was the primary, and$mute does not answer, which may be it now: left as it is" >&2
    exit 5
}
mute=

elsewhere() {
    echo "$name: $1 is another pod: $2 it there" >&2
    return 1
}

hold_down() {
    mark_held
    stay_down
}

stay_down() {
    rm -f "$passing/wanted"
}

mark_held() {
    : >"$passing/held"
}

mark_free() {
    rm -f "$passing/held"
}

# launch: has the first process start the postmaster, and sets pid.
launch() {
    # What is free now shall not be held when the container starts anew.
    mark_free
    echo "${held:+--primary_conninfo= --primary_slot_name=}" >"$passing/wanted.new"
    mv "$passing/wanted.new" "$passing/wanted"
    rounds=100
    while pid=$(postmaster) && [ -z "$pid" ] && [ "$rounds" -gt 0 ]; do
        rounds=$((rounds - 1))
        sleep 0.05
    done
    pid=${pid:-0}
}

sql_text() {
    sed "s/'/''/g; 1s/^/'/; \$s/\$/'/" "/run/passwords/$1"
}

# The first data of all: by initdb, under another name until they are whole.
begin() {
    if grep -qx change-me /run/passwords/muster /run/passwords/repl; then
        echo "$name: the passwords are still those of the example: write your own into passwords.env, and apply again" >&2
        exit 1
    fi
    rm -rf "$data.new"
    initdb --pgdata="$data.new" --username=muster --auth=scram-sha-256 --pwfile=/run/passwords/muster --encoding=UTF8 \
        --locale=C.UTF-8 --data-checksums --no-instructions >"$passing/initdb.log" 2>&1 || {
        echo "$name: initdb failed: $(tail -n 1 "$passing/initdb.log")" >&2
        exit 1
    }
    postgres --single -j -c password_encryption=scram-sha-256 -D "$data.new" template1 >"$passing/initdb.log" 2>&1 <<END || {
CREATE ROLE repl REPLICATION LOGIN PASSWORD $(sql_text repl);

CREATE DATABASE muster;

END
        echo "$name: its roles cannot be made: $(tail -n 1 "$passing/initdb.log")" >&2
        exit 1
    }
    sync -f "$data.new"
    mv "$data.new" "$data"
    upstream "$name"
    echo "$name: new data were made: nobody else has any"
}

# come: what the first process does when its container starts. The first pod of all makes the data, every later one copies them from the
# primary; a former primary whose place was taken comes back as its standby.
come() {
    if [ -e "$lost" ]; then
        whole
        return
    fi
    if [ -e "$data/PG_VERSION" ]; then
        rejoin
        return
    fi
    there "$name" || {
        echo "$name: the cluster's DNS does not know it yet" >&2
        exit 1
    }
    find_rival
    if [ -n "$rival" ]; then
        copy_from
        return
    fi
    for other in $servers; do
        if [ "$other" != "$name" ] && there "$other"; then
            echo "$name: has no data, and $other is there and is no primary that answers: waiting for one" >&2
            exit 1
        fi
    done
    case $name in
        *-0) ;;
        *)
            echo "$name: has no data, and no primary is there" >&2
            exit 1
            ;;
    esac
    begin
    start_as_it_was
}

# What a drill wants to know of a pod before it begins.
survey() {
    [ ! -e "$passing/held" ] || { echo "$name: a drill holds it: it was not healed" && exit 1; }
    echo "used_bytes=$(du -sB1 "$data" 2>/dev/null | cut -f 1)"
    echo "free_bytes=$(df --output=avail -B1 "$home" | tail -n 1 | tr -d ' ')"
}

# Verbs that no other ground has:
#   sh server.sh come NAME      what its container does at its start
#   sh server.sh survey NAME    what a drill wants to know of it, as NAME=VALUE
#   sh server.sh password NAME  the password of the role muster
own_verb() {
    case $1 in
        come)
            alone
            come
            ;;
        survey) survey ;;
        password) cat /run/passwords/muster ;;
        *) unknown_verb ;;
    esac
}
