/** Tests of watched files. */
@org.jspecify.annotations.NullMarked
package dev.sentinelzero.watching;
