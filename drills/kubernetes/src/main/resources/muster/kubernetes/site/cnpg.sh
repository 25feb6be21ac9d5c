#!/bin/sh
# What the instances of CloudNativePG say of themselves, by the status port of their instance managers, asked from the node of the one that
# is the primary now. Each API is an address such as https://10.42.0.9:8000; what it is asked holds no secret, so that its certificate is
# taken as it is. Nothing is ordered here: no node has the credentials for that.
#
#   sh cnpg.sh leads NAME API                 exit 0 if NAME says that it is the primary
#   sh cnpg.sh moved NAME API CANDIDATE API   exit 0 if CANDIDATE says that it is, and NAME does not
#   sh cnpg.sh return UID NAME API            waits until NAME serves, as whatever CloudNativePG makes of it; exit 0 if its pod is gone
#   sh cnpg.sh serves UID NAME API            exit 0 if it does, or its pod is gone
#
# Prints what was seen. Sources: cloudnative-pg.io/documentation, instance manager.
set -eu
kit=$(cd "$(dirname "$0")" && pwd)
. "$kit/kept.sh"

require_curl "CloudNativePG's instances are"

# role API: primary or standby by the instance's own word, or that it says nothing.
role() {
    case $(curl -sk -m "$ask_seconds" "$1/pg/status" || :) in
        *'"isPrimary":true'*) echo primary ;;
        *'"isPrimary":false'*) echo standby ;;
        *) echo 'not told' ;;
    esac
}

health() {
    seen=$(status "$2/readyz")
    echo "$1: its instance manager answers $seen to whether it is ready"
    [ "$seen" = 200 ]
}

case $1 in
    leads)
        said=$(role "$3")
        if [ "$said" != primary ]; then
            echo "$2: asked for its role, its instance manager says: $said" >&2
            exit 1
        fi
        echo "$2 says that it is the primary"
        ;;
    moved)
        former=$(role "$3")
        present=$(role "$5")
        echo "asked for their roles, the instance manager of $4 says $present, that of $2 $former"
        [ "$present" = primary ] && [ "$former" != primary ]
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
