# Sourced by scripts that ask the members of a K3s cluster's etcd, after certificates and work are set: the folder of its certificates, and a
# folder for what is under way. Needs curl, which must speak HTTP/2. The messages are etcd's own (etcd-io/etcd, api/etcdserverpb/rpc.proto).

# rpc ADDRESS METHOD [MESSAGE]: MESSAGE in octal escapes of printf. The answer is in $work/answer; fails, with why in $said, if it was refused.
rpc() {
    said=$(printf "\\000\\000\\000\\000\\$(printf %03o $((${#3} / 4)))$3" |
        curl --silent --show-error --max-time "${limit:-5}" --cacert "$certificates/server-ca.crt" \
            --cert "$certificates/client.crt" --key "$certificates/client.key" --http2 --dump-header - \
            --output "$work/answer" --data-binary @- --header 'content-type: application/grpc' --header 'te: trailers' \
            "https://$1:2379/etcdserverpb.$2" 2>&1 | tr -d '\r' | grep -i '^grpc-\|^curl' || :)
    case $said in
        *'rpc-status: 0'*) return 0 ;;
    esac
    said=$(printf '%s\n' "${said:-no answer}" | sed -n 's/^grpc-message: //p; s/^curl: //p' | tail -n 1)
    return 1
}

# listed: the members in $work/answer, one a line: the identity in octal escapes as it was sent, true if it is a learner, its name or -, and
# where its peers reach it.
listed() {
    od -An -v -tu1 -w1 "$work/answer" | awk '
        { byte[n++] = $1 }
        function number(  v, s, b) {
            v = 0; s = 1; raw = ""
            do { b = byte[at++]; raw = raw sprintf("\\%03o", b); v += b % 128 * s; s *= 128 } while (b >= 128)
            return v
        }
        function text(length_bytes,  t) {
            t = ""
            while (length_bytes-- > 0) t = t sprintf("%c", byte[at++])
            return t
        }
        function member(end,  tag, size) {
            id = ""; learner = "false"; name = "-"; peer = "-"
            while (at < end) {
                tag = number()
                if (tag == 8) { number(); id = raw }
                else if (tag == 40) { if (number()) learner = "true" }
                else if (tag % 8 == 2) {
                    size = number()
                    if (tag == 18 && size > 0) name = text(size)
                    else if (tag == 26) peer = text(size)
                    else at += size
                }
                else number()
            }
            print id, learner, name, peer
        }
        END {
            at = 5
            while (at < n) {
                tag = number()
                if (tag % 8 != 2) { number(); continue }
                size = number()
                if (tag == 18) member(at + size)
                else at += size
            }
        }'
}

# hex ESCAPES: an identity as etcd prints it.
hex() {
    value=0 shift_bits=0 rest=$1
    while [ -n "$rest" ]; do
        escape=${rest%"${rest#????}"}
        rest=${rest#????}
        octet=$((0${escape#?}))
        value=$((value | (octet & 127) << shift_bits))
        shift_bits=$((shift_bits + 7))
    done
    printf '%x\n' "$value"
}
