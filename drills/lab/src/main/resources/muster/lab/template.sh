#!/bin/sh
# Makes the template of a PostgreSQL server's data directory, unless it is there: what initdb makes, with Muster's roles, a
# database and a replication slot for each server in it. Every server of every lab begins as a copy of it, so that all labs of one machine share a system
# identifier; labs never meet.
#
#   sh template.sh        reads settings beside it; runs among the lab's processes
#
# A template is kept for one version of PostgreSQL and one text of this script. It is made under another name, written to
# the disk, and renamed; whoever uses it compares the names and sizes of its files with what was noted then.
set -eu
export LC_ALL=C
lab=$(cd "$(dirname "$0")" && pwd)
. "$lab/settings"
. "$lab/identity.sh"

version=$("$postgres_folder/postgres" --version | sed 's/^[^0-9]*\([0-9.]*\).*/\1/')
template=$templates/$version-$(cksum <"$lab/template.sh" | cut -d ' ' -f 1)
mkdir -p "$templates"
exec 7>"$templates/lock"
flock 7

sizes() {
    (cd "$1/data" && find . -type f -printf '%P %s\n' | sort | cksum)
}

whole() {
    [ -s "$template/sizes" ] && [ "$(cat "$template/sizes")" = "$(sizes "$template")" ]
}

if ! whole; then
    rm -rf "$templates/$version-"* "$templates/new"
    mkdir "$templates/new"
    as_server "$postgres_folder/initdb" --pgdata="$templates/new/data" --username=muster --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync --no-instructions >"$templates/initdb.log" 2>&1 || {
        echo "initdb failed: $(tail -n 1 "$templates/initdb.log")" >&2
        exit 1
    }
    as_server "$postgres_folder/postgres" --single -F -j -D "$templates/new/data" template1 >"$templates/initdb.log" 2>&1 <<'END' || {
CREATE ROLE repl REPLICATION LOGIN;

CREATE DATABASE muster;

SELECT pg_create_physical_replication_slot(name) FROM unnest(ARRAY['p1', 'p2', 'p3']) AS name;

END
        echo "the template's roles cannot be made: $(tail -n 1 "$templates/initdb.log")" >&2
        exit 1
    }
    sync -f "$templates/new"
    sizes "$templates/new" >"$templates/new/sizes"
    mv "$templates/new" "$template"
fi
ln -sfn "$template" "$lab/template"
