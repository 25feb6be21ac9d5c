package muster.postgres.reconcile;

/**
 * Something that cannot be salvaged row by row, and is to be known before anyone says which side wins. The kept copy of the losing
 * server's data still has it.
 *
 * @param kind what it is
 * @param database the database's name; empty for what belongs to the whole cluster
 * @param name its name
 * @param differs true if the two servers differ in it; false if they are equal, so that nothing is lost
 * @param words how it stands on each side
 */
public record Unsalvageable(Kind kind, String database, String name, boolean differs, String words) {

    /** What cannot be salvaged. */
    public enum Kind {
        /** Its rows cannot be told apart. */
        NO_PRIMARY_KEY("table without a primary key"),
        /** Its rows are in no log. */
        UNLOGGED_TABLE("unlogged table"),
        /** Only one side has it, or each defines it in another way: its rows are not compared. */
        TABLE_NOT_ALIKE("table that is not alike on both sides"),
        /** Something was created, changed or dropped since the fork. */
        DEFINITION("definition"),
        /** Its counter moved on. */
        SEQUENCE("sequence"),
        /** It lies in the catalogue. */
        LARGE_OBJECT("large object");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** In a list: "table without a primary key". */
        public String words() {
            return words;
        }
    }
}
