/*
 * The keeper: stands between the daemon and one run of a process, owns its output, reaps its tree and records its exit.
 * The contract is docs/keeper.md; words and file names here are the ones of that page.
 *
 * Thousands of keepers may live on one host, so memory that is written to counts: no stdio, no large stack frames in the
 * long-lived part, and what only the launch needs is given back before the wait begins.
 */
#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h> /* rename */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __APPLE__
#include <libproc.h>
#include <sys/event.h>
#include <sys/sysctl.h>
#else
#include <sys/prctl.h>
#include <sys/syscall.h>
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#endif

/* ---- exit statuses of the keeper itself ---- */

enum { DONE = 0, REFUSED = 2, CLAIMED = 3, NO_RUN_DIRECTORY = 4 };

/* ---- descriptors and sizes ---- */

enum {
  EVENTS = 3,
  EXIT_SIZE = 256,
  RECORD_SIZE = 32,
  IDENTITY_SIZE = 192,
  BUFFER_SIZE = 64 * 1024,  /* one burst at most; the pages are given back when the output goes quiet */
  PIPE_LARGE = 1024 * 1024, /* for a stream that fills its pipe; given back too: pipe pages are limited per user */
  PIPE_NORMAL = 64 * 1024,
  WHOLE_WRITE = 4096, /* PIPE_BUF: a segment grows past its size rather than cut what one write put in whole */
  SPLICE_FROM = 128 * 1024,
  SMALL_BURST = 4096,
  KERNEL_SET = 8, /* bytes of the kernel's signal set */
  NAME_ROOM = 32 /* of a file below log or links */
};

static const long long SECOND = 1000000000;

enum stage { FORK, SETSID, STDIN, LIMITS, NICE, USER, DIRECTORY, EXEC, LOG };

static const char *const stage_names[] = {"fork", "setsid",    "stdin", "limits", "nice",
                                          "user", "directory", "exec",  "log"};

/* ---- the launch text ---- */

struct number {
  long long value;
  bool given;
};

struct limit {
  const char *name;
  int resource;
  bool given;
  struct rlimit value;
};

static struct limit limits[] = {
    {.name = "as", .resource = RLIMIT_AS},           {.name = "core", .resource = RLIMIT_CORE},
    {.name = "cpu", .resource = RLIMIT_CPU},         {.name = "data", .resource = RLIMIT_DATA},
    {.name = "fsize", .resource = RLIMIT_FSIZE},     {.name = "memlock", .resource = RLIMIT_MEMLOCK},
    {.name = "nofile", .resource = RLIMIT_NOFILE},   {.name = "nproc", .resource = RLIMIT_NPROC},
    {.name = "stack", .resource = RLIMIT_STACK},
};

struct launch {
  const char *run, *log, *links, *directory, *stdin_path;
  struct number segment_bytes, umask, nice, oom_score_adj, uid, gid, groups;
  gid_t *group_list;
  char **argv, **envp;
  mode_t inherited_umask;
};

/* In mappings of its own, not from malloc: they are given back whole, and the keeper gets along without a heap. */
struct text {
  char *bytes;
  size_t size, length, next;
  char *arrays; /* for what points into the text */
  size_t arrays_size, arrays_used;
};

/* ---- the run ---- */

struct stream {
  const char *name;         /* of the FIFO and the segment's extension */
  const char *link;         /* of the symbolic link at the current segment */
  unsigned char kind;       /* in the index; the kind of dropped bytes is this + 2 */
  bool enlarged;            /* its pipe */
  int fifo;                 /* read end, -1 when no writer is left */
  int hold;                 /* a write end of our own, so that silence is not taken for the end */
  int file;                 /* of this segment, -1 before its first byte */
  long long position;       /* bytes in the file of this segment */
  long long indexed;        /* of them, those that the index tells of */
  long long dropped;        /* bytes dropped that the index does not tell of yet */
  long long dropped_offset; /* where in the file they are missing */
};

static struct stream streams[2] = {
    {.name = "out", .link = "stdout.log", .kind = 0, .fifo = -1, .hold = -1, .file = -1},
    {.name = "err", .link = "stderr.log", .kind = 1, .fifo = -1, .hold = -1, .file = -1},
};

static struct {
  char *log, *log_end;  /* the folder with its "/", and where the name of a file goes */
  const char *links;    /* the folder with its "/", or NULL */
  long long segment_bytes;
  long number;          /* of the current segment */
  int index;            /* -1: the segment is not made yet */
  long long index_end;  /* bytes of whole records */
  long long bytes;      /* of both streams in this segment */
} segment = {.number = 1, .index = -1};

static struct {
  int exit_file;
  int watch;              /* adopted leader: pidfd or kqueue, else -1 */
  pid_t leader;           /* 0 when it is gone */
  bool adopted;
  bool ends_with_writers; /* the end is known by the FIFOs, not by waitpid */
  bool children;
  bool buffer_used;       /* more than its first page */
  long long started;      /* boot clock */
  int status;
  struct rusage usage;
  char identity[IDENTITY_SIZE]; /* of an adopted leader whose end is not told by the kernel */
} run = {.exit_file = -1, .watch = -1};

static _Alignas(4096) char buffer[BUFFER_SIZE];

/* ---- small things ---- */

static long long clock_of(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * SECOND + now.tv_nsec;
}

static long long wall_clock(void) { return clock_of(CLOCK_REALTIME); }

/* Goes on while the machine sleeps. */
static long long boot_clock(void) {
#ifdef __APPLE__
  return clock_of(CLOCK_MONOTONIC);
#else
  return clock_of(CLOCK_BOOTTIME);
#endif
}

/* Append to a line and return its new end. Not snprintf: of the C library that would be half of the keeper's memory. */
static char *put(char *end, const char *text) {
  while (*text) *end++ = *text++;
  *end = 0;
  return end;
}

static char *put_padded(char *end, unsigned long long value, int width) {
  char digits[24];
  int first = sizeof digits - 1;
  digits[first] = 0;
  for (; value > 0 || width > 0; value /= 10, width--) digits[--first] = (char)('0' + value % 10);
  return put(end, digits + first);
}

static char *put_number(char *end, long long value) {
  if (value < 0) end = put(end, "-");
  return put_padded(end, value < 0 ? 0ULL - (unsigned long long)value : (unsigned long long)value, 1);
}

static bool write_all(int file, const char *bytes, size_t length) {
  return write(file, bytes, length) == (ssize_t)length;
}

