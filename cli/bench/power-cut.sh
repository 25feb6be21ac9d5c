#!/bin/sh
# Rehearses a power cut by hand, where the hand is this script: it reads what Muster asks for on a terminal, pulls the plug of that node, and
# puts it back. A real cluster is harmed; it must be there for nothing else.
#
#   power-cut.sh --kubeconfig FILE --context NAME --ssh CONFIG --off COMMAND --on COMMAND
#
#   --off COMMAND   cuts the power of the node whose name is added to it; --on gives it back
#
# Ends with 1 unless the drill held, the node had another boot, and nothing was left on it.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
. "$here/proof/site.sh"
off='' on=''
read_flags "off on" "$@"
if [ -z "$off" ] || [ -z "$on" ]; then say_usage; fi
begin_site power
"$muster" site allow drilled >/dev/null || exit 3
cat >"$folder/power.yaml" <<'YAML'
title: A server loses its power
believes: A server that loses its power costs one election at most, and comes back with all that it acknowledged.
teaches: [power-loss, redundancy, durability]
store: etcd
workload: {clients: 9, rate: 100/s, keys: 16, reads: 50%, deadline: 1s}
timeline:
  - steady: 2s
  - inject: {fault: power-cut, target: leader, for: 5s}
  - await: {redundancy: full, within: 3m}
  - steady: 2s
expect:
  - lost-writes: 0
runbook: {symptom: none, first: none, decide: none, verify: none}
YAML
boot() { ssh -F "$ssh" -n "$1" cat /proc/sys/kernel/random/boot_id; }

"$muster" run "$folder/power.yaml" --site drilled --confirm drilled >"$folder/refused" 2>&1 </dev/null
code=$?
if [ "$code" != 3 ] || ! grep -q 'there is no terminal' "$folder/refused"; then
    echo "without a terminal it ended with $code: $(cat "$folder/refused")"
    exit 1
fi

mkfifo "$folder/keys" || exit 1
: >"$folder/screen"
script -qefc "'$muster' run '$folder/power.yaml' --site drilled" /dev/null <"$folder/keys" >"$folder/screen" 2>&1 &
terminal=$!
exec 3>"$folder/keys"
# asked PATTERN: the node that the terminal names; fails if the drill ends before.
asked() {
    until node=$(tr '\r' '\n' <"$folder/screen" | sed -n "s/.*>> $1, then press Enter.*/\1/p" | head -n 1) && [ -n "$node" ]; do
        kill -0 "$terminal" 2>/dev/null || { cat "$folder/screen" && exit 1; }
        sleep 0.1
    done
}
for each in $nodes; do echo "$each $(boot "$each")"; done >"$folder/boots"
asked 'switch off \([^ ]*\) now'
$off "$node" || exit 1
echo >&3
asked 'switch \([^ ]*\) on again now'
$on "$node" || exit 1
echo >&3
exec 3>&-
wait "$terminal"
code=$?
tr '\r' '\n' <"$folder/screen" | grep -e '>>' -e 'power-cut' -e 'heal ' -e 'fault-bites' -e 'lost-writes' -e 'redundancy' -e seconds
[ "$code" = 0 ] || { echo "the drill ended with $code" && exit 1; }
[ "$node $(boot "$node")" != "$(grep "^$node " "$folder/boots")" ] || { echo "$node has not lost its power" && exit 1; }
left=$(ssh -F "$ssh" -n "$node" 'ls /var/lib/muster/boot-before /run/muster-hold-* 2>/dev/null; systemctl list-unit-files --no-legend "muster-heal-*"')
[ -z "$left" ] || { echo "$node still has $left" && exit 1; }
echo "$node lost its power by hand, and is back"
