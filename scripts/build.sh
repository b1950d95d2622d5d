# Builds target/app: the jar that ./sentinelzero runs and the AOT caches that make it start fast. Sourced by
# ./sentinelzero when something is missing or stale; expects root, app, jar and jdk.sh.
#
# The jar is a copy that is moved into place, never the file that Maven writes: a daemon that runs goes on reading the
# jar that it was started from.

build_log=$root/target/build.log
build_lock=$root/target/build.lock
build_child=''
build_start=''

# build_stale: is the jar missing or older than what it is made of?
build_stale() {
  [ ! -f "$jar" ] || [ -n "$(find "$root/pom.xml" "$root/src/main" -newer "$app/built" 2>&1)" ]
}

# build_all: builds and trains under the lock; returns 0, 1 (failed) or 2 (a tool is missing).
build_all() {
  if ! mkdir -p "$app" 2>/dev/null || [ ! -w "$app" ]; then
    # Somebody else's checkout: good enough when only the JDK is another one than at the last build.
    build_stale || { jdk_find && return; }
    echo "sentinelzero: a build is needed, but $root/target can't be written to; run it once as its owner." >&2
    return 1
  fi
  build_start=$(date +%s)
  build_take_lock
  trap 'build_interrupted 129' HUP
  trap 'build_interrupted 130' INT
  trap 'build_interrupted 143' TERM
  build_under_lock
  build_result=$?
  build_release_lock
  trap - HUP INT TERM
  return $build_result
}

build_under_lock() {
  if build_stale; then
    tool_missing && return 2
    build_jar || return 1
  elif recall_jdk; then
    # Another build has done it while this one waited.
    return 0
  elif ! jdk_find; then
    tool_missing
    return 2
  fi
  build_train
  printf '%s\n%s\n' "$jdk" "$jdk_identity" >"$app/jdk.new" && mv -f "$app/jdk.new" "$app/jdk"
}

build_jar() {
  # Sources that change while Maven runs are newer than this and make the next start build again.
  : >"$app/built.new"
  (cd "$root" && JAVA_HOME=$jdk && export JAVA_HOME && exec mvn -q -B -Prun package) >"$build_log" 2>&1 </dev/null &
  build_child=$!
  build_watch "building SentinelZero"
  if ! wait "$build_child"; then
    build_failed
    return 1
  fi
  build_child=''
  cp "$root/target/sentinelzero.jar" "$jar.new" && mv -f "$jar.new" "$jar" && mv -f "$app/built.new" "$app/built"
}

build_failed() {
  build_child=''
  build_line_end
  {
    echo "sentinelzero: the build failed; its log is $build_log and ends with:"
    # Without Maven's own chatter, which is longer than what went wrong.
    grep -v -e '^.\{0,8\}WARNING: ' -e 'Help 1' -e 'Re-run Maven' -e 'To see the full stack' -e '^\[ERROR\] *$' \
      -e 'For more information about' "$build_log" | tail -n 20
    build_maven=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p')
    case $build_maven in
      [12].* | 3.[0-7]) echo "hint: this is Maven $build_maven; 3.8 or later is needed." ;;
    esac
  } >&2
}

# build_watch TEXT: shows the elapsed time until build_child is gone, and shows other builds that this one is alive.
build_watch() {
  build_pause=0.1
  [ -t 2 ] || build_line "$1, details in target/build.log"
  while kill -0 "$build_child" 2>/dev/null; do
    : >"$build_lock/alive"
    [ -t 2 ] && build_line "$1"
    sleep $build_pause
    # Short at first: training takes a moment only.
    [ "$(($(date +%s) - build_start))" -lt 5 ] || build_pause=1
  done
}

build_shown=''
# One line: rewritten in place on a terminal, written once elsewhere.
build_line() {
  if [ -t 2 ]; then
    printf '\r\033[K%s … %s s' "$1" "$(($(date +%s) - build_start))" >&2
  elif [ -z "$build_shown" ]; then
    printf '%s' "$1" >&2
  fi
  build_shown=yes
}

build_line_end() {
  [ -n "$build_shown" ] || return 0
  if [ -t 2 ]; then printf '\r\033[K' >&2; else printf ' … %s s\n' "$(($(date +%s) - build_start))" >&2; fi
  build_shown=''
}

# --- one build at a time ---

build_take_lock() {
  until mkdir "$build_lock" 2>/dev/null; do
    build_holder=''
    [ -r "$build_lock/pid" ] && read -r build_holder <"$build_lock/pid"
    if build_lock_dead; then
      build_break_lock
    else
      build_line "waiting for another build of SentinelZero${build_holder:+ (pid $build_holder)}"
      sleep 0.2
    fi
  done
  echo $$ >"$build_lock/pid"
  : >"$build_lock/alive"
}

# Dead: its process is gone, or (the pid may have been given to another since) it has shown no life for two minutes.
build_lock_dead() {
  [ -d "$build_lock" ] || return 1
  [ -z "$(find "$build_lock" -prune -mmin +2 2>/dev/null)" ] || [ -n "$(find "$build_lock/alive" -mmin -2 2>/dev/null)" ] || return 0
  [ -n "$build_holder" ] || return 1
  kill -0 "$build_holder" 2>/dev/null || ps -p "$build_holder" >/dev/null 2>&1 || [ -d "/proc/$build_holder" ] || return 0
  return 1
}

