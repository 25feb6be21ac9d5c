# Sourced by server.sh: settings that a drill lends to one server, in a file beside its data, which nothing else writes.

drill_settings=$passing/drill.conf

reload() {
    pid=$(postmaster)
    [ -z "$pid" ] || kill -HUP "$pid"
}

configure() {
    printf '%s\n' "$@" >"$drill_settings.new"
    mv "$drill_settings.new" "$drill_settings"
    reload
    echo "$name: $*"
}

# Asked of the server: what it runs with, not what the file says.
configured() {
    seen=
    for line; do
        setting=${line%% =*}
        wanted=${line#* = }
        wanted=$(printf '%s' "$wanted" | sed "s/^'//; s/'\$//")
        found=$(ask "$name" 2 "SELECT CASE WHEN current_setting('$setting') = '$wanted'
                OR unit IS NOT NULL AND setting || unit = '$wanted' THEN 'same' ELSE current_setting('$setting') END
            FROM pg_settings WHERE name = '$setting'") || {
            echo "$name: does not tell its $setting: $found"
            exit 1
        }
        if [ "$found" != same ]; then
            echo "$name: $setting is $found"
            exit 1
        fi
        seen="$seen${seen:+, }$setting is $wanted"
    done
    echo "$name: $seen"
}

unconfigure() {
    rm -f "$drill_settings" "$drill_settings.new"
    reload
    echo "$name: runs with its own settings"
}

plain() {
    if [ -e "$drill_settings" ]; then
        echo "$name: settings of a drill are left in $drill_settings"
        exit 1
    fi
    left=$(ask "$name" 2 "SELECT count(*) FROM pg_settings WHERE sourcefile LIKE '%/drill.conf'") || {
        echo "$name: does not tell its settings: $left"
        exit 1
    }
    if [ "$left" != 0 ]; then
        echo "$name: $left settings of a drill are in force"
        exit 1
    fi
    well
}

cancel_waiting() {
    answer=$(ask "$name" 10 "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
        WHERE wait_event_type = 'IPC' AND wait_event = 'SyncRep'") || {
        echo "$name: cannot be asked which commits wait: $answer" >&2
        exit 1
    }
    echo "$name: $answer commits that waited for a standby were let go"
}
