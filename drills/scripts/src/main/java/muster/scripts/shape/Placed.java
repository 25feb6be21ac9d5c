package muster.scripts.shape;

import muster.scripts.yaml.Place;

/** A value and where it was written. */
public record Placed<T>(Place place, T value) {}
