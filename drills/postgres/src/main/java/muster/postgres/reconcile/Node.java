package muster.postgres.reconcile;

/**
 * What is done on the losing server's machine, on its way back to one winner. Every verb may be repeated, and after any of them was cut
 * off. Each returns what was done in one line.
 *
 * <p>Every verb throws {@link muster.engine.history.ClusterException} if it failed, and {@link InterruptedException} if this thread is
 * interrupted.
 */
public interface Node {

    /** Asks the winner from the loser's machine, as pg_rewind and pg_basebackup will: fails if it does not answer there. */
    String reach() throws InterruptedException;

    /** Ends the server in order; nothing if it does not run. */
    String stop() throws InterruptedException;

    /**
     * Keeps a whole copy of its data, as it is, under a name of its own; nothing if a whole one is there. The server is stopped.
     *
     * @return where the copy lies
     */
    String keep(String name) throws InterruptedException;

    /** Starts the server so that it answers questions, takes no write and follows nobody. */
    String hold() throws InterruptedException;

    /**
     * Runs pg_rewind towards the winner. The server is stopped.
     *
     * @param dryRun true to let it check and change nothing
     */
    Attempt rewind(boolean dryRun) throws InterruptedException;

    /** Makes its data anew by pg_basebackup from the winner. The server is stopped. */
    String reseed() throws InterruptedException;

    /** Starts it as a standby of the winner, with a slot there, and waits until it streams; and so with the standbys that it had. */
    String follow() throws InterruptedException;

    /**
     * How pg_rewind ended.
     *
     * @param done false if it refused or failed
     * @param words its own last words
     */
    record Attempt(boolean done, String words) {}

    /** Where nodes come from. */
    @FunctionalInterface
    interface Nodes {
        /** The node of a losing server, on its way to a winner. */
        Node of(String loser, String winner);
    }
}