# Only one breaks a lock at a time, and looks again before: else a second one could remove the first one's new lock.
build_break_lock() {
  if mkdir "$build_lock.break" 2>/dev/null; then
    build_again=''
    [ -r "$build_lock/pid" ] && read -r build_again <"$build_lock/pid"
    if [ "$build_again" = "$build_holder" ] && build_lock_dead; then rm -rf "$build_lock"; fi
    rmdir "$build_lock.break"
  else
    [ -z "$(find "$build_lock.break" -prune -mmin +2 2>/dev/null)" ] || rmdir "$build_lock.break" 2>/dev/null
    sleep 0.2
  fi
}

build_release_lock() {
  build_line_end
  rm -rf "$build_lock"
}

build_interrupted() {
  trap - HUP INT TERM
  [ -z "$build_child" ] || kill "$build_child" 2>/dev/null
  [ -z "${train_daemon:-}" ] || kill "$train_daemon" 2>/dev/null
  [ -z "${train_home:-}" ] || rm -rf "$train_home"
  build_release_lock
  exit "$1"
}

# --- AOT caches: what fails here costs speed only ---

# Two runs are recorded: a daemon in a scratch home that starts, restarts and stops processes, and a verb that talks to
# it (or, when it doesn't come up, one that doesn't need it).
build_train() {
  rm -f "$app/cli.aot" "$app/daemon.aot"
  train_daemon=''
  train_home=$(mktemp -d "${TMPDIR:-/tmp}/sz.XXXXXX") || return 0
  # The daemon refuses a home that isn't ours alone.
  mkdir -m 700 "$train_home/home"
  train_java daemon "$app/daemon.aot" daemon
  train_daemon=$build_child
  if train_daemon_answers; then
    train_work
    train_java cli "$app/cli.aot" status
  else
    train_java cli "$app/cli.aot" --version
  fi
  train_end 60
  build_child=$train_daemon
  kill "$build_child" 2>/dev/null
  train_end 120
  build_child='' train_daemon=''
  rm -rf "$train_home"
  train_home=''
}

# What a daemon does all day, so that the code for it is recorded: without it the first restarts are slow. The crashing
# ones are restarted at once, and apply waits until they have given up.
train_work() {
  {
    echo 'version: 1'
    echo 'processes:'
    for train_number in 1 2 3 4 5 6 7 8 9 10 11 12; do
      echo "  worker-$train_number: { command: sleep 600, policy: always }"
    done
    for train_number in 1 2 3 4; do
      echo "  crash-$train_number:"
      echo "    command: sh -c 'echo out; exit 1'"
      echo '    restart: { restart: always, max_retries: 50, delay: 0s, max_delay: 0s }'
    done
  } >"$train_home/work.yaml"
  train_ask config apply -f "$train_home/work.yaml"
  train_ask restart worker-1 worker-2 worker-3
  train_ask stop worker-4 worker-5
  train_ask status --format json
}

# train_ask ARGUMENT…: runs a verb and records nothing.
train_ask() {
  train_java cli '' "$@"
  train_end 30
}

# train_java FLAGS CACHE ARGUMENT…: starts the program in the scratch home, with nothing of the caller's settings, and
# with Java writing CACHE, if any, at its end; sets build_child.
train_java() {
  java_flags "$1"
  train_cache=$2
  shift 2
  (
    unset SENTINELZERO_SERVER SENTINELZERO_TOKEN NOTIFY_SOCKET WATCHDOG_USEC WATCHDOG_PID JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
    exec "$jdk/bin/java" $java_flags ${train_cache:+"-XX:AOTCacheOutput=$train_cache"} -Xlog:aot=off \
      "-Dsentinelzero.launcher=$root/sentinelzero" "-Dsentinelzero.jar=$jar" \
      -cp "$jar" dev.sentinelzero.daemon.Main --home "$train_home/home" "$@"
  ) >>"$build_log" 2>&1 </dev/null &
  build_child=$!
}

# Waits for the daemon's socket: at most 15 seconds, and no longer than the daemon lives.
train_daemon_answers() {
  train_left=150
  until [ -S "$train_home/home/control.sock" ]; do
    kill -0 "$build_child" 2>/dev/null && [ $train_left -gt 0 ] || return 1
    train_pause
  done
}

# train_end SECONDS: waits until build_child has ended and written its cache, at most so long.
train_end() {
  train_left=$(($1 * 10))
  while kill -0 "$build_child" 2>/dev/null; do
    [ $train_left -gt 0 ] || kill -9 "$build_child" 2>/dev/null
    train_pause
  done
  wait "$build_child" 2>/dev/null
}

train_pause() {
  : >"$build_lock/alive"
  build_line "preparing SentinelZero for fast starts"
  sleep 0.1
  train_left=$((train_left - 1))
}