static ssize_t read_file(const char *path, char *into, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t length = read(file, into, size - 1);
  close(file);
  into[length < 0 ? 0 : length] = 0;
  return length;
}

static void send_event(char event) {
  /* Non-blocking; nobody there or no room: recovery reads the files. */
  if (write(EVENTS, &event, 1) < 0) return;
}

/* ---- identity: pid, raw kernel start time, boot id, pid namespace ---- */

#ifdef __APPLE__

/* Flavour 17 of proc_pidinfo; it needs no privilege, but its header is not in the public SDK. */
struct unique_identifier {
  uint8_t uuid[16];
  uint64_t unique_id, parent_unique_id;
  uint64_t reserved[3];
};

static bool start_of(pid_t pid, char *into, size_t size) {
  struct unique_identifier info;
  if (size < 24 || proc_pidinfo(pid, 17, 0, &info, sizeof info) != (int)sizeof info) return false;
  put_padded(into, info.unique_id, 1);
  return true;
}

static void boot_id(char *into, size_t size) {
  if (sysctlbyname("kern.bootsessionuuid", into, &size, NULL, 0) != 0) strcpy(into, "-");
}

static unsigned long long pid_namespace(void) { return 0; }

#else

static bool start_of(pid_t pid, char *into, size_t size) {
  char path[32], stat[512];
  put(put_number(put(path, "/proc/"), pid), "/stat");
  if (read_file(path, stat, sizeof stat) <= 0) return false;
  char *field = strrchr(stat, ')'); /* the name before it may hold anything */
  for (int number = 2; field && number < 22; number++) field = strchr(field + 1, ' ');
  if (!field) return false;
  size_t length = strcspn(++field, " \n");
  if (length >= size) return false;
  memcpy(into, field, length);
  into[length] = 0;
  return true;
}

static void boot_id(char *into, size_t size) {
  if (read_file("/proc/sys/kernel/random/boot_id", into, size) <= 0) strcpy(into, "-");
  into[strcspn(into, "\n")] = 0;
}

static unsigned long long pid_namespace(void) {
  struct stat about;
  return stat("/proc/self/ns/pid", &about) == 0 ? about.st_ino : 0;
}

#endif

/* "1 <pid> <start> <boot-id> <pid-namespace>" without a newline, and its length; 0 when there is no such process. */
static size_t identity_of(pid_t pid, char *into) {
  char start[32], boot[64];
  if (!start_of(pid, start, sizeof start)) return 0;
  boot_id(boot, sizeof boot);
  char *end = put_number(put(into, "1 "), pid);
  end = put(put(end, " "), start);
  end = put(put(end, " "), boot);
  end = put_padded(put(end, " "), pid_namespace(), 1);
  return (size_t)(end - into);
}

/* ---- parsing the launch text ---- */

static void *map(size_t size) {
  void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  return bytes == MAP_FAILED ? NULL : bytes;
}

static bool grow_text(struct text *text) {
  size_t size = text->size ? text->size * 2 : 64 * 1024;
  char *bytes = map(size);
  if (!bytes) return false;
  if (text->bytes) {
    memcpy(bytes, text->bytes, text->length);
    munmap(text->bytes, text->size);
  }
  text->bytes = bytes;
  text->size = size;
  return true;
}

static bool read_text(struct text *text) {
  size_t entries = 4;
  for (;;) {
    if (text->length == text->size && !grow_text(text)) return false;
    ssize_t length = read(0, text->bytes + text->length, text->size - text->length);
    if (length < 0) return false;
    if (length == 0) break;
    text->length += (size_t)length;
  }
  for (size_t i = 0; i < text->length; i++) entries += text->bytes[i] == 0 || text->bytes[i] == ',';
  text->arrays_size = entries * sizeof(char *);
  return (text->arrays = map(text->arrays_size)) != NULL;
}

static void *take_array(struct text *text, size_t count, size_t each) {
  size_t size = (count * each + sizeof(char *) - 1) / sizeof(char *) * sizeof(char *);
  if (size > text->arrays_size - text->arrays_used) return NULL;
  void *array = text->arrays + text->arrays_used;
  text->arrays_used += size;
  return array;
}

static void free_text(struct text *text) {
  munmap(text->arrays, text->arrays_size);
  munmap(text->bytes, text->size);
}

static char *next_string(struct text *text) {
  char *start = text->bytes + text->next;
  char *end = memchr(start, 0, text->length - text->next);
  if (!end) return NULL;
  text->next = (size_t)(end - text->bytes) + 1;
  return start;
}

static bool parse_number(const char *digits, int base, long long low, long long high, struct number *into) {
  char *end;
  if (!(*digits >= '0' && *digits <= '9') && !(*digits == '-' && digits[1] >= '0' && digits[1] <= '9')) return false;
  errno = 0;
  into->value = strtoll(digits, &end, base);
  into->given = true;
  return errno == 0 && *end == 0 && into->value >= low && into->value <= high;
}

static bool parse_path(const char *value, const char **into) {
  *into = value;
  return *value == '/';
}

static bool parse_rlimit(char *value, rlim_t *into) {
  struct number number;
  if (strcmp(value, "unlimited") == 0) {
    *into = RLIM_INFINITY;
    return true;
  }
  if (!parse_number(value, 10, 0, LLONG_MAX, &number)) return false;
  *into = (rlim_t)number.value;
  return true;
}

static bool parse_limit(const char *name, char *value) {
  char *colon = strchr(value, ':');
  if (!colon) return false;
  *colon = 0;
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    if (strcmp(limits[i].name, name) != 0) continue;
    limits[i].given = true;
    return parse_rlimit(value, &limits[i].value.rlim_cur) && parse_rlimit(colon + 1, &limits[i].value.rlim_max);
  }
  return false;
}

static bool parse_groups(struct text *text, char *value, struct launch *launch) {
  size_t count = *value != 0;
  for (const char *c = value; *c; c++) count += *c == ',';
  launch->group_list = take_array(text, count, sizeof(gid_t));
  if (!launch->group_list) return false;
  for (size_t i = 0; i < count; i++) {
    struct number group;
    char *end = value + strcspn(value, ",");
    *end = 0;
    if (!parse_number(value, 10, 0, UINT32_MAX - 1, &group)) return false;
    launch->group_list[i] = (gid_t)group.value;
    value = end + 1;
  }
  launch->groups = (struct number){.value = (long long)count, .given = true};
  return true;
}

