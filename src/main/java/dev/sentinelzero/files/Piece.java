package dev.sentinelzero.files;

import java.time.Instant;

/**
 * Some bytes of one burst, or the note that bytes were dropped.
 *
 * @param at time of the burst
 * @param stream whose bytes
 * @param record index of the burst's record
 * @param offset of the first byte in the stream's file
 * @param buffer holds the bytes until the next piece of this stream is asked for
 * @param from where in the buffer they begin
 * @param length how many
 * @param dropped how many bytes are missing here; then there are none in the buffer
 */
record Piece(
    Instant at,
    Stream stream,
    long record,
    long offset,
    byte[] buffer,
    int from,
    int length,
    long dropped) {}
