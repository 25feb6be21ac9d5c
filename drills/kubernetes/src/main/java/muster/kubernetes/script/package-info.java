/** How a script travels to a node, whatever carries it. Connects nowhere. */
@NullMarked
package muster.kubernetes.script;

import org.jspecify.annotations.NullMarked;
