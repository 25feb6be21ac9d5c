/**
 * The part of YAML that a drill may use, as a tree whose nodes know their places. The YAML library stays behind this package. Nothing here
 * knows a word of the drill format.
 */
@NullMarked
package muster.scripts.yaml;

import org.jspecify.annotations.NullMarked;
