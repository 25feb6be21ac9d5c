# Sourced by pods.sh: what is true of PostgreSQL in the pods, seen without Muster. nodes are the servers' names.

# in_pod POD COMMAND...: ssh makes one text of its words, which a shell reads again.
in_pod() {
    pod=$1
    shift
    words=
    for word; do words="$words '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'"; done
    on_node "${nodes%%[!a-z0-9.-]*}" "k3s kubectl exec -n muster-postgres $pod -- $words"
}

pods() {
    on_node "${nodes%%[!a-z0-9.-]*}" k3s kubectl get pods -n muster-postgres -o name | sed 's,^pod/,,'
}

# pods_unwell: prints what is wrong; nothing if one server is the primary, every other streams from it, and nothing of a drill is left.
pods_unwell() {
    primaries=0
    for each in $(pods); do
        said=$(in_pod "$each" sh /muster/server.sh well "$each" 2>&1) || echo "$each: $said"
        case $said in *'the only primary'*) primaries=$((primaries + 1)) ;; *'a standby that streams'*) ;; *) echo "$each: $said" ;; esac
        held=$(in_pod "$each" sh -c '[ ! -e /run/muster/held ] || echo "a drill holds it"') || held='does not answer'
        [ -z "$held" ] || echo "$each: $held"
    done
    [ "$primaries" = 1 ] || echo "$primaries primaries"
    unwell
}

# pods_well_within SECONDS: waits until nothing is wrong; sets wrong to what still is.
pods_well_within() {
    until_uptime=$(($(uptime_seconds) + $1))
    while :; do
        wrong=$(pods_unwell)
        [ -n "$wrong" ] || return 0
        [ "$(uptime_seconds)" -lt "$until_uptime" ] || break
        sleep 1
    done
    wrong=$(echo "$wrong" | tr '\n' ';')
    return 1
}

# acknowledged RUN: the numbers of the writes that a client was told are safe, a line each.
acknowledged() {
    awk -F '[:,]' '
        /^{"send":/ && /"kind":"write"/ { written[$2] = 1 }
        /^{"done":/ && /"outcome":"acked"/ && ($2 in written) { print $2 }' "$1/history.jsonl" | sort -u
}

# standing SCHEMA SERVER PORT: the numbers of the writes that stand on a server.
standing() {
    in_pod "$2" sh -c "PGPASSFILE=/run/muster/pgpass psql -XAtqw -h $2.postgres -p $3 -U muster -d muster -c 'SELECT op FROM $1.writes'" 2>/dev/null
}

# missing_of ACKNOWLEDGED RUN: those that stand neither on a server nor in a copy that it kept since the run began.
missing_of() {
    schema=$(schema_of "$2")
    began=$(basename "$2" | tr -d ':-' | cut -c 1-15)
    for each in $(pods); do
        standing "$schema" "$each" 5432
        for copy in $(in_pod "$each" sh /muster/server.sh remains "$each" "$began"); do
            in_pod "$each" sh /muster/server.sh remains-serve "$each" "$copy" >/dev/null && standing "$schema" "$each" 5433
            in_pod "$each" sh /muster/server.sh remains-end "$each"
        done
    done | sort -u >"$folder/standing"
    comm -23 "$1" "$folder/standing" | head -n 20 | tr '\n' ' '
}

# As the store names it: the run's own name, in letters that need no quotes.
schema_of() {
    run=$(sed -n 's/.*"facts":{"run":"\([^"]*\)".*/\1/p' "$1/journal.jsonl" | head -n 1)
    echo "muster_run_$(echo "$run" | tr 'A-Z' 'a-z' | tr -c 'a-z0-9_\n' '_')"
}
