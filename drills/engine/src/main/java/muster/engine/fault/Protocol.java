package muster.engine.fault;

import java.util.ArrayDeque;
import java.util.Deque;
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

    /** One of the harms that are opened together. */
    record Part(Opener opener, Closer closer) {}

    /** The order in use. */
    static final Protocol STANDARD = new Protocol(List.of(Opening.values()), List.of(Closing.values()));

    private final List<Opening> opening;
    private final List<Closing> closing;

    Protocol(List<Opening> opening, List<Closing> closing) {
        this.opening = List.copyOf(opening);
        this.closing = List.copyOf(closing);
    }

    /**
     * Opens harms that are done together, each stage for all of them before the next one begins: when the first of them is done, the
     * nodes of all of them have said that they will heal. When the first stage of a harm fails nothing was done to it, and nothing is
     * undone; all the others of which that stage was done are then closed at once, the last one first, and so they are when a later
     * stage fails.
     *
     * @throws RuntimeException what the failed stage threw
     */
    void open(List<Part> parts) throws InterruptedException {
        Deque<Closer> begun = new ArrayDeque<>();
        boolean open = false;
        try {
            for (Opening stage : opening) {
                for (Part part : parts) {
                    part.opener().perform(stage);
                    if (stage == opening.getFirst()) {
                        begun.push(part.closer());
                    }
                }
            }
            open = true;
        } finally {
            if (!open) {
                closeAll(begun);
            }
        }
    }

    private void closeAll(Deque<Closer> closers) {
        if (closers.isEmpty()) {
            return;
        }
        Closer last = closers.pop();
        try {
            close(last);
        } finally {
            // What went wrong with one must not keep the others from being healed.
            closeAll(closers);
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
