package muster.postgres.connection;

import org.jspecify.annotations.Nullable;

/**
 * As whom servers are asked.
 *
 * @param user the role, where an address names none
 * @param password its password; null if it needs none, or if {@code ~/.pgpass} or {@code PGPASSFILE} has it
 * @param sslMode as libpq's {@code PGSSLMODE}, where an address says nothing of TLS; null for none
 */
public record PostgresAccess(
        String user, @Nullable String password, @Nullable String sslMode) {

    /** Without TLS, unless an address asks for it. */
    public PostgresAccess(String user, @Nullable String password) {
        this(user, password, null);
    }

    /** The role that a lab's servers trust. */
    public static PostgresAccess lab() {
        return new PostgresAccess("muster", null);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresAccess[user=%s]".formatted(user);
    }
}
