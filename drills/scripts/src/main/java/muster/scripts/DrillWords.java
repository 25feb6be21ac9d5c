package muster.scripts;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import muster.engine.check.Check;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Workload;
import muster.engine.history.StoreWords;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Placed;
import muster.scripts.shape.Rows;
import muster.scripts.shape.Text;
import muster.scripts.shape.Values;
import muster.scripts.shape.Word;
import muster.scripts.shape.Written;
import muster.scripts.yaml.Place;

/** The words of a drill, and what must hold between their values. The reader and the schema both follow from this table. */
final class DrillWords {

    private static final Field<String> TITLE =
            new Field<>("title", "What happens, in a few words.", new Text(72, true));

    private static final Field<String> BELIEVES =
            new Field<>("believes", "The claim that the drill tests, in one sentence.", new Text(240, true));

    private static final Field<List<Placed<String>>> TEACHES = new Field<>(
            "teaches",
            "Words that the drill can be found by.",
            new Rows<>(
                    "tag",
                    new Written<>(
                            "small letters, digits and hyphens such as leader-election",
                            Pattern.compile("^[a-z0-9]+(-[a-z0-9]+)*$"),
                            Optional::of)));

    private static final Field<String> STORE = new Field<>(
            "store",
            "Which servers are broken.",
            new Choice<>(
                    "store",
                    List.of(
                            new Word.Bare<>("etcd", "An etcd cluster.", "etcd"),
                            new Word.Bare<>("postgres", "A PostgreSQL primary and its standbys.", "postgres"),
                            new Word.Bare<>(
                                    "kubernetes",
                                    "The API servers of a K3s cluster; clients read and write ConfigMaps.",
                                    "kubernetes"),
                            new Word.Bare<>(
                                    "k3s-pods",
                                    "As kubernetes; a local read asks a pod on the server's node instead.",
                                    "k3s-pods"),
                            new Word.Bare<>(
                                    "k3s-scheduler",
                                    "The API servers of a K3s cluster; a write is a pod that is bound to a node, and who"
                                            + " holds the scheduler's lease leads.",
                                    "k3s-scheduler"),
                            new Word.Bare<>(
                                    "k3s-controllers",
                                    "The API servers of a K3s cluster; a write is a ReplicaSet of no pods that its"
                                            + " controller takes notice of, and who holds the controller-manager's"
                                            + " lease leads.",
                                    "k3s-controllers"))));

    private static final Field<List<Placed<String>>> BESIDE = new Field<>(
            "beside",
            "What else is watched that lives on the same nodes, each under a small load of its own.",
            new Rows<>(
                    "store",
                    new Choice<>(
                            "neighbour",
                            List.of(
                                    new Word.Bare<>("etcd", "The etcd of the K3s servers.", "etcd"),
                                    new Word.Bare<>("kubernetes", "The API of each K3s server.", "kubernetes"),
                                    new Word.Bare<>(
                                            "k3s-pods",
                                            "The API of each K3s server, and a web server in a pod on its node.",
                                            "k3s-pods")))),
            Optional.of(List.of()));

    private static final Field<Workload> WORKLOAD =
            new Field<>("workload", "The open-loop load under which it happens.", WorkloadWords.SHAPE);

    private static final Field<List<Placed<Step>>> TIMELINE =
            new Field<>("timeline", "The steps, one after the other.", new Rows<>("step", StepWords.STEP));

    private static final Field<List<Placed<Check>>> EXPECT =
            new Field<>("expect", "What must be true of the run.", new Rows<>("check", ExpectWords.SHAPE));

    private static final Field<Runbook> RUNBOOK =
            new Field<>("runbook", "What an operator does when it happens unasked.", RunbookWords.SHAPE);

    /** A drill that still lacks its name, which is its file's. */
    static final Fields<Function<String, Drill>> SHAPE = new Fields<>(
            List.of(TITLE, BELIEVES, TEACHES, STORE, BESIDE, WORKLOAD, TIMELINE, EXPECT, RUNBOOK), DrillWords::make);

    private DrillWords() {}

