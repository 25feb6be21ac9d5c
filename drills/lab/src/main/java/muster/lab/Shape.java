package muster.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;

/**
 * What a lab is made of; it has at least one store.
 *
 * @param etcd how many etcd members: 0, 3 or 5
 * @param profile their timers
 * @param postgres how many PostgreSQL servers: 0, 2 or 3
 * @param disk how big the file system is that each of them has for its data; null if they keep them in the lab's folder
 * @param clocks true if the PostgreSQL servers have clocks that can be set apart from the machine's
 */
public record Shape(
        int etcd,
        TimerProfile profile,
        int postgres,
        @Nullable DiskLimit disk,
        boolean clocks) {

    /** Three etcd members with etcd's own timers. */
    public static final Shape USUAL = new Shape(3, TimerProfile.STOCK, 0);

    /** A primary and a standby, and no etcd. */
    public static final Shape PAIR = new Shape(0, TimerProfile.STOCK, 2);

    /** @throws OperatorException if a number is none of those, or both are 0 */
    public Shape {
        if (etcd != 0 && etcd != 3 && etcd != 5) {
            throw OperatorException.usage(
                    "--etcd %d: a lab has 3 or 5 etcd members, or 0".formatted(etcd), "muster lab up --etcd 3");
        }
        if (postgres != 0 && postgres != 2 && postgres != 3) {
            throw OperatorException.usage(
                    "--postgres %d: a lab has 2 or 3 PostgreSQL servers, or 0".formatted(postgres),
                    "muster lab up --postgres 2");
        }
        if (etcd == 0 && postgres == 0) {
            throw OperatorException.usage("--etcd 0: a lab needs a store", "muster lab up --etcd 0 --postgres 2");
        }
    }

    /** One whose members keep their data in the lab's folder, and go by the machine's clock. */
    public Shape(int etcd, TimerProfile profile, int postgres) {
        this(etcd, profile, postgres, null, false);
    }

    /** The same, each member and server with a file system of its own for its data. */
    public Shape with(DiskLimit limit) {
        return new Shape(etcd, profile, postgres, limit, clocks);
    }

    /** The same, each PostgreSQL server with a clock that can be set. */
    public Shape withClocks() {
        return new Shape(etcd, profile, postgres, disk, true);
    }

    /** True if it is all that was asked for: members with disks or clocks of their own will do where nothing was said of these. */
    boolean serves(Shape asked) {
        return equals(new Shape(
                asked.etcd,
                asked.profile,
                asked.postgres,
                asked.disk == null ? disk : asked.disk,
                asked.clocks || clocks));
    }

    /** In words: "3 etcd members, stock timers, 2 PostgreSQL servers". */
    public String words() {
        List<String> parts = new ArrayList<>();
        if (etcd > 0) {
            parts.add("%d etcd members, %s timers".formatted(etcd, profile.word()));
        }
        if (postgres > 0) {
            parts.add("%d PostgreSQL servers".formatted(postgres));
        }
        if (disk != null) {
            parts.add("%d MiB of disk each".formatted(disk.mebibytes()));
        }
        if (clocks) {
            parts.add("clocks of their own");
        }
        return String.join(", ", parts);
    }

    /** The command that makes a lab of this shape. */
    public String command() {
        StringBuilder command = new StringBuilder("muster lab up --etcd ").append(etcd);
        if (etcd > 0) {
            command.append(" --timers ").append(profile.word());
        }
        if (postgres > 0) {
            command.append(" --postgres ").append(postgres);
        }
        if (disk != null) {
            command.append(" --disk-limit ").append(disk.word());
        }
        if (clocks) {
            command.append(" --clocks");
        }
        return command.toString();
    }

    /** The same with a primary and a standby of PostgreSQL. */
    Shape withPostgres() {
        return new Shape(etcd, profile, 2, disk, clocks);
    }

    /** True if it has servers of a store: {@code etcd} or {@code postgres}. */
    public boolean has(String store) {
        return LabSite.STORES.contains(store) && !(store.equals(LabSite.POSTGRES) ? servers() : members()).isEmpty();
    }

    /** The names of its etcd members. */
    List<String> members() {
        return IntStream.rangeClosed(1, etcd).mapToObj(number -> "m" + number).toList();
    }

    /** The names of its PostgreSQL servers. */
    List<String> servers() {
        return IntStream.rangeClosed(1, postgres)
                .mapToObj(number -> "p" + number)
                .toList();
    }

    /** All of these. */
    List<String> names() {
        return Stream.concat(members().stream(), servers().stream()).toList();
    }
}
