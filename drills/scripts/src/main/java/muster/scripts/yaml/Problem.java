package muster.scripts.yaml;

/**
 * Something in a file that cannot stand as it is.
 *
 * @param place where
 * @param text what is wrong and what would fit, on one line
 */
public record Problem(Place place, String text) {}
