# Sourced by the scripts whose turns differ at random.

# below N: a random number from 0 to N-1.
below() {
    echo $(($(od -An -N3 -tu4 /dev/urandom) % $1))
}

# pick WORD...: sets picked to one of them, at random.
pick() {
    shift "$(below "$#")"
    picked=$1
}

milliseconds() {
    sleep "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))"
}
