package muster.postgres.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Reconciles in a process of its own, and stands still at one moment so that it can be killed there. */
final class ReconcilingProcess {

    private ReconcilingProcess() {}

    /** Arguments: the pair's folder, its two ports, the folder of reconciliations, a step, {@code begins} or {@code done}, a file to make. */
    public static void main(String[] arguments) throws Exception {
        TestPair pair =
                TestPair.at(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Step step = Step.valueOf(arguments[4]);
        boolean begins = arguments[5].equals("begins");
        Path reached = Path.of(arguments[6]);
        Progress progress = new Progress() {
            @Override
            public void begins(Step at) {
                if (begins && at == step) {
                    stand(reached);
                }
            }

            @Override
            public void done(Step at, String words) {
                if (!begins && at == step) {
                    stand(reached);
                }
            }
        };
        try (StepJournal journal = Reconciliation.begin(pair.splitBrain(), Path.of(arguments[3]), "here", "p2")) {
            new Reconciliation(pair.splitBrain(), PairNode.of(pair), Told.NOBODY, progress).run(journal);
        }
    }

    private static void stand(Path reached) {
        try {
            Files.createFile(reached);
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
