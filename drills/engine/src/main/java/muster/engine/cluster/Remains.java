package muster.engine.cluster;

import java.util.function.UnaryOperator;
import muster.engine.history.Member;

/**
 * How the copies are looked into that a node kept of a member's data when that data was taken away. Every script is for the member's node,
 * may be repeated, and exits with 0 when it is done.
 *
 * @param server the member as it stands in a copy: where a server on one is reached
 * @param kept from a UTC time such as {@code 20261121T064905Z}: prints where the copies lie that were kept since then, a line for each, the
 *     oldest first
 * @param serve from where a copy lies: starts a server on it that takes no writes and follows nobody; one that ran there is ended first
 * @param end ends that server
 */
public record Remains(Member server, UnaryOperator<String> kept, UnaryOperator<String> serve, String end) {}
