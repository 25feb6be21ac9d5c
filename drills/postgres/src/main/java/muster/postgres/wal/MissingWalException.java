package muster.postgres.wal;

/** A file of the log that is needed is not there any longer: the server has removed it. */
public final class MissingWalException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param file its name */
    public MissingWalException(String file) {
        super("the WAL file %s is gone".formatted(file));
    }
}
