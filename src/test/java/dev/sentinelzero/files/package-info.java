/** Tests of the log segments, on real files. */
@NullMarked
package dev.sentinelzero.files;

import org.jspecify.annotations.NullMarked;