static bool parse_setting(struct text *text, struct launch *launch, const char *key, char *value) {
  if (strcmp(key, "run") == 0) return parse_path(value, &launch->run);
  if (strcmp(key, "log") == 0) return parse_path(value, &launch->log);
  if (strcmp(key, "links") == 0) return parse_path(value, &launch->links);
  if (strcmp(key, "directory") == 0) return parse_path(value, &launch->directory);
  if (strcmp(key, "stdin") == 0) return parse_path(value, &launch->stdin_path);
  if (strcmp(key, "segment_bytes") == 0) return parse_number(value, 10, 4096, LLONG_MAX / 2, &launch->segment_bytes);
  if (strcmp(key, "umask") == 0) return parse_number(value, 8, 0, 0777, &launch->umask);
  if (strcmp(key, "nice") == 0) return parse_number(value, 10, -20, 19, &launch->nice);
  if (strcmp(key, "oom_score_adj") == 0) return parse_number(value, 10, -1000, 1000, &launch->oom_score_adj);
  if (strcmp(key, "uid") == 0) return parse_number(value, 10, 0, UINT32_MAX - 1, &launch->uid);
  if (strcmp(key, "gid") == 0) return parse_number(value, 10, 0, UINT32_MAX - 1, &launch->gid);
  if (strcmp(key, "groups") == 0) return parse_groups(text, value, launch);
  if (strncmp(key, "limit.", 6) == 0) return parse_limit(key + 6, value);
  return false;
}

/* "N", then N strings: a NULL-ended array of them, or NULL. */
static char **parse_strings(struct text *text, const char *value) {
  struct number count;
  if (!parse_number(value, 10, 0, (long long)(text->length - text->next), &count)) return NULL;
  char **strings = take_array(text, (size_t)count.value + 1, sizeof *strings);
  for (long long i = 0; strings && i < count.value; i++) {
    if (!(strings[i] = next_string(text))) return NULL;
  }
  if (strings) strings[count.value] = NULL;
  return strings;
}

static bool parse_launch(struct text *text, bool adopt, struct launch *launch) {
  char *string = next_string(text);
  if (!string || strcmp(string, "launch=1") != 0) return false;
  while ((string = next_string(text)) && *string) {
    char *value = strchr(string, '=');
    if (!value || launch->envp) return false;
    *value++ = 0;
    if (strcmp(string, "args") == 0) {
      if (launch->argv || !(launch->argv = parse_strings(text, value)) || (!launch->argv[0] && !adopt)) return false;
    } else if (strcmp(string, "env") == 0) {
      if ((!launch->argv && !adopt) || !(launch->envp = parse_strings(text, value))) return false;
    } else if (launch->argv || !parse_setting(text, launch, string, value)) {
      return false;
    }
  }
  if (!string || text->next != text->length) return false;
  return launch->run && launch->log && launch->segment_bytes.given && (adopt || (launch->argv && launch->envp));
}

/* ---- claim, exit, FIFOs; the working directory is the run directory ---- */

static bool lock(int file) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  return fcntl(file, F_SETLK, &whole) == 0;
}

/* The descriptor stays open, and nobody in this process may open the file again: closing any of them drops the lock. */
static int make_claim(void) {
  char own[32], line[IDENTITY_SIZE];
  put_number(put(own, "claim."), getpid());
  size_t length = identity_of(getpid(), line);
  int file = open(own, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || length == 0) return NO_RUN_DIRECTORY;
  line[length++] = '\n';
  int outcome = NO_RUN_DIRECTORY;
  if (lock(file) && write_all(file, line, length)) {
    if (link(own, "claim") == 0)
      outcome = DONE;
    else if (errno == EEXIST)
      outcome = CLAIMED;
  }
  unlink(own);
  return outcome;
}

static int take_claim(void) {
  char line[IDENTITY_SIZE];
  int file = open("claim", O_RDWR | O_CLOEXEC);
  if (file < 0) return NO_RUN_DIRECTORY;
  if (!lock(file)) return CLAIMED;
  size_t length = identity_of(getpid(), line);
  line[length++] = '\n';
  bool written = ftruncate(file, 0) == 0 && pwrite(file, line, length, 0) == (ssize_t)length;
  (void)written; /* the lock is what counts: on a full disk the line stays empty */
  return DONE;
}

