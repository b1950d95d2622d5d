@NullMarked
package dev.sentinelzero.probes;

import org.jspecify.annotations.NullMarked;
