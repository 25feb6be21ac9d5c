/**
 * The way back from the loss of etcd's quorum on a K3s cluster, step by step, on the nodes. Breaks nothing that still has a majority. How
 * it is shown, and who is asked, lives elsewhere.
 */
@org.jspecify.annotations.NullMarked
package muster.kubernetes.recover;
