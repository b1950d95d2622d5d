@NullMarked
package dev.sentinelzero.alerts;

import org.jspecify.annotations.NullMarked;
