# Sourced by the scripts of whoever keeps PostgreSQL, for what a keeper does by itself after a switchover: bring the former primary back.
# They define health NAME API, which prints what a server says and exits with 0 if it serves.

export LC_ALL=C
ask_seconds=3
return_seconds=45

# require_curl WHO
require_curl() {
    command -v curl >/dev/null && return 0
    echo "this node has no curl, by which $1 asked" >&2
    exit 1
}

# status URL: the HTTP status of a health check, which is the answer; 000 if nobody answers.
status() {
    curl -sk -o /dev/null -m "$ask_seconds" -w '%{http_code}' "$1" || :
}

# serves UID NAME API: exit 0 if it does, or its pod is gone.
serves() {
    if [ ! -d "/var/lib/kubelet/pods/$1" ]; then
        echo "$2: the pod $1 is gone from this node: its keeper makes another"
        return 0
    fi
    health "$2" "$3"
}

# comes_back UID NAME API: waits until it serves.
comes_back() {
    waited=0
    until serves "$1" "$2" "$3" >/dev/null; do
        if [ "$waited" -ge "$return_seconds" ]; then
            serves "$1" "$2" "$3" >&2
            exit 1
        fi
        waited=$((waited + 1))
        sleep 1
    done
    serves "$1" "$2" "$3"
}
