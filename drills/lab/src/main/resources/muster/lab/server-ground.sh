# Sourced by server.sh: where a server of the lab has its things, and how it is started there. All servers of a lab lie on one disk, so that
# what each of them is can be read there, whether or not it runs.

lab=$here
. "$lab/settings"
. "$lab/identity.sh"
. "$lab/server-clock.sh"
home=$lab/$name
passing=$home
data=$home/disk/data
lost=$home/disk/lost
log=$home/log
config=$home/postgresql.conf
remains_data=$home/remains
remains_port=5433
newline='
'

address_of() {
    eval "echo \"\$address_$1\""
}

slot_of() {
    echo "$1"
}

address=$(address_of "$name")
listens=$address
# What its connections to other servers need beside an address.
login=

is_primary() {
    is_primary_in "$lab/$1/disk/data"
}

timeline_of() {
    timeline_in "$lab/$1/disk/data"
}

# elsewhere OTHER VERB: the same for another server, on its own node.
elsewhere() {
    nsenter --net="/proc/$(cat "$lab/$1/holder")/ns/net" sh "$lab/server.sh" "$2" "$1"
}

# Nobody else starts what a lever ended here, and the files of others tell what they are, whether or not they answer.
mute=
hold_down() { :; }
stay_down() { :; }
mark_held() { :; }
mark_free() { :; }
hear_out_others() { :; }

# launch: starts the postmaster, and sets pid. The environment is emptied: PostgreSQL reads PG variables. What must stay this server's own
# stands here, because pg_rewind copies everything that lies in the data directory.
launch() {
    [ -e "$config" ] || begin
    # shellcheck disable=SC2046 # no path of the lab's holds a line break, and IFS splits at these alone
    IFS="$newline"
    set -- $(clock_environment)
    unset IFS
    # shellcheck disable=SC2086 # words
    env -i PATH="$PATH" LC_ALL=C TZ=UTC "$@" setsid $identity \
        "$postgres_folder/postgres" "--cluster_name=$name" "--config_file=$config" \
        "--hba_file=$lab/hba.conf" -D "$data" "--listen_addresses=$address" --port=5432 \
        --unix_socket_directories= ${held:+--primary_conninfo=} ${held:+--primary_slot_name=} </dev/null >>"$log" 2>&1 8>&- 9>&- &
    pid=$!
    echo "$pid" >"$home/pid"
}

# The first start: p1 as a primary, the others as its standbys, all from the template.
begin() {
    cp -a --reflink=auto "$lab/template/data" "$data"
    for slot in p1 p2 p3; do
        case " $servers " in *" $slot "*) [ "$slot" = "$name" ] || continue ;; esac
        rm -rf "$data/pg_replslot/$slot"
    done
    upstream p1
    [ "$name" = p1 ] || : >"$data/standby.signal"
    printf '%s\n' "include '../server.conf'" "include 'upstream.conf'" "include_if_exists 'drill.conf'" >"$config"
}

# Verbs that no other ground has:
#   sh server.sh jump NAME SECONDS         lets it see a time that is so much later than it is, or earlier if below 0
#   sh server.sh jumped NAME SECONDS       exit 0 if its clock is so much off its node's
#   sh server.sh on-time NAME              lets it see its node's time
#   sh server.sh punctual NAME             exit 0 if it is well and its clock is its node's
own_verb() {
    case $1 in
        jump) jump "$3" ;;
        jumped) jumped "$3" ;;
        on-time) on_time ;;
        punctual) punctual ;;
        *) unknown_verb ;;
    esac
}
