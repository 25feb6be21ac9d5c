# Sums up lines of fault, step, mode, outcome. A cell tells how many cuts of that fault at that step were healed by the node, reported
# by the next start, or had nothing open. More faults than a line has room for come in tables one below the other.
BEGIN {
    count = split("start began lock-taken fault-intended fault-armed fault-injected fault-bit fault-missed act-began act-done " \
        "act-failed fault-healing fault-lapsed fault-healed node-clean fault-disarmed fault-struck lock-released", order, " ")
    offered = split("kill stop pause isolate cut settings lose-data quota-full disk-full clock-jump", faults, " ")
}
$4 == "uncut" { uncut++; next }
{
    row[$2]++; column[$1]++; all++; total[$4]++
    cell[$1, $2, $4]++; cell[$1, "all", $4]++
}
function line(step, first, last, text, i, at) {
    text = sprintf("%-14s", step)
    for (i = first; i <= last; i++) {
        at = shown[i] SUBSEP step SUBSEP
        text = text sprintf("%11s", sprintf("%d/%d/%d%s", cell[at "healed"], cell[at "reported"], cell[at "nothing"],
            cell[at "left"] + cell[at "unreported"] ? "!" : ""))
    }
    print text
}
function table(first, last, text, i) {
    text = sprintf("%-14s", "killed after")
    for (i = first; i <= last; i++) text = text sprintf("%11s", shown[i])
    print text
    for (i = 1; i <= count; i++) if (row[order[i]]) line(order[i], first, last)
    line("all", first, last)
    print ""
}
END {
    for (i = 1; i <= offered; i++) if (column[faults[i]]) shown[++columns] = faults[i]
    room = columns > 6 ? int((columns + 1) / 2) : columns
    for (first = 1; first <= columns; first += room) table(first, first + room - 1 > columns ? columns : first + room - 1)
    printf "%d cuts. In each cell: healed by the node / reported and healed / nothing open.\n", all
    printf "Healed by the node, by its deadline, and then reported exactly by the next start: %d\n", total["healed"]
    printf "Reported exactly by the next start, which came at once, and healed by muster heal: %d\n", total["reported"]
    printf "Nothing was open, in the ledger or on a node: %d\n", total["nothing"]
    printf "Left unhealed: %d. Unreported, or not exactly: %d.\n", total["left"], total["unreported"]
    if (uncut) printf "%d more drills ended before they could be killed.\n", uncut
    exit total["left"] + total["unreported"] > 0 || all < uncut
}
