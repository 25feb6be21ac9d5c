package muster.engine.history;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What every account held at one moment. An account that is not named held nothing.
 *
 * @param accounts by name
 */
public record Balances(SortedMap<String, Long> accounts) {

    private static final Pattern ACCOUNT = Pattern.compile("([a-z0-9]+)=(-?[0-9]{1,18})");

    /** Copies the map. */
    public Balances {
        accounts = new TreeMap<>(accounts);
    }

    /** All together; nothing unless money was made or destroyed. */
    public long sum() {
        return accounts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As they stand in a history: {@code a0=5 a1=-5}. */
    public String text() {
        return accounts.entrySet().stream()
                .map(account -> "%s=%d".formatted(account.getKey(), account.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** The balances that a text means; empty if it means none. */
    public static Optional<Balances> parse(String text) {
        Map<String, Long> accounts = new TreeMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            Matcher matcher = ACCOUNT.matcher(part);
            if (!matcher.matches() || accounts.put(matcher.group(1), Long.valueOf(matcher.group(2))) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Balances(new TreeMap<>(accounts)));
    }
}
