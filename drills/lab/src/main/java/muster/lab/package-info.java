/**
 * The embedded site: real servers in network namespaces of their own, for root and for an ordinary user, all ending with the lab's
 * first process. The only place that knows unshare, nsenter, ip and socat; nothing here knows what a drill is, or how etcd is spoken to
 * beyond its command line and its {@code /health} page.
 */
@NullMarked
package muster.lab;

import org.jspecify.annotations.NullMarked;
