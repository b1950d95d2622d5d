/** The whole program: a real daemon, real keepers, real processes, driven by the command line. */
@NullMarked
package dev.sentinelzero.daemon;

import org.jspecify.annotations.NullMarked;