/* Its bytes are there before the fork, so that a full disk can't eat the exit. */
static bool make_exit(void) {
  char blank[EXIT_SIZE];
  memset(blank, ' ', sizeof blank);
  run.exit_file = open("exit", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  return run.exit_file >= 0 && write_all(run.exit_file, blank, sizeof blank);
}

static bool exit_is_valid(void) {
  char last;
  return pread(run.exit_file, &last, 1, EXIT_SIZE - 1) == 1 && last == '\n';
}

static void write_exit_line(char *line, char *end) {
  memset(end, ' ', (size_t)(line + EXIT_SIZE - end));
  /* The newline makes it valid, so it goes last. */
  if (pwrite(run.exit_file, line, EXIT_SIZE - 1, 0) != EXIT_SIZE - 1) return;
  if (pwrite(run.exit_file, "\n", 1, EXIT_SIZE - 1) != 1) return;
}

static const char *leftovers_field(bool leftovers) { return leftovers ? " leftovers=1" : " leftovers=0"; }

static void write_unknown_exit(bool leftovers) {
  char line[EXIT_SIZE];
  char *end = put_number(put(line, "1 unknown at="), wall_clock());
  write_exit_line(line, put(end, leftovers_field(leftovers)));
}

static void write_spawn_failure(enum stage stage, int error) {
  char line[EXIT_SIZE];
  char *end = put(put(line, "1 spawn "), stage_names[stage]);
  end = put_number(put(end, " "), error);
  write_exit_line(line, put_number(put(end, " at="), wall_clock()));
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

static void write_exit(int status, const struct rusage *usage, bool leftovers) {
  char line[EXIT_SIZE];
  long long maxrss = usage->ru_maxrss;
#ifdef __APPLE__
  maxrss /= 1024; /* bytes there */
#endif
  char *end = WIFSIGNALED(status) ? put_number(put(line, "1 signal "), WTERMSIG(status))
                                  : put_number(put(line, "1 code "), WEXITSTATUS(status));
  if (WIFSIGNALED(status) && WCOREDUMP(status)) end = put(end, " core");
  end = put_number(put(end, " at="), wall_clock());
  end = put_number(put(end, " up_ns="), boot_clock() - run.started);
  end = put_number(put(end, " utime_us="), microseconds(usage->ru_utime));
  end = put_number(put(end, " stime_us="), microseconds(usage->ru_stime));
  end = put_number(put(end, " maxrss_kb="), maxrss);
  write_exit_line(line, put(end, leftovers_field(leftovers)));
}

/* The read end first: without it the write end would not open. */
static bool open_fifo(struct stream *stream) {
  stream->fifo = open(stream->name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  return stream->fifo >= 0;
}

/* The daemon has made it and holds it open, unless it is one that leaves that to us. */
static bool make_fifo(struct stream *stream, const struct launch *launch) {
  struct stat about;
  if (mkfifo(stream->name, 0600) != 0) {
    if (errno != EEXIST || lstat(stream->name, &about) != 0) return false;
    errno = EEXIST;
    if (!S_ISFIFO(about.st_mode)) return false;
  }
  uid_t uid = launch->uid.given ? (uid_t)launch->uid.value : (uid_t)-1;
  gid_t gid = launch->gid.given ? (gid_t)launch->gid.value : (gid_t)-1;
  /* Refused only without the right to change users: then the stage `user` says so. */
  if ((launch->uid.given || launch->gid.given) && chown(stream->name, uid, gid) != 0 && errno != EPERM) return false;
  if (!open_fifo(stream)) return false;
  stream->hold = open(stream->name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  return stream->hold >= 0;
}

/* ---- log segments ---- */

static int open_segment(const char *extension, int flags) {
  put(put(put_padded(segment.log_end, (unsigned long long)segment.number, 6), "."), extension);
  return open(segment.log, O_RDWR | O_CLOEXEC | flags, 0600);
}

/*
 * `tail -F` sees either the old or the new target, never none. A failure costs nothing but the link.
 * Right after open_segment(): segment.log is the path of the file.
 */
static void point_link(const struct stream *stream) {
  if (!segment.links) return;
  const char *path = segment.links;
  size_t length = strlen(path);
  char aside[NAME_ROOM];
  /* Relative where that is possible, so that a home can be moved. */
  const char *target = strncmp(segment.log, path, length) == 0 ? segment.log + length : segment.log;
  put_number(put(put(put(aside, "."), stream->link), "."), getpid());
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  if (symlinkat(target, folder, aside) != 0 || renameat(folder, aside, folder, stream->link) != 0)
    unlinkat(folder, aside, 0);
  close(folder);
}

static bool open_files(struct stream *stream) {
  if (stream->file >= 0) return true;
  while (segment.index < 0) {
    segment.index = open_segment("idx", O_CREAT | O_EXCL);
    if (segment.index >= 0) break;
    if (errno != EEXIST) return false;
    segment.number++;
  }
  stream->file = open_segment(stream->name, O_CREAT | O_TRUNC);
  if (stream->file < 0) return false;
  point_link(stream);
  return true;
}

static void put_record(unsigned char *into, long long at, long long offset, long long length, int kind) {
  uint64_t fields[3] = {(uint64_t)at, (uint64_t)offset, (uint64_t)length};
  for (int i = 0; i < 24; i++) into[i] = (unsigned char)(fields[i / 8] >> (i % 8 * 8));
  memset(into + 24, 0, 8);
  into[24] = (unsigned char)kind;
}

/* Tells of all that is written and not yet indexed, and first of what was dropped before it. */
static void write_index(struct stream *stream, long long at) {
  unsigned char records[2 * RECORD_SIZE];
  int length = 0;
  if (stream->dropped > 0) {
    put_record(records, at, stream->dropped_offset, stream->dropped, stream->kind + 2);
    length += RECORD_SIZE;
  }
  if (stream->position > stream->indexed) {
    put_record(records + length, at, stream->indexed, stream->position - stream->indexed, stream->kind);
    length += RECORD_SIZE;
  }
  if (length == 0 || segment.index < 0) return;
  /* A record that did not fit is overwritten by the next attempt, so records stay whole. */
  if (pwrite(segment.index, records, (size_t)length, segment.index_end) != length) return;
  segment.index_end += length;
  stream->indexed = stream->position;
  stream->dropped = 0;
}

static void close_segment(long long at) {
  for (int i = 0; i < 2; i++) {
    struct stream *stream = &streams[i];
    write_index(stream, at);
    if (stream->file >= 0) close(stream->file);
    stream->file = -1;
    stream->position = stream->indexed = stream->dropped_offset = 0;
  }
  close(segment.index);
  segment.index = -1;
  segment.index_end = segment.bytes = 0;
  segment.number++;
}

static void drop(struct stream *stream, long long length) {
  if (stream->dropped == 0) stream->dropped_offset = stream->position;
  stream->dropped += length;
}

/*
 * A stream that outruns us goes from pipe to file without passing through our memory. Not so the others: splice() holds
 * the pipe while the file is written, and the process would wait for each write instead of filling the pipe meanwhile.
 */
static ssize_t splice_burst(struct stream *stream, long long room) {
#ifdef __linux__
  int present = 0;
  if (!stream->enlarged || room < SPLICE_FROM || ioctl(stream->fifo, FIONREAD, &present) != 0) return 0;
  if (present < SPLICE_FROM || !open_files(stream)) return 0;
  size_t length = room < present ? (size_t)room : (size_t)present;
  return splice(stream->fifo, NULL, stream->file, NULL, length, SPLICE_F_NONBLOCK);
#else
  (void)stream, (void)room;
  return 0;
#endif
}

static ssize_t write_burst(struct stream *stream, const char *bytes, ssize_t length) {
  ssize_t done = 0;
  while (done < length) {
    ssize_t written = write(stream->file, bytes + done, (size_t)(length - done));
    if (written <= 0) break;
    done += written;
  }
  return done;
}

/* Moves one burst from the FIFO to the log: bytes taken, 0 when no writer is left, -1 when there is nothing to read. */
static ssize_t move_burst(struct stream *stream) {
  long long room = segment.segment_bytes - segment.bytes;
  if (room < WHOLE_WRITE) room = WHOLE_WRITE;
  ssize_t done = splice_burst(stream, room), length = done;
  if (done <= 0) {
    length = read(stream->fifo, buffer, room < BUFFER_SIZE ? (size_t)room : BUFFER_SIZE);
    if (length <= 0) return length;
    done = open_files(stream) ? write_burst(stream, buffer, length) : 0;
  }
  long long at = wall_clock();
  if (done > 0) {
    stream->position += done;
    segment.bytes += done;
    write_index(stream, at);
  }
  if (done < length) drop(stream, length - done);
  if (segment.bytes >= segment.segment_bytes) close_segment(at);
  return length;
}

/* ---- taking the output ---- */

static void set_pipe_size(struct stream *stream, bool large) {
#ifdef F_SETPIPE_SZ
  /* Refused where the user's share of pipe pages is used up; then it stays as it is. */
  bool done = fcntl(stream->fifo, F_SETPIPE_SZ, large ? PIPE_LARGE : PIPE_NORMAL) >= 0;
  (void)done;
#endif
  stream->enlarged = large;
}

static void close_stream(struct stream *stream) {
  if (stream->fifo >= 0) close(stream->fifo);
  stream->fifo = -1;
}

static ssize_t take_burst(struct stream *stream) {
  ssize_t length = move_burst(stream);
  if (length == 0) close_stream(stream);
  if (length > SMALL_BURST) run.buffer_used = true;
  if (length >= BUFFER_SIZE && !stream->enlarged) set_pipe_size(stream, true);
  return length;
}

/* Takes what is in the FIFOs now, and no more, so that a descendant that never pauses can't hold up the exit. */
static void drain(void) {
  for (int i = 0; i < 2; i++) {
    int present = 0;
    if (streams[i].fifo < 0 || ioctl(streams[i].fifo, FIONREAD, &present) != 0) continue;
    for (ssize_t length; present > 0; present -= (int)length) {
      length = take_burst(&streams[i]);
      if (length <= 0) break;
    }
  }
}

static void give_back_memory(void) {
  for (int i = 0; i < 2; i++) {
    if (streams[i].enlarged && streams[i].fifo >= 0) set_pipe_size(&streams[i], false);
  }
#ifdef __linux__
  madvise(buffer, BUFFER_SIZE, MADV_DONTNEED);
#endif
  run.buffer_used = false;
}

/* ---- the leader's end ---- */

/* Without a write end of our own, end-of-file tells when the last process that has the FIFO is gone. */
static bool writers_are_left(void) {
  for (int i = 0; i < 2; i++) {
    if (streams[i].hold >= 0) close(streams[i].hold);
    streams[i].hold = -1;
    if (streams[i].fifo >= 0) take_burst(&streams[i]);
  }
  return streams[0].fifo >= 0 || streams[1].fifo >= 0;
}

static void leader_ended(void) {
  pid_t group = run.leader;
  run.leader = 0;
  if (run.watch >= 0) close(run.watch);
  run.watch = -1;
  drain();
  bool stays = run.ends_with_writers ? writers_are_left() : run.children;
  bool leftovers = stays || (run.ends_with_writers && (kill(-group, 0) == 0 || errno == EPERM));
  if (!run.adopted)
    write_exit(run.status, &run.usage, leftovers);
  else if (!exit_is_valid())
    write_unknown_exit(leftovers);
  if (stays) send_event('x');
}

static void reap(void) {
  bool ended = false;
  for (;;) {
    int status;
    struct rusage usage;
    pid_t pid = wait4(-1, &status, WNOHANG, &usage);
    if (pid <= 0) {
      run.children = pid == 0;
      break;
    }
    if (pid != run.leader || ended) continue;
    ended = true;
    run.status = status;
    run.usage = usage;
  }
  if (ended) leader_ended();
}

/* ---- watching an adopted leader, who is not our child ---- */

static bool identity_is(pid_t pid, const char *identity) {
  char now[IDENTITY_SIZE];
  size_t length = identity_of(pid, now);
  return length > 0 && strncmp(identity, now, length) == 0 && (identity[length] == ' ' || identity[length] == 0);
}

static bool leader_is_alive(void) { return run.leader != 0 && identity_is(run.leader, run.identity); }

static void watch_leader(void) {
  char line[IDENTITY_SIZE + 32];
  ssize_t length = read_file("leader", line, sizeof line);
  if (length <= 0 || line[length - 1] != '\n' || (size_t)length >= sizeof run.identity) return;
  memcpy(run.identity, line, (size_t)length + 1);
  run.leader = strncmp(line, "1 ", 2) == 0 ? (pid_t)strtol(line + 2, NULL, 10) : 0;
  if (run.leader == 0) return;
#ifdef __APPLE__
  struct kevent change;
  run.watch = kqueue();
  EV_SET(&change, run.leader, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, NULL);
  if (run.watch >= 0 && (fcntl(run.watch, F_SETFD, FD_CLOEXEC) != 0 || kevent(run.watch, &change, 1, NULL, 0, NULL) != 0)) {
    close(run.watch);
    run.watch = -1;
  }
#else
  run.watch = (int)syscall(SYS_pidfd_open, run.leader, 0);
#endif
  /* The watch is on the pid, so the check comes after it. Without a watch the identity is looked at every second. */
}

static long long count_indexed(int kind) {
  unsigned char record[RECORD_SIZE];
  long long end = 0;
  for (long long at = 0; pread(segment.index, record, sizeof record, at) == RECORD_SIZE; at += RECORD_SIZE) {
    uint64_t fields[3] = {0, 0, 0};
    for (int i = 0; i < 24; i++) fields[i / 8] |= (uint64_t)record[i] << (i % 8 * 8);
    if (record[24] == kind) end = (long long)(fields[1] + fields[2]);
    segment.index_end = at + RECORD_SIZE;
  }
  return end;
}

static long newest_segment(bool *closed) {
  long newest = 0;
  *segment.log_end = 0;
  DIR *folder = opendir(segment.log);
  if (!folder) return 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    char *extension;
    long number = strtol(entry->d_name, &extension, 10);
    if (*extension != '.' || number < 1 || number < newest) continue;
    bool compressed = strstr(extension, ".gz") != NULL;
    *closed = compressed || (number == newest && *closed);
    newest = number;
  }
  closedir(folder);
  return newest;
}

/* Goes on where the killed keeper stopped; what it wrote but did not index is indexed first. */
static void resume_segment(void) {
  bool closed = false;
  long newest = newest_segment(&closed);
  if (newest == 0) return;
  segment.number = newest + (closed ? 1 : 0);
  if (closed || (segment.index = open_segment("idx", O_CREAT)) < 0) return;
  for (int i = 0; i < 2; i++) {
    struct stream *stream = &streams[i];
    struct stat about;
    stream->indexed = count_indexed(stream->kind);
    stream->file = open_segment(stream->name, 0);
    if (stream->file < 0 || fstat(stream->file, &about) != 0) continue;
    stream->position = lseek(stream->file, 0, SEEK_END);
    segment.bytes += stream->position;
    if (stream->indexed > stream->position) stream->indexed = stream->position;
  }
  /* Cut off a partial record; a failure only means that the next record overwrites it. */
  bool cut = ftruncate(segment.index, segment.index_end) == 0;
  (void)cut;
  for (int i = 0; i < 2; i++) write_index(&streams[i], wall_clock());
  if (segment.bytes >= segment.segment_bytes) close_segment(wall_clock());
}

/* ---- the child, from fork to exec ---- */

struct report {
  enum stage stage;
  int error; /* 0 with EXEC: everything before exec is done */
};

static _Noreturn void fail(int reports, enum stage stage) {
  struct report report = {.stage = stage, .error = errno};
  if (write(reports, &report, sizeof report) < 0) _exit(126);
  _exit(127);
}

/* The child tells who it is itself: one process switch less before the exec. */
static bool write_leader(long long forked_at) {
  char line[IDENTITY_SIZE + 32];
  size_t length = identity_of(getpid(), line);
  if (length == 0) return false;
  length = (size_t)(put(put_number(put(line + length, " "), forked_at), "\n") - line);
  int file = open("leader.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || !write_all(file, line, length)) return false;
  close(file);
  return rename("leader.new", "leader") == 0;
}

static bool redirect(const char *path, int flags, int to) {
  int file = open(path, flags | O_NOCTTY | O_CLOEXEC);
  return file >= 0 && dup2(file, to) == to;
}

static bool apply_limits(void) {
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    struct rlimit value = limits[i].value;
#ifdef __APPLE__
    /* "unlimited" is refused there for this one. */
    if (limits[i].resource == RLIMIT_NOFILE && value.rlim_cur > OPEN_MAX) value.rlim_cur = OPEN_MAX;
#endif
    if (limits[i].given && setrlimit(limits[i].resource, &value) != 0) return false;
  }
  return true;
}

static bool apply_oom_score(const struct number *score) {
#ifdef __linux__
  char digits[24];
  if (!score->given) return true;
  size_t length = (size_t)(put_number(digits, score->value) - digits);
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  return write_all(file, digits, length) || errno == EACCES || errno == EPERM;
#else
  (void)score;
  return true;
#endif
}

static bool apply_user(const struct launch *launch) {
  if (launch->groups.given && setgroups((size_t)launch->groups.value, launch->group_list) != 0) return false;
  if (launch->gid.given && setgid((gid_t)launch->gid.value) != 0) return false;
  return !launch->uid.given || setuid((uid_t)launch->uid.value) == 0;
}

static void reset_signals(void) {
  sigset_t none;
#ifdef __linux__
  /* Not by sigaction(), which leaves out the numbers that the C library keeps to itself. */
  static const unsigned long defaults[8];
  for (int number = 1; number <= 64; number++) syscall(SYS_rt_sigaction, number, defaults, NULL, KERNEL_SET);
#else
  struct sigaction defaults = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &defaults, NULL);
#endif
  sigemptyset(&none);
#ifdef __linux__
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, KERNEL_SET);
#else
  sigprocmask(SIG_SETMASK, &none, NULL);
#endif
}

/* execvp() with the declared PATH, and without its fallback to /bin/sh. Returns with errno set. */
static void exec_command(char **argv, char **envp) {
  char path[PATH_MAX];
  const char *command = argv[0], *entry = "/usr/local/bin:/usr/bin:/bin";
  if (!*command || strchr(command, '/')) {
    execve(command, argv, envp);
    return;
  }
  for (char **variable = envp; *variable; variable++) {
    if (strncmp(*variable, "PATH=", 5) != 0) continue;
    entry = *variable + 5;
    break;
  }
  bool denied = false;
  for (;; entry++) {
    size_t length = strcspn(entry, ":");
    if (length + strlen(command) + 2 <= sizeof path) {
      memcpy(path, entry, length);
      path[length] = 0;
      put(put(path + length, length ? "/" : ""), command);
      execve(path, argv, envp);
      if (errno == EACCES)
        denied = true;
      else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != ENAMETOOLONG)
        return;
    }
    entry += length;
    if (!*entry) break;
  }
  errno = denied ? EACCES : ENOENT;
}

