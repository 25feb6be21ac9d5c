/**
 * The picture of a run as inline SVG: who led, how long calls took, what was acknowledged, on one time axis. Colours come from the page
 * through classes; every difference that matters is told by shape or word as well.
 */
@NullMarked
package muster.pages.picture;

import org.jspecify.annotations.NullMarked;
