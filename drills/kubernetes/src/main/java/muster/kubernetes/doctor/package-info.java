/**
 * What Muster needs on a cluster before a drill day: permissions, ways into the nodes, and a cluster in good order. Reads only.
 */
@NullMarked
package muster.kubernetes.doctor;

import org.jspecify.annotations.NullMarked;