static _Noreturn void run_child(const struct launch *launch, int reports, long long forked_at) {
  if (setsid() < 0) fail(reports, SETSID);
  if (!write_leader(forked_at)) fail(reports, LOG);
  if (!redirect(launch->stdin_path, O_RDONLY, 0)) fail(reports, STDIN);
  if (!redirect("out", O_RDWR, 1) || !redirect("err", O_RDWR, 2)) fail(reports, LOG);
  if (!apply_limits() || !apply_oom_score(&launch->oom_score_adj)) fail(reports, LIMITS);
  if (launch->nice.given && setpriority(PRIO_PROCESS, 0, (int)launch->nice.value) != 0) fail(reports, NICE);
  if (!apply_user(launch)) fail(reports, USER);
  if (chdir(launch->directory) != 0) fail(reports, DIRECTORY);
  umask(launch->umask.given ? (mode_t)launch->umask.value : launch->inherited_umask);
  struct report ready = {.stage = EXEC, .error = 0};
  if (write(reports, &ready, sizeof ready) < 0) fail(reports, EXEC);
  reset_signals();
  exec_command(launch->argv, launch->envp);
  fail(reports, EXEC);
}

/* ---- the keeper's own life ---- */

static void on_child(int number) { (void)number; }

/* Also those that sigfillset() leaves out because the C library uses them for threads: here they would just kill. */
static sigset_t every_signal(void) {
  sigset_t all;
  memset(&all, 0xff, sizeof all);
  return all;
}

