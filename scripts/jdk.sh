# Finds a JDK. Sourced by ./sentinelzero and ./check, so it must not write to stdout and should not fork where a
# built-in command does.

# What the rest of the scripts want.
jdk_wanted=25

# jdk_read HOME: is there a JDK in HOME? Then sets jdk_major (25) and jdk_identity (what tells one build from another).
# Reads HOME/release instead of starting Java, which would take 40 ms.
jdk_read() {
  jdk_major='' jdk_identity=''
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
    case $jdk_line in
      JAVA_VERSION=*)
        jdk_major=${jdk_line#JAVA_VERSION=}
        jdk_major=${jdk_major#\"}
        jdk_major=${jdk_major%%[!0-9]*}
        jdk_identity="$jdk_identity $jdk_line"
        ;;
      JAVA_RUNTIME_VERSION=* | IMPLEMENTOR_VERSION=* | SOURCE=*) jdk_identity="$jdk_identity $jdk_line" ;;
    esac
  done <"$1/release"
  [ -n "$jdk_major" ]
}

# jdk_fits HOME: is it a JDK of the wanted version or later?
jdk_fits() {
  jdk_read "$1" && [ "$jdk_major" -ge "$jdk_wanted" ]
}

# jdk_try HOME…: takes the first that is exactly the wanted version into jdk; remembers a later one in jdk_later.
jdk_try() {
  for jdk_candidate; do
    jdk_fits "$jdk_candidate" || continue
    if [ "$jdk_major" -eq "$jdk_wanted" ]; then
      jdk=$jdk_candidate
      return 0
    fi
    [ -n "$jdk_later" ] || jdk_later=$jdk_candidate
  done
  return 1
}

# The home of the `java` on PATH, which may be a link or a version switcher's stand-in.
jdk_on_path() {
  command -v java >/dev/null 2>&1 || return 0
  java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p'
}

# jdk_search: looks in the usual places of Linux and macOS; sets jdk, or fails.
jdk_search() {
  jdk='' jdk_later=''
  jdk_brew=${HOMEBREW_PREFIX:-/opt/homebrew}
  jdk_try /usr/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$jdk_brew"/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$jdk_brew"/opt/openjdk*/libexec \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${HOME:-/}"/.jdks/* \
    "${HOME:-/}"/.local/share/mise/installs/java/* \
    "${HOME:-/}"/.asdf/installs/java/* \
    /opt/java/* /opt/jdk* /usr/java/* && return 0
  if [ -x /usr/libexec/java_home ]; then
    jdk_try "$(/usr/libexec/java_home -v "$jdk_wanted+" 2>/dev/null)" && return 0
  fi
  jdk_try "$(jdk_on_path)" && return 0
  jdk=$jdk_later
  [ -n "$jdk" ] && jdk_read "$jdk"
}

# jdk_find: JAVA_HOME if it is one, else the usual places; sets jdk, jdk_major and jdk_identity, or fails.
jdk_find() {
  if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return 0
  fi
  jdk_search
}

# tool_missing: names the first tool that a build lacks, in one sentence with the commands that get it; else fails.
tool_missing() {
  if ! jdk_find; then
    tool_say "a JDK $jdk_wanted or later" "openjdk-$jdk_wanted-jdk-headless" "openjdk@$jdk_wanted"
  elif ! command -v mvn >/dev/null 2>&1; then
    tool_say "Maven (mvn) 3.8 or later" maven maven
  elif ! command -v "${CC:-cc}" >/dev/null 2>&1; then
    tool_say "a C compiler (${CC:-cc})" "gcc libc6-dev" gcc
  else
    return 1
  fi
}

tool_say() {
  echo "sentinelzero: $1 is missing; get it with 'sudo apt-get install $2' (Debian) or 'brew install $3' (Homebrew)." >&2
}
