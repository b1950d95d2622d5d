/**
 * Log segments on disk: read in true order, resumed from a cursor, followed, compressed and
 * bounded.
 */
@NullMarked
package dev.sentinelzero.files;

import org.jspecify.annotations.NullMarked;
