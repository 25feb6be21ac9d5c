#!/bin/sh
# sh probe.sh ready    exit 0 if PostgreSQL takes connections
# sh probe.sh alive    exit 0 unless it ought to answer and says nothing at all: not while a drill has it in hand
passing=/run/muster
if [ "$1" = ready ]; then
    exec pg_isready -q -h 127.0.0.1 -p 5432 -t 1
fi
# The kubelet has read the log by now.
[ "$(stat -c %s "$passing/log")" -lt 16777216 ] || : >"$passing/log"
[ -e "$passing/wanted" ] && [ ! -e "$passing/held" ] || exit 0
pg_isready -q -h 127.0.0.1 -p 5432 -t 3
[ $? -le 1 ]