/* Everything is blocked but while waiting, when only SIGCHLD gets through. */
static void take_signals(void) {
  struct sigaction child = {.sa_handler = on_child, .sa_flags = SA_NOCLDSTOP};
  struct sigaction ignored = {.sa_handler = SIG_IGN};
  sigaction(SIGCHLD, &child, NULL);
  sigaction(SIGPIPE, &ignored, NULL);
  sigaction(SIGXFSZ, &ignored, NULL);
  sigset_t all = every_signal();
#ifdef __linux__
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, KERNEL_SET);
#else
  sigprocmask(SIG_SETMASK, &all, NULL);
#endif
}

static void close_other_descriptors(void) {
#ifdef __linux__
  if (syscall(SYS_close_range, EVENTS + 1, ~0U, 0) == 0) return;
#endif
  DIR *folder = opendir("/dev/fd");
  if (!folder) return;
  for (struct dirent *entry; (entry = readdir(folder));) {
    int number = atoi(entry->d_name);
    if (number > EVENTS && number != dirfd(folder)) close(number);
  }
  closedir(folder);
}

static void detach(void) {
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int i = 0; null >= 0 && i <= 2; i++) dup2(null, i);
  if (null > EVENTS) close(null);
  setsid(); /* refused when the starter gave us a session already */
