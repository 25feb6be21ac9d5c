# Sourced by disk.sh: what a full disk is to an etcd member.
. "$lab/gateway.sh"

is_gone() {
    sh "$lab/member.sh" gone "$name"
}

require_fillable() {
    if is_gone >/dev/null; then
        echo "$name: did not run, so nothing was done to it" >&2
        exit 1
    fi
}

# The database's file must grow for one value of this size, which no free page within it can hold. It lives under a lease
# and goes by itself: the store needs no heal.
need_space() {
    lease=$(number_of ID "$(ask "$name" lease/grant '{"TTL":"10"}')")
    [ -n "$lease" ] || return 0
    value=$(zeros 1048576)
    ask "$name" kv/put "{\"key\":\"$(encode "/muster/disk-full/$name")\",\"value\":\"$value\",\"lease\":\"$lease\"}"
}

# Nothing is needed for being asked.
let_in() {
    :
}

last_words() {
    grep -o '[a-z]* [^ "]*: no space left on device' | tail -n 1 | sed 's#^.*/##'
}

bring_back() {
    sh "$lab/member.sh" start "$name"
}

is_well() {
    sh "$lab/member.sh" answers "$name"
}
