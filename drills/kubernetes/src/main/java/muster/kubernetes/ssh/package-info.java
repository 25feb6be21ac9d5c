/**
 * Nodes reached by the system's {@code ssh}, with the operator's own configuration, agent and known hosts. Knows nothing of the API.
 */
@NullMarked
package muster.kubernetes.ssh;

import org.jspecify.annotations.NullMarked;
