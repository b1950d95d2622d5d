/**
 * What is remembered: a journal of files that takes everything down at once, and a database that is
 * fed from it afterwards and may be away at any time. Only {@link dev.sentinelzero.store.Dialect}
 * knows which database it is.
 */
@NullMarked
package dev.sentinelzero.store;

import org.jspecify.annotations.NullMarked;
