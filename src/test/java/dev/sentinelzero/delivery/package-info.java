@NullMarked
package dev.sentinelzero.delivery;

import org.jspecify.annotations.NullMarked;