#ifdef __linux__
  prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

static void wait_for_something(void) {
  fd_set readable;
  sigset_t mask = every_signal();
  int highest = run.watch;
  FD_ZERO(&readable);
  if (run.watch >= 0) FD_SET(run.watch, &readable);
  for (int i = 0; i < 2; i++) {
    if (streams[i].fifo < 0) continue;
    FD_SET(streams[i].fifo, &readable);
    if (streams[i].fifo > highest) highest = streams[i].fifo;
  }
  sigdelset(&mask, SIGCHLD);
  struct timespec second = {.tv_sec = 1};
  bool polls = run.adopted && run.leader != 0 && run.watch < 0;
  int ready = pselect(highest + 1, &readable, NULL, NULL, run.buffer_used || polls ? &second : NULL, &mask);
  if (ready == 0 && run.buffer_used) give_back_memory();
}

static bool is_over(void) {
  if (run.leader != 0) return false;
  if (run.ends_with_writers) return streams[0].fifo < 0 && streams[1].fifo < 0;
  return !run.children;
}

static bool watch_fired(void) {
  fd_set readable;
  struct timeval none = {0};
  FD_ZERO(&readable);
  FD_SET(run.watch, &readable);
  return select(run.watch + 1, &readable, NULL, NULL, &none) == 1;
}

static void keep(void) {
  while (!is_over()) {
    wait_for_something();
    for (int i = 0; i < 2; i++) {
      if (streams[i].fifo >= 0) take_burst(&streams[i]);
    }
    if (!run.adopted) {
      reap(); /* each time: with output always ready, the signal would never get a turn */
    } else if (run.leader != 0 && (run.watch >= 0 ? watch_fired() : !leader_is_alive())) {
      leader_ended();
    }
  }
  drain();
  for (int i = 0; i < 2; i++) write_index(&streams[i], wall_clock());
}

static bool log_is_usable(void) { return access(segment.log, W_OK | X_OK) == 0; }

/* Forks and waits until the command runs or its launch has failed: the failure is recorded. */
static bool spawn(const struct launch *launch) {
  int reports[2];
  if (pipe(reports) != 0 || fcntl(reports[0], F_SETFD, FD_CLOEXEC) != 0 || fcntl(reports[1], F_SETFD, FD_CLOEXEC) != 0) {
    write_spawn_failure(FORK, errno);
    return false;
  }
  run.started = boot_clock();
  long long forked_at = wall_clock();
  run.leader = fork();
  if (run.leader < 0) {
    write_spawn_failure(FORK, errno);
    return false;
  }
  if (run.leader == 0) run_child(launch, reports[1], forked_at);
  close(reports[1]);
  struct report report, last = {.stage = EXEC, .error = -1};
  while (read(reports[0], &report, sizeof report) == (ssize_t)sizeof report) last = report;
  close(reports[0]);
  if (last.error > 0) {
    waitpid(run.leader, NULL, 0);
    write_spawn_failure(last.stage, last.error);
    return false;
  }
  run.children = true;
  if (last.error == 0) send_event('r'); /* else it was killed before the exec: its end is recorded like any other */
  return true;
}

static int launch_run(struct launch *launch, struct text *text) {
  int outcome = make_claim();
  if (outcome != DONE) return outcome;
  if (!make_exit()) return NO_RUN_DIRECTORY;
  if (!log_is_usable() || !make_fifo(&streams[0], launch) || !make_fifo(&streams[1], launch)) {
    write_spawn_failure(LOG, errno);
    return DONE;
  }
#ifdef __APPLE__
  run.ends_with_writers = true; /* no subreaper: descendants are not our children */
#endif
  if (!spawn(launch)) return DONE;
  free_text(text);
  if (chdir("/") != 0) return DONE;
  keep();
  return DONE;
}

static int adopt_run(struct text *text) {
  int outcome = take_claim();
  if (outcome != DONE) return outcome;
  run.adopted = run.ends_with_writers = true;
  run.exit_file = open("exit", O_RDWR | O_CLOEXEC);
  if (run.exit_file < 0 && !make_exit()) return NO_RUN_DIRECTORY;
  for (int i = 0; i < 2; i++) open_fifo(&streams[i]);
  watch_leader();
  free_text(text);
  resume_segment();
  if (chdir("/") != 0) return DONE;
  for (int i = 0; i < 2; i++) {
    if (streams[i].fifo >= 0) take_burst(&streams[i]);
  }
  if (!leader_is_alive()) leader_ended();
  keep();
  return DONE;
}

/* What lives longer than the launch text. */
static size_t settings_size(const struct launch *launch) {
  return strlen(launch->log) + NAME_ROOM + (launch->links ? strlen(launch->links) : 0) + 4;
}

static void keep_settings(const struct launch *launch, char *paths) {
  segment.segment_bytes = launch->segment_bytes.value;
  if (launch->links) {
    segment.links = paths;
    paths = put(put(paths, launch->links), "/") + 1;
  }
  segment.log = paths;
  segment.log_end = put(put(paths, launch->log), "/");
}

/* ---- a check: a command beside a run that must leave nothing behind ---- */

enum { CHECK_OUTPUT = 4096, CHECK_SWEEPS = 200, CHECK_REFUSED = 126, CHECK_NOT_RUN = 127 };

static const long SWEEP_PAUSE = 10 * 1000 * 1000; /* nanoseconds */

/* The end of what the command printed, at most CHECK_OUTPUT bytes, in buffer. */
static void take_check_output(int output, size_t *kept) {
  for (ssize_t length; (length = read(output, buffer + CHECK_OUTPUT, BUFFER_SIZE - CHECK_OUTPUT)) > 0;) {
    size_t all = *kept + (size_t)length, begin = CHECK_OUTPUT - *kept;
    size_t left_out = all > CHECK_OUTPUT ? all - CHECK_OUTPUT : 0;
    *kept = all - left_out;
    memmove(buffer + CHECK_OUTPUT - *kept, buffer + begin + left_out, *kept);
    if (length < BUFFER_SIZE - CHECK_OUTPUT) return; /* somebody who never pauses must not hold us up */
  }
}

