#!/bin/sh
# Compares the rows that reconcile names on a K3s cluster with what both servers' own psql shows before the rewind: a pair in pods is split,
# random rows are written on both sides, and every row that the rewind would throw away must be named, in the right words, and none beside.
# A real cluster is harmed: the rows of its losing side are thrown away.
#
#   pod-rows.sh --kubeconfig FILE --context NAME --ssh CONFIG [--loads N] [--lock FILE] [--results FILE]
#
#   --loads N        how many; 3 if not given
#   --lock FILE      is held (flock) during each load, where others use the cluster too
#   --results FILE   one line for each load is appended to it
#
# Ends with 1 if the rows differ, or the servers are not one primary and its standby afterwards.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
. "$here/proof/site.sh"
loads=3 lock=/dev/null results=/dev/null
read_flags "loads lock results" "$@"
. "$here/proof/node-k3s.sh"
. "$here/proof/pods.sh"
. "$here/proof/chance.sh"
begin_site rows
"$muster" site allow drilled >/dev/null || exit 3

# told SERVER SQL
told() {
    in_pod "$1" sh -c "PGPASSFILE=/run/muster/pgpass psql -XAtqw -v ON_ERROR_STOP=1 -h $1.postgres -U muster -d muster -c \"$2\""
}

rows_of() {
    told "$1" 'SELECT id, v FROM drilled ORDER BY id'
}

# roles: sets primary and standby, which are there.
roles() {
    for each in $(pods); do
        case $(in_pod "$each" sh /muster/server.sh well "$each" 2>&1) in
            *'the only primary'*) primary=$each ;;
            *'a standby that streams'*) standby=$each ;;
        esac
    done
}

# changes SIDE: statements that insert, change and delete at random. Every value is written once.
changes() {
    number=0
    while [ "$number" -lt 60 ]; do
        number=$((number + 1))
        case $(below 4) in
            0) echo "INSERT INTO drilled VALUES ($((1000 + $(below 80))), '$1 $number') ON CONFLICT (id) DO UPDATE SET v = excluded.v;" ;;
            1 | 2) echo "UPDATE drilled SET v = '$1 $number' WHERE id = $((1 + $(below 200)));" ;;
            3) echo "DELETE FROM drilled WHERE id = $((1 + $(below 200)));" ;;
        esac
    done
}

# truth: what became of the rows past the fork, seen from the losing side, as far as its rewind throws it away.
truth() {
    awk -F '|' '
        FILENAME ~ /fork$/ { fork[$1] = $2; keys[$1] = 1; next }
        FILENAME ~ /loser$/ { ours[$1] = $2; keys[$1] = 1; next }
        { theirs[$1] = $2; keys[$1] = 1 }
        END {
            for (key in keys) {
                stood = key in fork; own = key in ours; other = key in theirs
                if (own == other && (!own || ours[key] == theirs[key])) continue
                changed = own && (!stood || ours[key] != fork[key])
                moved = other && (!stood || theirs[key] != fork[key])
                if (own && other) word = changed && moved ? "changed on both sides" : changed ? "changed here" : ""
                else if (own) word = !stood ? "only here" : changed ? "changed here, deleted there" : ""
                else word = !stood ? "" : moved ? "deleted here, changed there" : "deleted here"
                if (word != "") print key ": " word
            }
        }' "$folder/fork" "$folder/loser" "$folder/winner" | sort
}

load() {
    pods_well_within 60 || { tell left "$wrong" && return; }
    roles
    told "$primary" 'SET client_min_messages = warning; DROP TABLE IF EXISTS drilled; CREATE TABLE drilled (id int PRIMARY KEY, v text);
        INSERT INTO drilled SELECT id, id::text FROM generate_series(1, 200) id' || { tell left "$primary takes no table" && return; }
    until [ "$(told "$standby" 'SELECT count(*) FROM drilled' 2>/dev/null)" = 200 ]; do sleep 0.2; done
    rows_of "$primary" >"$folder/fork"
    in_pod "$standby" sh /muster/server.sh promote "$standby" >/dev/null || { tell left "$standby is not promoted" && return; }
    told "$primary" "$(changes "$primary")"
    told "$standby" "$(changes "$standby")"
    rows_of "$primary" >"$folder/loser"
    rows_of "$standby" >"$folder/winner"
    truth >"$folder/truth"
    rm -rf "$MUSTER_STATE_HOME/reconciliations"
    "$muster" reconcile --site drilled --winner "$standby" --confirm "$primary" >"$folder/out" 2>&1 </dev/null
    code=$?
    # A field with a comma stands between quotation marks.
    sed -n '2,$s/^"\{0,1\}\([a-z, ]*[a-z]\)"\{0,1\},\([0-9]*\),.*/\2: \1/p' \
        "$MUSTER_STATE_HOME"/reconciliations/*/salvage/muster/public.drilled.csv | sort >"$folder/named"
    rows_of "$primary" >"$folder/after"
    if [ "$code" != 0 ]; then
        tell left "reconcile ended with $code: $(tail -n 3 "$folder/out" | tr '\n' ' ')"
    elif ! diff "$folder/truth" "$folder/named" >"$folder/diff"; then
        tell differ "$(head -n 6 "$folder/diff" | tr '\n' ' ')"
    elif ! cmp -s "$folder/winner" "$folder/after"; then
        tell left "$primary does not show what $standby has"
    elif ! pods_well_within 60; then
        tell left "$wrong"
    else
        tell same "$(wc -l <"$folder/truth") rows, $(grep -c both "$folder/truth") of them changed on both sides"
    fi
}

tell() {
    line="load $turn of $loads: $1 ($2)"
    echo "$line" | tee -a "$results"
    [ "$1" = same ] || failed=1
}

failed=0 turn=0
while [ "$turn" -lt "$loads" ]; do
    turn=$((turn + 1))
    exec 9>>"$lock"
    flock 9
    load
    exec 9>&-
done
exit "$failed"
