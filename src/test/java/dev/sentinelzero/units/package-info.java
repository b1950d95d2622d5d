@NullMarked
package dev.sentinelzero.units;

import org.jspecify.annotations.NullMarked;
