package muster.engine.fault;

import java.util.List;

/**
 * In which order a harm is done and undone, and what follows when a stage fails. Drills, {@code muster heal} after a crash, and the model
 * that explores every crash all go through here.
 */
final class Protocol {

    /** Does the stages of an opening. */
    interface Opener {

        /**
         * Does one stage.
         *
         * @throws RuntimeException if it failed, or it cannot be told whether it was done; the harm is then closed
         */
        void perform(Opening stage) throws InterruptedException;
    }

    /** Does the stages of a closing. An interrupt does not keep it from its work. */
    interface Closer {

        /**
         * Does one stage.
         *
         * @return false if it failed, or it cannot be told whether it was done; the harm then stays open
         */
        boolean perform(Closing stage);

        /** Something may be left, because a stage failed. */
        void left(Closing stage);
    }

    /** The order in use. */
    static final Protocol STANDARD = new Protocol(List.of(Opening.values()), List.of(Closing.values()));

    private final List<Opening> opening;
    private final List<Closing> closing;

    Protocol(List<Opening> opening, List<Closing> closing) {
        this.opening = List.copyOf(opening);
        this.closing = List.copyOf(closing);
    }

    /**
     * Opens a harm. When the first stage fails nothing was done, and nothing is undone; when a later one fails, what was done is undone
     * at once.
     *
     * @throws RuntimeException what the failed stage threw
     */
    void open(Opener opener, Closer closer) throws InterruptedException {
        opener.perform(opening.getFirst());
        boolean open = false;
        try {
            for (Opening stage : opening.subList(1, opening.size())) {
                opener.perform(stage);
            }
            open = true;
        } finally {
            if (!open) {
                close(closer);
            }
        }
    }

    /**
     * Closes a harm, also one of which it is not known how far it came. May be repeated. It stops at the first stage that fails, so that
     * what is not proved clean stays armed on its node and open in the ledger.
     */
    void close(Closer closer) {
        for (Closing stage : closing) {
            if (!closer.perform(stage)) {
                closer.left(stage);
                return;
            }
        }
    }
}
