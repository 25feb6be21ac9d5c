package muster.engine.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount that moves from one account to another. Accounts hold nothing before their first transfer and may fall below it, so that all
 * of them together always hold nothing. Amounts are unique within a run: one that was applied by half betrays itself.
 *
 * @param from the account that gives
 * @param to the account that takes; another one
 * @param amount how much, more than 0
 */
public record Transfer(String from, String to, long amount) {

    private static final Pattern TEXT = Pattern.compile("([a-z0-9]+)>([a-z0-9]+):([1-9][0-9]{0,17})");

    /** @throws IllegalArgumentException if it moves nothing, or to where it came from */
    public Transfer {
        if (from.equals(to) || amount <= 0) {
            throw new IllegalArgumentException("no transfer: %d from %s to %s".formatted(amount, from, to));
        }
    }

    /** As it stands in a history: {@code a3>a5:18}. */
    public String text() {
        return "%s>%s:%d".formatted(from, to, amount);
    }

    /** The transfer that a text means; empty if it means none. */
    public static Optional<Transfer> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || matcher.group(1).equals(matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of(new Transfer(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))));
    }
}
