package muster.lab;

import java.util.List;
import java.util.stream.IntStream;
import muster.engine.history.OperatorException;

/**
 * What a lab is made of.
 *
 * @param etcd how many etcd members: 3 or 5
 * @param profile their timers
 */
public record Shape(int etcd, TimerProfile profile) {

    /** Three members with etcd's own timers. */
    public static final Shape USUAL = new Shape(3, TimerProfile.STOCK);

    /** @throws OperatorException if the number is neither 3 nor 5 */
    public Shape {
        if (etcd != 3 && etcd != 5) {
            throw OperatorException.usage(
                    "--etcd %d: a lab has 3 or 5 members".formatted(etcd), "muster lab up --etcd 3");
        }
    }

    /** In words: "3 etcd members, stock timers". */
    public String words() {
        return "%d etcd members, %s timers".formatted(etcd, profile.word());
    }

    /** The command that makes a lab of this shape. */
    public String command() {
        return "muster lab up --etcd %d --timers %s".formatted(etcd, profile.word());
    }

    /** The names of its members. */
    List<String> names() {
        return IntStream.rangeClosed(1, etcd).mapToObj(number -> "m" + number).toList();
    }
}
