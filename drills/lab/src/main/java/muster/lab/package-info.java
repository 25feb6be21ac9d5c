/**
 * The embedded site: real servers in namespaces of their own. The operating system is asked here and
 * nowhere else.
 */
@NullMarked
package muster.lab;

import org.jspecify.annotations.NullMarked;
