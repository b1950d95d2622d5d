/** The HTTP API on the local socket: one class of routes a resource, one error mapper. */
@NullMarked
package dev.sentinelzero.http;

import org.jspecify.annotations.NullMarked;
