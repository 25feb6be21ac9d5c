package muster.scripts;

import java.util.List;

/**
 * The valid sample with one part replaced by something wrong.
 *
 * @param from the part; it stands in the sample once
 * @param messages the problems, each with its place
 * @param judge who must refuse it
 */
record BadDrill(String from, String to, List<String> messages, Judge judge) {

    enum Judge {
        /** What a schema can say, it says too. */
        READER_AND_SCHEMA,
        /** A schema cannot express it, or a YAML parser hides it. */
        READER
    }

    String text() {
        if (Samples.VALID.split(java.util.regex.Pattern.quote(from), -1).length != 2) {
            throw new IllegalArgumentException("stands not once: " + from);
        }
        return Samples.VALID.replace(from, to);
    }

    @Override
    public String toString() {
        return messages.getFirst();
    }

    private static BadDrill both(String from, String to, String... messages) {
        return new BadDrill(from, to, List.of(messages), Judge.READER_AND_SCHEMA);
    }

    private static BadDrill reader(String from, String to, String... messages) {
        return new BadDrill(from, to, List.of(messages), Judge.READER);
    }

    static List<BadDrill> all() {
        return List.of(
                // kinds of workload
                both(
                        "{clients: 3",
                        "{kind: lists, clients: 3",
                        "5:18: unknown kind \"lists\"; the words that fit here: register, insert, bank"),
                reader(
                        "{clients: 3",
                        "{kind: insert, swaps: 10%, clients: 3",
                        "5:33: swaps compare and set registers, and the kind of this workload is another: take the word"
                                + " away"),
                reader(
                        "reads: 50%",
                        "reads: 50%, local-reads: 60%",
                        "5:71: reads 50%, local-reads 60% and swaps 0% are more than 100% together"),
                reader(
                        "{clients: 3, rate: 100/s, keys: 4",
                        "{kind: bank, clients: 3, rate: 100/s, keys: 1",
                        "5:55: a transfer needs two accounts: make keys at least 2"),
                reader(
                        "{clients: 3",
                        "{kind: bank, clients: 3",
                        "5:11: etcd keeps no accounts: take kind register or insert, or store postgres",
                        "13:5: linearizable could never be decided: transfers and snapshots are no part of it; bank"
                                + " judges them"),
                reader(
                        "store: etcd",
                        "store: k3s-scheduler",
                        "5:11: what a lease's holder does for an object is done once: take kind insert"),
                reader(
                        "store: etcd",
                        "store: k3s-pods",
                        "13:5: linearizable judges what local reads return, and pods keep no registers: take store"
                                + " kubernetes"),
                both(
                        "- linearizable",
                        "- broken-guarantees: [read-my-writes]",
                        "13:25: unknown guarantee \"read-my-writes\"; did you mean \"read-your-writes\"?"),
                reader(
                        "- linearizable",
                        "- elements-stay",
                        "13:5: elements-stay could never be decided: it needs a workload of kind insert that reads and"
                                + " inserts"),
                // what is watched beside
                both(
                        "store: etcd",
                        "store: postgres\nbeside: [etdc]",
                        "5:10: unknown neighbour \"etdc\"; did you mean \"etcd\"?"),
                reader(
                        "store: etcd",
                        "store: etcd\nbeside: [kubernetes]",
                        "5:9: something is watched beside PostgreSQL in pods only: take store postgres"),
                reader("store: etcd", "store: postgres\nbeside: [etcd, etcd]", "5:16: etcd is watched already"),
                reader(
                        "store: etcd",
                        "store: postgres\nbeside: [kubernetes, k3s-pods]",
                        "5:9: k3s-pods asks the API too: take kubernetes away"),
                both(
                        "- linearizable",
                        "- lost-writes-beside",
                        "13:5: lost-writes-beside is judged in every run that"
                                + " watches something beside: take the line away"),
                // words
                both("believes:", "beleives:", "2:1: unknown word \"beleives\"; did you mean \"believes\"?"),
                both(
                        "store: etcd",
                        "store: etcd\ncolour: red",
                        "5:1: unknown word \"colour\"; the words that fit here: title, believes, teaches, store,"
                                + " beside, workload, timeline, expect, runbook"),
                both("keys: 4, ", "", "5:11: the word \"keys\" is missing; it takes a whole number from 1 to 1024"),
                both(
                        "clients: 3, rate: 100/s",
                        "client: 3, rat: 100/s",
                        "5:12: unknown word \"client\"; did you mean \"clients\"?",
                        "5:23: unknown word \"rat\"; did you mean \"rate\"?"),
                both("- steady: 1s", "- stedy: 1s", "7:5: unknown step \"stedy\"; did you mean \"steady\"?"),
                both(
                        "- steady: 1s",
                        "- steady",
                        "7:5: steady needs a value: a length of time such as 250ms, 5s or 2m, at" + " most 30m"),
                both(
                        "- linearizable",
                        "- linearisable",
                        "13:5: unknown check \"linearisable\"; did you mean" + " \"linearizable\"?"),
                both(
                        "- linearizable",
                        "- linearizable: true",
                        "13:5: linearizable takes no value: write the word alone"),
                both(
                        "- linearizable",
                        "- availability",
                        "13:5: unknown check \"availability\"; the words that fit here:"
                                + " write-gap, lost-writes, losses-salvaged, back-to-snapshot, linearizable, elections, writes-stop,"
                                + " local-reads-answer, local-read-gap, stale-local-reads, staleness, session-guarantees,"
                                + " broken-guarantees, elements-stay, bank"),
                both(
                        "- linearizable",
                        "- fault-bites",
                        "13:5: fault-bites is judged in every run that injects: take the" + " line away"),
                both(
                        "- linearizable",
                        "- redundancy-returns: 30s",
                        "13:5: redundancy-returns is judged in every run that awaits it: take the line away"),
                both("fault: kill", "fault: kil", "8:21: unknown fault \"kil\"; did you mean \"kill\"?"),
                both(
                        "fault: kill",
                        "fault: drown",
                        "8:21: unknown fault \"drown\"; the words that fit here: kill, stop, pause, reboot, power-cut, node-loss, node-partition,"
                                + " switchover, lose-data, lose-disk, isolate, cut, settings, disk-full, quota-full, clock-jump"),
                both("fault: kill", "fault: isolate", "8:21: isolate needs a value: {from: …, direction: …}"),
                both(
                        "fault: kill",
                        "fault: {isolate: {from: peer}}",
                        "8:38: unknown side \"peer\"; did you mean \"peers\"?"),
                both("fault: kill", "fault: {pause: {}}", "8:22: pause takes no value: write the word alone"),
                both("target: leader", "target: leadr", "8:35: unknown target \"leadr\"; did you mean \"leader\"?"),
                both(
                        "target: leader",
                        "target: everyone",
                        "8:35: target must be one of leader, primary, follower, standby, every, quorum, minority, spared, first, second,"
                                + " third, hit, or the"
                                + " name of a member, which holds a digit, such as m2; found the text \"everyone\""),
                both("store: etcd", "store: etdc", "4:8: unknown store \"etdc\"; did you mean \"etcd\"?"),
                both(
                        "redundancy: full",
                        "redundancy: some",
                        "9:25: unknown redundancy \"some\"; the words that fit here:" + " full"),
                both(
                        "at-most: predicted",
                        "at-most: prediced",
                        "11:26: unknown limit \"prediced\"; did you mean" + " \"predicted\"?"),
                // types
                both(
                        "clients: 3",
                        "clients: many",
                        "5:21: clients must be a whole number from 1 to 64; found the text" + " \"many\""),
                both(
                        "clients: 3",
                        "clients: \"3\"",
                        "5:21: clients must be a whole number from 1 to 64; found the text" + " \"3\""),
                both(
                        "clients: 3",
                        "clients: 65",
                        "5:21: clients must be a whole number from 1 to 64; found the number" + " \"65\""),
                both(
                        "clients: 3",
                        "clients: 2.5",
                        "5:21: clients must be a whole number from 1 to 64; found the number" + " \"2.5\""),
                both(
                        "rate: 100/s",
                        "rate: 100",
                        "5:30: rate must be calls a second such as 200/s, at most 2000/s; found"
                                + " the number \"100\""),
                reader(
                        "rate: 100/s",
                        "rate: 2001/s",
                        "5:30: rate must be calls a second such as 200/s, at most 2000/s;"
                                + " found the text \"2001/s\""),
                both(
                        "reads: 50%",
                        "reads: 101%",
                        "5:53: reads must be a percentage from 0% to 100%; found the text" + " \"101%\""),
                reader(
                        "reads: 50%",
                        "reads: 50%, swaps: 51%", "5:65: reads 50% and swaps 51% are more than 100% together"),
                reader(
                        "deadline: 1s",
                        "deadline: 2s",
                        "5:68: deadline must be a length of time such as 250ms, at most 1s;"
                                + " found the text \"2s\""),
                both(
                        "for: 5s",
                        "for: 0s",
                        "8:48: for must be a length of time such as 250ms, 5s or 2m, at most 30m; found"
                                + " the text \"0s\""),
                both(
                        "for: 5s",
                        "for: 5 s",
                        "8:48: for must be a length of time such as 250ms, 5s or 2m, at most 30m;"
                                + " found the text \"5 s\""),
                reader(
                        "for: 5s",
                        "for: 31m",
                        "8:48: for must be a length of time such as 250ms, 5s or 2m, at most 30m;"
                                + " found the text \"31m\""),
                both(
                        "title: The leader dies",
                        "title: 2026",
                        "1:8: title must be one line of text of at most 72 characters"
                                + " (put it in quotes); found the number \"2026\""),
                both(
                        "title: The leader dies",
                        "title:",
                        "1:7: title must be one line of text of at most 72 characters;" + " found nothing"),
                both(
                        "symptom: Writes hang.",
                        "symptom: \"\"",
                        "16:12: symptom must be text of at most 4000 characters;" + " found the text \"\""),
                both(
                        "symptom: Writes hang.",
                        "symptom: [a]",
                        "16:12: symptom must be text of at most 4000 characters;" + " found a list"),
                both(
                        "teaches: [quorum]",
                        "teaches: quorum",
                        "3:10: teaches must be a list of at least one tag; found the" + " text \"quorum\""),
                both(
                        "teaches: [quorum]",
                        "teaches: [The Quorum]",
                        "3:11: a tag must be small letters, digits and"
                                + " hyphens such as leader-election; found the text \"The Quorum\""),
                both(
                        "elections: {at-most: 2}",
                        "elections: 2",
                        "14:16: elections must be {at-most: …}; found the number" + " \"2\""),
                both(
                        "lost-writes: 0",
                        "lost-writes: none",
                        "12:18: lost-writes must be a whole number from 0 to 1000000;" + " found the text \"none\""),
                // values that do not go together
                reader(
                        "- inject: {fault: kill, target: leader, for: 5s}",
                        "- steady: 2s",
                        "7:3: the timeline breaks"
                                + " nothing: add a step such as \"- inject: {fault: kill, target: leader, for: 15s}\""),
                reader(
                        "- steady: 1s",
                        "- steady: 30m",
                        "7:3: the timeline takes up to 1835s, longer than the 30m that a" + " drill may take"),
                reader(
                        "for: 5s}",
                        "for: 5s, steps: [{steady: 3s}, {await: {redundancy: full, within: 4s}}]}",
                        "8:59: the inner steps take up to 7s, longer than the 5s for which the fault is held"),
                reader(
                        "- linearizable",
                        "- lost-writes: 3",
                        "13:5: lost-writes is expected a second time; it stands at" + " 12:5 already"),
                reader(
                        "reads: 50%",
                        "reads: 100%",
                        "11:5: write-gap could never be decided: no call of the workload writes (reads: 100%)",
                        "12:5: lost-writes could never be decided: no call of the workload writes (reads: 100%)",
                        "13:5: linearizable could never be decided: it needs calls that read and calls that write"),
                // parts of YAML that are no part of a drill
                reader("title: The", "title: &t The", "1:8: anchors (&t) are not part of a drill: take it away"),
                reader(
                        "teaches: [quorum]",
                        "teaches: &t [quorum, *t]",
                        "3:10: anchors (&t) are not part of a drill: take it away",
                        "3:22: aliases (*t) are not part of a drill: write the value out"),
                reader(
                        "title: The",
                        "title: !include The",
                        "1:8: tags (\"!include\") are not part of a drill: take it" + " away"),
                both(
                        "clients: 3",
                        "<<: {clients: 3}",
                        "5:12: merge keys (<<) are not part of a drill: write the words" + " out",
                        "5:11: the word \"clients\" is missing; it takes a whole number from 1 to 64"),
                reader(
                        "store: etcd",
                        "store: etcd\ntitle: Again",
                        "5:1: the word \"title\" stands here a second time; it" + " stands at 1:1 already"),
                reader(
                        "within: 30s}",
                        "within: 30s\n} 3, rate",
                        "9:42: this is not YAML: after this place: A simple key is required only if it is the first token in the current line"),
                both(
                        "store: etcd",
                        "store: etcd\n7: etcd",
                        "5:1: a word must stand before the colon; found the number" + " \"7\""),
                reader(
                        "title: The",
                        "%YAML 1.2\n---\ntitle: The",
                        "1:1: directives (%YAML, %TAG) are not part of a drill:" + " take the line away"),
                reader(
                        "verify: One leader.",
                        "verify: One leader.\n---\ntitle: Two",
                        "20:1: a file holds one drill: move" + " this second document to a file of its own"),
                // no YAML
                reader(
                        "store: etcd",
                        "store: etcd: postgres",
                        "4:12: this is not YAML: mapping values are not allowed" + " here"),
                reader(
                        "store: etcd",
                        "\tstore: etcd",
                        "4:1: this is not YAML: found character '\\t(TAB)' that cannot start"
                                + " any token. (Do not use \\t(TAB) for indentation)"),
                reader(
                        "store: etcd",
                        "store: et\u0001cd",
                        "4:10: this is not YAML: the character U+0001 may not stand" + " here"));
    }
}
