/** The real lab, brought up and taken down. */
@NullMarked
package muster.lab;

import org.jspecify.annotations.NullMarked;