    private static Optional<Function<String, Drill>> make(Values values) {
        boolean timelineFits = timelineFits(values);
        boolean expectFits = expectFits(values);
        boolean workloadFits = workloadFits(values);
        if (!timelineFits || !expectFits || !workloadFits || !besideFits(values)) {
            return Optional.empty();
        }
        return Optional.of(name -> new Drill(
                name,
                values.get(TITLE),
                values.get(BELIEVES),
                bare(values.get(TEACHES)),
                values.get(STORE),
                values.get(WORKLOAD),
                bare(values.get(TIMELINE)),
                bare(values.get(EXPECT)),
                values.get(RUNBOOK),
                bare(values.get(BESIDE))));
    }

    private static boolean besideFits(Values values) {
        List<Placed<String>> beside = values.get(BESIDE);
        if (!beside.isEmpty() && !values.get(STORE).equals("postgres")) {
            values.refuse(
                    values.place(BESIDE), "something is watched beside PostgreSQL in pods only: take store postgres");
            return false;
        }
        Set<String> seen = new HashSet<>();
        boolean fits = true;
        for (Placed<String> each : beside) {
            if (!seen.add(each.value())) {
                values.refuse(each.place(), "%s is watched already".formatted(each.value()));
                fits = false;
            }
        }
        if (seen.contains("kubernetes") && seen.contains("k3s-pods")) {
            values.refuse(values.place(BESIDE), "k3s-pods asks the API too: take kubernetes away");
            return false;
        }
        return fits;
    }

    private static boolean timelineFits(Values values) {
        List<Step> steps = bare(values.get(TIMELINE));
        if (steps.stream().noneMatch(Step.Inject.class::isInstance)) {
            values.refuse(
                    values.place(TIMELINE),
                    "the timeline breaks nothing: add a step such as "
                            + "\"- inject: {fault: kill, target: leader, for: 15s}\"");
            return false;
        }
        Duration longest = StepWords.longest(steps);
        if (longest.compareTo(Measures.DRILL_LIMIT) > 0) {
            values.refuse(
                    values.place(TIMELINE),
                    "the timeline takes up to %s, longer than the %s that a drill may take"
                            .formatted(Measures.words(longest), Measures.words(Measures.DRILL_LIMIT)));
            return false;
        }
        return true;
    }

    private static boolean workloadFits(Values values) {
        if (!values.get(STORE).equals("postgres") && values.get(WORKLOAD).kind() == Workload.Kind.BANK) {
            values.refuse(
                    values.place(WORKLOAD),
                    "%s keeps no accounts: take kind register or insert, or store postgres"
                            .formatted(values.get(STORE)));
            return false;
        }
        boolean leased = StoreWords.of(values.get(STORE)).leased();
        if (leased && values.get(WORKLOAD).kind() != Workload.Kind.INSERT) {
            values.refuse(
                    values.place(WORKLOAD), "what a lease's holder does for an object is done once: take kind insert");
            return false;
        }
        return true;
    }

    private static boolean expectFits(Values values) {
        Map<String, Place> seen = new HashMap<>();
        boolean fits = true;
        for (Placed<Check> expected : values.get(EXPECT)) {
            Check check = expected.value();
            Place first = seen.putIfAbsent(check.word(), expected.place());
            if (first != null) {
                values.refuse(
                        expected.place(),
                        "%s is expected a second time; it stands at %s already".formatted(check.word(), first));
                fits = false;
            }
            if (values.get(STORE).equals("k3s-pods") && ExpectWords.readsValuesLocally(check)) {
                values.refuse(
                        expected.place(),
                        "%s judges what local reads return, and pods keep no registers: take store kubernetes"
                                .formatted(check.word()));
                fits = false;
            }
            Optional<String> reason = ExpectWords.undecidable(check, values.get(WORKLOAD));
            if (reason.isPresent()) {
                values.refuse(expected.place(), reason.get());
                fits = false;
            }
        }
        return fits;
    }

    private static <T> List<T> bare(List<Placed<T>> placed) {
        return placed.stream().map(Placed::value).toList();
    }
}
