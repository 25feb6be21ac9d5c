/**
 * Plain hosts, without Kubernetes: what one of them tells of a unit of systemd. They are entered by the doors of K3s's nodes, and broken as a
 * site of the room beside; why they live here, says adr/0007.
 */
@NullMarked
package muster.kubernetes.hosts;

import org.jspecify.annotations.NullMarked;
