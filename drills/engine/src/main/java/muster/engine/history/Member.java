package muster.engine.history;

import java.net.URI;

/**
 * One voting server of a store.
 *
 * @param name how people call it ({@code m1}); unique within its site
 * @param node the machine, or the network namespace, that it runs on
 * @param client where clients reach it, such as {@code http://198.18.1.1:2379}
 */
public record Member(String name, String node, URI client) {}
