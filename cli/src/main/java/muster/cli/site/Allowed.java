package muster.cli.site;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import muster.engine.history.OperatorException;
import muster.kubernetes.site.Permit;
import org.jspecify.annotations.Nullable;

/** What the operator allowed on one site, by {@code muster site allow}. */
public final class Allowed implements Permit {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");

    private final SiteEntry site;
    private final Supplier<ZonedDateTime> now;

    /**
     * Reads nothing but the entry.
     *
     * @param site the site
     * @param now this machine's clock
     */
    public Allowed(SiteEntry site, Supplier<ZonedDateTime> now) {
        this.site = site;
        this.now = now;
    }

    /**
     * Refuses to begin at all.
     *
     * @throws OperatorException if nothing may be broken there, or not at this hour
     */
    public void demandAnything() {
        demand(allowance());
    }

    @Override
    public void demand(String node, String fault) {
        SiteEntry.Allowance allowance = allowance();
        demand(allowance);
        if (!allowance.nodes().isEmpty() && !allowance.nodes().contains(node)) {
            throw refusal("%s of %s may not be broken; what may: %s".formatted(node, site.name(), allowance.words()));
        }
        if (!allowance.faults().isEmpty() && !allowance.faults().contains(fault)) {
            throw refusal("%s is not allowed on %s; what is: %s".formatted(fault, site.name(), allowance.words()));
        }
    }

    private SiteEntry.Allowance allowance() {
        SiteEntry.Allowance allowance = site.allowance();
        if (allowance == null) {
            throw refusal("nothing may be broken on %s".formatted(site.name()));
        }
        return allowance;
    }

    private void demand(SiteEntry.Allowance allowance) {
        String hours = allowance.hours();
        if (hours == null) {
            return;
        }
        ZonedDateTime here = now.get().withZoneSameInstant(zone(allowance));
        if (!within(hours, here.toLocalTime())) {
            throw refusal("%s may be broken at %s only (%s), and there it is %s"
                    .formatted(site.name(), hours, here.getZone().getId(), HOUR.format(here)));
        }
    }

    private static ZoneId zone(SiteEntry.Allowance allowance) {
        @Nullable String zone = allowance.zone();
        return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    }

    /** A span may go over midnight; its end is not part of it. */
    private static boolean within(String hours, LocalTime time) {
        LocalTime from = LocalTime.parse(hours.substring(0, hours.indexOf('-')));
        LocalTime until = LocalTime.parse(hours.substring(hours.indexOf('-') + 1));
        boolean begun = !time.isBefore(from);
        boolean over = !time.isBefore(until);
        return from.isBefore(until) ? begun && !over : begun || !over;
    }

    private OperatorException refusal(String why) {
        return new OperatorException(why, "muster site allow " + site.name());
    }
}
