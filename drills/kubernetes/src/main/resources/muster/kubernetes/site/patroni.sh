#!/bin/sh
# What is asked of Patroni, by its members' own REST API, from the node of the member that is the primary now. Each API is an address such
# as http://10.42.0.9:8008; what it is asked holds no secret, so that its certificate is taken as it is.
#
#   sh patroni.sh switchover NAME API CANDIDATE API   has NAME hand its part to CANDIDATE
#   sh patroni.sh moved NAME API CANDIDATE API        exit 0 if CANDIDATE is the primary and NAME is not
#   sh patroni.sh return UID NAME API                 waits until NAME serves, as whatever its Patroni makes of it; exit 0 if its pod is gone
#   sh patroni.sh serves UID NAME API                 exit 0 if it does, or its pod is gone
#
# Prints what was done or seen. Sources: patroni.readthedocs.io, Patroni REST API.
set -eu
kit=$(cd "$(dirname "$0")" && pwd)
. "$kit/kept.sh"

# Patroni itself gives up after 20 s.
switch_seconds=22

require_curl "Patroni is"

health() {
    seen=$(status "$2/health")
    echo "$1: its Patroni answers $seen to whether it serves"
    [ "$seen" = 200 ]
}

case $1 in
    switchover)
        answer=$(curl -sSk -m "$switch_seconds" -w '\n%{http_code}' -H 'Content-Type: application/json' \
            -d "{\"leader\": \"$2\", \"candidate\": \"$4\"}" "$3/switchover" 2>&1) || {
            echo "$2: its Patroni does not answer: $answer" >&2
            exit 1
        }
        code=${answer##*
}
        words=${answer%
*}
        if [ "$code" != 200 ]; then
            [ "$code" != 401 ] || words="$words (its REST API asks for a password, restapi.authentication, which is not given it from here)"
            echo "$2: its Patroni refuses with HTTP $code: $words" >&2
            exit 1
        fi
        echo "$2: its Patroni says: $words"
        ;;
    moved)
        former=$(status "$3/primary")
        present=$(status "$5/primary")
        echo "asked whether it is the primary, the Patroni of $4 answers $present, that of $2 $former"
        [ "$present" = 200 ] && [ "$former" != 200 ]
        ;;
    return)
        comes_back "$2" "$3" "$4"
        ;;
    serves)
        serves "$2" "$3" "$4"
        ;;
    *)
        echo "unknown word: $1" >&2
        exit 64
        ;;
esac
