@NullMarked
package dev.sentinelzero.importing;

import org.jspecify.annotations.NullMarked;
