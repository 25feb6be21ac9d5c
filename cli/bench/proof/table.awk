# Sums up lines of fault, step, mode, outcome: how many cuts each fault and step had, and what came of them.
BEGIN {
    count = split("start began lock-taken fault-intended fault-armed fault-injected fault-bit fault-missed fault-healing " \
        "fault-lapsed fault-healed node-clean fault-disarmed fault-struck lock-released", order, " ")
    offered = split("kill stop pause isolate cut quota-full disk-full lose-data", faults_known, " ")
}
$4 == "uncut" { uncut++; next }
{
    cell[$1, $2]++; row[$2]++; column[$1]++; outcome[$2, $4]++; total[$4]++; all++
}
function line(name, step, text, i) {
    text = sprintf("%-15s", name)
    for (i = 1; i <= kinds; i++) text = text sprintf("%" width[i] "d", step == "" ? column[faults[i]] : cell[faults[i], step])
    print text \
        sprintf(" |%7d%9d%8d%6d%6d", at(step, "healed"), at(step, "reported"), at(step, "nothing"), at(step, "left"), at(step, "unreported"))
}
function at(step, what) {
    return step == "" ? total[what] : outcome[step, what]
}
END {
    for (i = 1; i <= offered; i++) if (column[faults_known[i]]) faults[++kinds] = faults_known[i]
    heading = sprintf("%-15s", "killed after")
    for (i = 1; i <= kinds; i++) {
        width[i] = length(faults[i]) + 1 < 5 ? 5 : length(faults[i]) + 1
        heading = heading sprintf("%" width[i] "s", faults[i])
    }
    print heading " | healed reported nothing  left  un-"
    for (i = 1; i <= count; i++) if (row[order[i]]) line(order[i], order[i])
    line("all", "")
    printf "\n%d cuts. healed: by the node, by its deadline, and then reported exactly by the next start.\n", all
    print "reported: exactly by the next start, which came at once, and healed by muster heal."
    print "nothing: was open, on the disk or on a node. left: unhealed. un-: unreported, or not exactly."
    if (uncut) printf "%d more drills ended before they could be killed.\n", uncut
    exit total["left"] + total["unreported"] > 0
}
