/**
 * The etcd store: what each member says of itself, and the clients that read and write. jetcd is seen
 * here and nowhere else.
 */
@NullMarked
package muster.etcd;

import org.jspecify.annotations.NullMarked;
