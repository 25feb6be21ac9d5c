# Sourced, after settings, by the scripts that speak to etcd's JSON gateway.

# The longest wait for one answer, in seconds.
limit=5

encode() {
    printf %s "$1" | base64 | tr -d '\n'
}

# ask MEMBER PATH BODY: the last line of the answer. The standard input stays open, because etcd's gateway gives up a
# call whose caller has shut its side.
ask() {
    printf 'POST /v3/%s HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s' "$2" "${#3}" "$3" |
        socat -t 0.1 -T "$limit" STDIO,ignoreeof "TCP:$subnet.${1#m}:2379,connect-timeout=1" 2>&1 | tail -n 1
}

# number_of FIELD ANSWER
number_of() {
    printf '%s\n' "$2" | sed -n "s/.*\"$1\":\"\([0-9]*\)\".*/\1/p"
}

# zeros LENGTH: a value of that many zeros as the gateway wants it. The letter A is base64's zero.
zeros() {
    head -c $((($1 + 2) / 3 * 4)) /dev/zero | tr '\0' A
}
