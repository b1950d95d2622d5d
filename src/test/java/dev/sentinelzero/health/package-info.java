@NullMarked
package dev.sentinelzero.health;

import org.jspecify.annotations.NullMarked;
