/**
 * Nodes entered through the API: by exec into the privileged agent that {@code k8s-manifests/node-agent} puts on each of them. Knows
 * nothing of ssh.
 */
@NullMarked
package muster.kubernetes.agent;

import org.jspecify.annotations.NullMarked;
