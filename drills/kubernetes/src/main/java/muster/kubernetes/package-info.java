/**
 * A K3s cluster by its kubeconfig: what its API server tells, as plain facts. Fabric8 is seen in this module and nowhere else, and its
 * classes are loaded only when a cluster is looked at.
 */
@NullMarked
package muster.kubernetes;

import org.jspecify.annotations.NullMarked;
