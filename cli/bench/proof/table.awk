# Sums up lines of fault, step, mode, outcome. A cell tells how many cuts of that fault at that step were healed by the node, reported
# by the next start, or had nothing open.
BEGIN {
    count = split("start began lock-taken fault-intended fault-armed fault-injected fault-bit fault-missed fault-healing " \
        "fault-lapsed fault-healed node-clean fault-disarmed fault-struck lock-released", order, " ")
    offered = split("kill stop pause isolate cut quota-full disk-full lose-data", faults, " ")
}
$4 == "uncut" { uncut++; next }
{
    row[$2]++; column[$1]++; all++; total[$4]++
    cell[$1, $2, $4]++; cell[$1, "all", $4]++
}
function line(step, text, i, at) {
    text = sprintf("%-14s", step)
    for (i = 1; i <= offered; i++) if (column[faults[i]]) {
        at = faults[i] SUBSEP step SUBSEP
        text = text sprintf("%9s", sprintf("%d/%d/%d", cell[at "healed"], cell[at "reported"], cell[at "nothing"]))
        text = text (cell[at "left"] + cell[at "unreported"] ? "!" : "")
    }
    print text
}
END {
    text = sprintf("%-14s", "killed after")
    for (i = 1; i <= offered; i++) if (column[faults[i]]) text = text sprintf("%9s", substr(faults[i], 1, 8))
    print text
    for (i = 1; i <= count; i++) if (row[order[i]]) line(order[i])
    line("all")
    printf "\n%d cuts. In each cell: healed by the node / reported and healed / nothing open.\n", all
    printf "Healed by the node, by its deadline, and then reported exactly by the next start: %d\n", total["healed"]
    printf "Reported exactly by the next start, which came at once, and healed by muster heal: %d\n", total["reported"]
    printf "Nothing was open, in the ledger or on a node: %d\n", total["nothing"]
    printf "Left unhealed: %d. Unreported, or not exactly: %d.\n", total["left"], total["unreported"]
    if (uncut) printf "%d more drills ended before they could be killed.\n", uncut
    exit total["left"] + total["unreported"] > 0 || all < uncut
}
