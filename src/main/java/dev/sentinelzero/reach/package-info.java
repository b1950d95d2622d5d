/**
 * How other programs are reached: over HTTP, at addresses that are looked up once and guarded, and
 * by commands that leave nothing behind. Everything has a deadline that holds.
 */
@NullMarked
package dev.sentinelzero.reach;

import org.jspecify.annotations.NullMarked;
