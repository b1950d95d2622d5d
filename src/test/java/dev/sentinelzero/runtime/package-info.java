@NullMarked
package dev.sentinelzero.runtime;

import org.jspecify.annotations.NullMarked;
