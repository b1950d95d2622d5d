@NullMarked
package dev.sentinelzero.schedule;

import org.jspecify.annotations.NullMarked;