/*
 * Kills every child. The children of who dies become ours, so that repeated calls reach the whole tree. macOS has no
 * subreaper: there it is the group.
 */
static void kill_children(pid_t group) {
#ifdef __linux__
  (void)group; /* its number may be another's once the command is reaped */
  DIR *folder = opendir("/proc");
  if (!folder) return;
  for (struct dirent *entry; (entry = readdir(folder));) {
    char path[32], stat[512];
    long pid = strtol(entry->d_name, NULL, 10);
    if (pid <= 1) continue;
    put(put_number(put(path, "/proc/"), pid), "/stat");
    if (read_file(path, stat, sizeof stat) <= 0) continue;
    const char *field = strrchr(stat, ')');
    if (field && strlen(field) > 4 && strtol(field + 4, NULL, 10) == getpid()) kill((pid_t)pid, SIGKILL);
  }
  closedir(folder);
#else
  kill(-group, SIGKILL);
#endif
}

/* Whether any child is left; the command's status is kept. */
static bool reap_check(void) {
  for (int status;;) {
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid <= 0) return pid == 0;
    if (pid != run.leader) continue;
    run.status = status;
    run.leader = 0;
  }
}

static _Noreturn void run_check_child(const struct launch *launch, int output) {
  int null = open("/dev/null", O_RDWR);
  setsid();
  dup2(null, 0);
  dup2(output, 1);
  dup2(output, 2);
  if (null > 2) close(null);
  if (!apply_user(launch)) {
    (void)!write(2, "the user can't be changed\n", 26);
    _exit(CHECK_REFUSED);
  }
  umask(launch->inherited_umask);
  reset_signals();
  exec_command(launch->argv, launch->envp);
  char line[64];
  const char *why = errno == ENOENT ? "no such file" : errno == EACCES ? "permission denied" : "error ";
  char *end = put(put(line, "it can't be run: "), why);
  if (errno != ENOENT && errno != EACCES) end = put_number(end, errno);
  (void)!write(2, line, (size_t)(put(end, "\n") - line));
  _exit(CHECK_NOT_RUN);
}

/* Until the command ends, or whoever asked for the check closes standard input or is gone. */
static void wait_for_check(int output, size_t *kept) {
  while (run.leader != 0) {
    fd_set readable;
    sigset_t mask = every_signal();
    FD_ZERO(&readable);
    FD_SET(0, &readable);
    FD_SET(output, &readable);
    sigdelset(&mask, SIGCHLD);
    int ready = pselect(output + 1, &readable, NULL, NULL, NULL, &mask);
    if (ready > 0 && FD_ISSET(output, &readable)) take_check_output(output, kept);
    reap_check();
    if (ready > 0 && FD_ISSET(0, &readable)) return;
  }
}

static bool parse_account(struct text *text, char **words, struct launch *launch) {
  if (strcmp(words[0], "-") == 0) return true;
  if (!(text->arrays = map(text->arrays_size = (strlen(words[2]) + 4) * sizeof(gid_t)))) return false;
  return parse_number(words[0], 10, 0, UINT32_MAX - 1, &launch->uid) &&
         parse_number(words[1], 10, 0, UINT32_MAX - 1, &launch->gid) && parse_groups(text, words[2], launch);
}

/* --check UID GID GROUPS COMMAND...: environment, directory and descriptors 0 and 1 are ours. */
static int check(char **words) {
  extern char **environ;
  struct text text = {0};
  struct launch launch = {.argv = words + 3, .envp = environ};
  int pipes[2];
  if (!parse_account(&text, words, &launch)) return CHECK_REFUSED;
  take_signals();
  close(EVENTS);
  close_other_descriptors();
  launch.inherited_umask = umask(0022);
  setsid();
#ifdef __linux__
  prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
  if (pipe(pipes) != 0 || fcntl(pipes[0], F_SETFL, O_NONBLOCK) != 0) return CHECK_REFUSED;
  for (int i = 0; i < 2; i++) fcntl(pipes[i], F_SETFD, FD_CLOEXEC);
  pid_t group = run.leader = fork();
  if (group < 0) return CHECK_REFUSED;
  if (group == 0) run_check_child(&launch, pipes[1]);
  size_t kept = 0; /* our own write end stays open, so that a command that closes its own is not taken for output */
  wait_for_check(pipes[0], &kept);
  bool in_time = run.leader == 0;
  take_check_output(pipes[0], &kept);
  struct timespec pause = {.tv_nsec = SWEEP_PAUSE};
#ifdef __APPLE__
  kill_children(group);
#endif
  for (int sweep = 0; reap_check() && sweep < CHECK_SWEEPS; sweep++) {
    kill_children(group);
    nanosleep(&pause, NULL);
  }
  (void)!write(1, buffer + CHECK_OUTPUT - kept, kept); /* fits into a pipe */
  if (!in_time) return CHECK_REFUSED;
  return WIFSIGNALED(run.status) ? 128 + WTERMSIG(run.status) : WEXITSTATUS(run.status);
}

int main(int argc, char **argv) {
  struct text text = {0};
  struct launch launch = {.directory = "/", .stdin_path = "/dev/null"};
  bool adopt = argc > 1 && strcmp(argv[1], "--adopt") == 0;
  if (argc > 5 && strcmp(argv[1], "--check") == 0) return check(argv + 2);
  int flags = fcntl(EVENTS, F_GETFL);
  if (flags < 0 || fcntl(EVENTS, F_SETFL, flags | O_NONBLOCK) != 0 || fcntl(EVENTS, F_SETFD, FD_CLOEXEC) != 0)
    return REFUSED;
  take_signals();
  close_other_descriptors();
  launch.inherited_umask = umask(0077);
  if (!read_text(&text) || !parse_launch(&text, adopt, &launch)) return REFUSED;
  char paths[settings_size(&launch)]; /* here, because this page of the stack is in use anyway */
  keep_settings(&launch, paths);
  detach();
  if (chdir(launch.run) != 0) return NO_RUN_DIRECTORY;
  return adopt ? adopt_run(&text) : launch_run(&launch, &text);
}
