package muster.engine.fault;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import muster.engine.cluster.Site;
import muster.engine.history.Event;

/**
 * Where and under what name harms are done.
 *
 * @param run the run's name
 * @param site whose members are harmed
 * @param token of the site's lock, which its nodes compare before anything is done there
 * @param ledger what is open
 * @param journal takes every event; when it throws, what the event announces must not be done
 * @param clock nanoseconds since the run's zero
 */
public record Scene(String run, Site site, String token, Ledger ledger, Consumer<Event> journal, LongSupplier clock) {}
