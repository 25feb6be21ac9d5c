/**
 * A K3s cluster on this machine: one or three real servers, a machine container each, all ending with the lab's first process. The only
 * place that knows debootstrap and systemd-nspawn. It brings the cluster up and down and tells how it is reached; what a cluster is to the
 * rest, a site, is not known here.
 */
@NullMarked
package muster.lab.k3s;

import org.jspecify.annotations.NullMarked;
