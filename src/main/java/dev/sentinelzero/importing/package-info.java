/** Makes process files of what other tools are configured with; says what could not be kept. */
@NullMarked
package dev.sentinelzero.importing;

import org.jspecify.annotations.NullMarked;
