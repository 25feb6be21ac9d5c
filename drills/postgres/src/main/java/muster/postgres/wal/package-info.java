/**
 * What a server's write-ahead log tells: which timelines it came from, and what was done on its branch since it left another one. The
 * log is read through SQL, record by record; nothing is written, and no row's contents are taken from here.
 */
@NullMarked
package muster.postgres.wal;

import org.jspecify.annotations.NullMarked;
