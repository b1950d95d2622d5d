@NullMarked
package dev.sentinelzero.os;

import org.jspecify.annotations.NullMarked;
