/** What both sides of the wire share; sees the JDK alone. */
@NullMarked
package dev.sentinelzero.api;

import org.jspecify.annotations.NullMarked;
