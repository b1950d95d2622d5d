package dev.sentinelzero.process;

/**
 * Which operating-system process is meant; a pid alone is never an identity, since pids are used
 * again.
 *
 * @param pid process id, 1 or more
 * @param start the kernel's raw start time (Linux: clock ticks since boot, field 22 of stat; macOS:
 *     p_uniqueid)
 * @param boot id of the boot of the machine
 * @param namespace the pid namespace (Linux: inode of /proc/self/ns/pid; macOS: 0)
 */
public record Identity(long pid, String start, String boot, String namespace) {}
