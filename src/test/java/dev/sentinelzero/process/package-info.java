@NullMarked
package dev.sentinelzero.process;

import org.jspecify.annotations.NullMarked;
