package dev.sentinelzero.importing;

/**
 * Where something stands.
 *
 * @param file as the user knows it
 * @param line from 1; 0 where the format has no lines
 */
record Place(String file, int line) {}
