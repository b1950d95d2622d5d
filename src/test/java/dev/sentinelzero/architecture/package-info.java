@NullMarked
package dev.sentinelzero.architecture;

import org.jspecify.annotations.NullMarked;
