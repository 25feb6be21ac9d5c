package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes of every kind on both sides of a fork, the same for the same seed. */
final class RandomLoad {

    private static final int ROWS = 600;
    private static final int STATEMENTS = 60;

    private final TestPair pair;
    private final Random random;

    RandomLoad(TestPair pair, long seed) {
        this.pair = pair;
        this.random = new Random(seed);
    }

    /** The tables, with as many rows of each as the other side will have. */
    void prepare() {
        pair.first()
                .sql(
                        "CREATE TABLE plain (id int PRIMARY KEY, words text, amount numeric)",
                        "INSERT INTO plain SELECT i, repeat('x', i %% 40), i FROM generate_series(1, %d) i"
                                .formatted(ROWS),
                        "CREATE TABLE wide (name text COLLATE \"C\", part int, body text, PRIMARY KEY (part, name)) WITH (fillfactor = 40)",
                        "INSERT INTO wide SELECT 'n' || i, i %% 7, repeat(md5(i::text), i %% 90) FROM generate_series(1, %d) i"
                                .formatted(ROWS),
                        "CREATE INDEX ON wide (body) WHERE length(body) < 500",
                        "VACUUM ANALYZE");
    }

    /** Transactions that write before the fork and are committed behind it; the streams are cut meanwhile by the caller. */
    List<Connection> openAtFork() throws SQLException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Connection connection = pair.first().connect("muster");
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE plain SET words = 'open at the fork' WHERE id = %d".formatted(590 + i));
                statement.execute("INSERT INTO plain VALUES (%d, 'open at the fork', 0)".formatted(5000 + i));
            }
            open.add(connection);
        }
        return open;
    }

    /** Writes on one side. Keys that it makes are its own, except for a few that both make. */
    void write(TestServer server, int side) throws SQLException {
        try (Connection connection = server.connect("muster");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < STATEMENTS; i++) {
                statement.execute(one(side, i));
                if (random.nextInt(4) == 0) {
                    statement.execute("SAVEPOINT s");
                    statement.execute(one(side, i + STATEMENTS));
                    statement.execute(random.nextBoolean() ? "RELEASE s" : "ROLLBACK TO s");
                }
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
            connection.setAutoCommit(true);
            statement.execute("BEGIN");
            statement.execute("INSERT INTO plain VALUES (%d, 'prepared', 1)".formatted(7000 + side));
            statement.execute("PREPARE TRANSACTION 'gid%d'".formatted(side));
            statement.execute("COMMIT PREPARED 'gid%d'".formatted(side));
            if (random.nextBoolean()) {
                statement.execute("VACUUM FREEZE plain");
            }
            for (int i = 0; i < 10; i++) {
                statement.execute(one(side, i + 2 * STATEMENTS));
            }
        }
    }

    private String one(int side, int number) {
        int own = side * 10_000 + number * 10;
        int id = 1 + random.nextInt(500);
        return switch (random.nextInt(10)) {
            case 0 -> "INSERT INTO plain VALUES (%d, 'one', 1) ON CONFLICT DO NOTHING".formatted(own);
            case 1 ->
                "INSERT INTO plain SELECT %d + i, 'many', i FROM generate_series(1, 9) i ON CONFLICT DO NOTHING"
                        .formatted(own);
            case 2 -> "UPDATE plain SET words = 'side %d, %d' WHERE id = %d".formatted(side, number, id);
            case 3 -> "UPDATE plain SET amount = amount WHERE id BETWEEN %d AND %d".formatted(id, id + 3);
            case 4 -> "DELETE FROM plain WHERE id = %d".formatted(id);
            // A key that was changed and deleted on the other side cannot be told from one that was only changed.
            case 5 ->
                "UPDATE plain SET id = %d WHERE id = %d".formatted(-own - 1, 510 + side * 20 + random.nextInt(20));
            case 6 ->
                "INSERT INTO plain VALUES (%d, 'both made it, %d', %d) ON CONFLICT DO NOTHING"
                        .formatted(90_000 + random.nextInt(8), side, number);
            case 7 -> "UPDATE wide SET body = repeat('%d-%d', 400) WHERE name = 'n%d'".formatted(side, number, id);
            case 8 -> "DELETE FROM wide WHERE part = %d AND name < 'n%d'".formatted(id % 7, 10 + id % 5);
            default ->
                "INSERT INTO wide VALUES ('side%d-%d', %d, repeat('z', 3000)) ON CONFLICT DO NOTHING"
                        .formatted(side, number, id % 7);
        };
    }
}
