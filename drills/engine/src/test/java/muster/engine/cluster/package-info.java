/** What every site and every shell must do, as tests that each of them inherits. */
@NullMarked
package muster.engine.cluster;

import org.jspecify.annotations.NullMarked;
