/* What the keeper tests run as "the process": shows what it was given, or behaves badly on request. */
#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void nap(void) { nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL); }

static void wait_for_file(const char *path) {
  while (access(path, F_OK) != 0) nap();
}

static void say(int to, const char *text) {
  if (write(to, text, strlen(text)) < 0) _exit(99);
}

static void show_limit(const char *name, int resource) {
  struct rlimit limit;
  getrlimit(resource, &limit);
  printf("limit.%s=%lld:%lld\n", name, (long long)limit.rlim_cur, (long long)limit.rlim_max);
}

static void show_signals(void) {
  sigset_t mask;
  sigprocmask(SIG_SETMASK, NULL, &mask);
  printf("blocked=");
  for (int number = 1; number < NSIG; number++) {
    if (sigismember(&mask, number) == 1) printf("%d,", number);
  }
  printf("\nhandled=");
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_DFL) printf("%d,", number);
  }
  printf("\n");
#ifdef __linux__
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status)) {
    if (strncmp(line, "Sig", 3) == 0 && line[3] != 'Q') printf("kernel.%s", line);
  }
  if (status) fclose(status);
#endif
}

static int show(int argc, char **argv, char **envp) {
  /* First of all, before stdio or anything else opens a descriptor. */
  char descriptors[256] = "";
  for (int number = 0; number < 4096; number++) {
    if (fcntl(number, F_GETFD) >= 0 && strlen(descriptors) < 200)
      sprintf(descriptors + strlen(descriptors), "%d,", number);
  }
  for (int i = 0; i < argc; i++) fwrite(argv[i], 1, strlen(argv[i]) + 1, stdout);
  fwrite("\0ENV", 1, 5, stdout);
  for (; *envp; envp++) fwrite(*envp, 1, strlen(*envp) + 1, stdout);
  fwrite("\0END", 1, 5, stdout);
  char folder[4096];
  gid_t groups[64];
  mode_t mask = umask(0);
  printf("descriptors=%s\n", descriptors);
  printf("session=%d\ngroup=%d\npid=%d\nparent=%d\n", (int)getsid(0), (int)getpgid(0), (int)getpid(), (int)getppid());
  printf("umask=%o\nnice=%d\ndirectory=%s\n", (unsigned)mask, getpriority(PRIO_PROCESS, 0), getcwd(folder, sizeof folder));
  printf("uid=%d,%d\ngid=%d,%d\ngroups=", (int)getuid(), (int)geteuid(), (int)getgid(), (int)getegid());
  for (int i = 0, count = getgroups(64, groups); i < count; i++) printf("%d,", (int)groups[i]);
  printf("\n");
  show_limit("as", RLIMIT_AS), show_limit("core", RLIMIT_CORE), show_limit("cpu", RLIMIT_CPU);
  show_limit("data", RLIMIT_DATA), show_limit("fsize", RLIMIT_FSIZE), show_limit("memlock", RLIMIT_MEMLOCK);
  show_limit("nofile", RLIMIT_NOFILE), show_limit("nproc", RLIMIT_NPROC), show_limit("stack", RLIMIT_STACK);
  show_signals();
  char line[128];
  while (fgets(line, sizeof line, stdin)) printf("stdin=%s", line);
  return 0;
}

/* Numbered lines, on both streams, as fast as they go; every line is one write. */
static int lines(long count) {
  char line[128];
  for (long i = 0; i < count; i++) {
    sprintf(line, "out %08ld ........................................\n", i);
    say(1, line);
    if (i % 4 != 0) continue;
    sprintf(line, "err %08ld ....\n", i / 4);
    say(2, line);
  }
  return 0;
}

/* Numbered lines until a file appears; the last one says how many there were. */
static int ticks(const char *until) {
  char line[64];
  long i = 0;
  for (; access(until, F_OK) != 0; i++) {
    sprintf(line, "tick %ld\n", i);
    say(1, line);
    nap();
  }
  sprintf(line, "ticks %ld\n", i);
  say(1, line);
  return 7;
}

/* A daemon of the old school: forks twice, in a session of its own, and says something late. */
static int leave_a_daemon(const char *until, int keep_output) {
  if (fork() == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    if (!keep_output) close(0), close(1), close(2);
    wait_for_file(until);
    if (keep_output) say(1, "daemon says goodbye\n");
    _exit(0);
  }
  wait(NULL);
  say(1, "leader says goodbye\n");
  return 5;
}

/* A descendant that writes without a pause must not hold up the leader's exit. */
static int leave_a_flood(const char *until) {
  if (fork() == 0) {
    static char block[65536];
    memset(block, 'f', sizeof block);
    while (access(until, F_OK) != 0) {
      if (write(2, block, sizeof block) < 0) _exit(1);
    }
    _exit(0);
  }
  say(1, "leader says goodbye\n");
  return 6;
}

static int burn(void) {
  struct rusage usage;
  size_t size = 24 << 20;
  char *memory = malloc(size);
  memset(memory, 1, size);
  do {
    getrusage(RUSAGE_SELF, &usage);
  } while (usage.ru_utime.tv_sec == 0 && usage.ru_utime.tv_usec + usage.ru_stime.tv_usec < 120000);
  return memory[size / 2] - 1;
}

int main(int argc, char **argv, char **envp) {
  const char *what = argc > 1 ? argv[1] : "show";
  if (strcmp(what, "exit") == 0) return atoi(argv[2]);
  if (strcmp(what, "kill") == 0) return raise(atoi(argv[2]));
  if (strcmp(what, "lines") == 0) return lines(atol(argv[2]));
  if (strcmp(what, "ticks") == 0) return ticks(argv[2]);
  if (strcmp(what, "wait") == 0) return wait_for_file(argv[2]), 0;
  if (strcmp(what, "daemon") == 0) return leave_a_daemon(argv[2], 1);
  if (strcmp(what, "silent-daemon") == 0) return leave_a_daemon(argv[2], 0);
  if (strcmp(what, "flood") == 0) return leave_a_flood(argv[2]);
  if (strcmp(what, "burn") == 0) return burn();
  return show(argc, argv, envp);
}
