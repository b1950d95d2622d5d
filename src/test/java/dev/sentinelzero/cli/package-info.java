/** Verbs in this JVM, against a real daemon in its own, with real processes. */
@NullMarked
package dev.sentinelzero.cli;

import org.jspecify.annotations.NullMarked;
