/**
 * The command line: one file a verb. A verb turns an answer of the API into text on a given writer
 * and returns an exit code; it never touches {@code System.out} and never ends the JVM.
 */
@NullMarked
package dev.sentinelzero.cli;

import org.jspecify.annotations.NullMarked;
