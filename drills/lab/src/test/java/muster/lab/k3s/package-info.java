@NullMarked
package muster.lab.k3s;

import org.jspecify.annotations.NullMarked;
