"""The contract of docs/keeper.md, tried out on real processes. Called by run.sh: keeper_test.py WORK VARIANT=KEEPER..."""

import contextlib
import ctypes
import errno
import fcntl
import glob
import os
import re
import resource
import select
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
import unittest

LINUX = sys.platform.startswith("linux")
ROOT = os.geteuid() == 0
PATIENCE = 20
WORK = sys.argv[1]
PROBE = os.path.join(WORK, "probe").encode()


def launch_text(settings, args, env):
    """The launch text of docs/keeper.md; all parts are bytes."""
    strings = [b"launch=1"] + [key + b"=" + value for key, value in settings]
    strings += [b"args=%d" % len(args)] + args + [b"env=%d" % len(env)] + env
    return b"".join(string + b"\0" for string in strings) + b"\0"


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError("not within %d s: %s" % (PATIENCE, what))
        select.select([], [], [], 0.002)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def start_time(pid):
    """Field 22 of stat, or None when the process is gone or a zombie."""
    try:
        fields = read("/proc/%d/stat" % pid).rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in (b"Z", b"X") else fields[19]


def is_alive(pid):
    if LINUX:
        return start_time(pid) is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def high(descriptor):
    """The same, out of the way of the numbers that the keeper is given."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 500)
    os.close(descriptor)
    return moved


class Run:
    """One run directory, and the keepers that were started on it."""

    def __init__(self, keeper, root, **settings):
        self.keeper, self.root = keeper, root
        self.directory = os.path.join(root, "run")
        self.links = os.path.join(root, "logs")
        self.log = os.path.join(self.links, "01run")
        os.makedirs(self.directory, 0o700)
        os.makedirs(self.log, 0o700)
        os.mkfifo(self.path("events"), 0o600)
        self.settings = {"run": self.directory, "log": self.log, "links": self.links, "segment_bytes": 1 << 30}
        self.settings.update(settings)
        self.received = b""
        self.events = os.open(self.path("events"), os.O_RDONLY | os.O_NONBLOCK)
        self.pid = None
        self.reports = os.path.join(root, "sanitizer")

    def path(self, name):
        return os.path.join(self.directory, name)

    def file(self, name):
        return os.path.join(self.root, name)

    def touch(self, name):
        open(self.file(name), "w").close()

    def text(self, args, env):
        pairs = [(k.encode(), v if isinstance(v, bytes) else str(v).encode()) for k, v in self.settings.items() if v is not None]
        return launch_text(pairs, args, env)

    def spawn(self, text, adopt=False, umask=None, extra_descriptors=()):
        arguments = [b"sz-keeper"] + ([b"--adopt"] if adopt else []) + [b"01run"]
        given, feed = (high(end) for end in os.pipe())
        writer = high(os.open(self.path("events"), os.O_WRONLY))
        actions = [
            (os.POSIX_SPAWN_DUP2, given, 0),
            (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, writer, 3),
        ] + [(os.POSIX_SPAWN_DUP2, source, target) for source, target in extra_descriptors]
        environment = {
            "ASAN_OPTIONS": "log_path=%s:detect_leaks=0" % self.reports,
            "UBSAN_OPTIONS": "log_path=%s:print_stacktrace=1" % self.reports,
            "LEAKED": "from the starter",
        }
        before = os.umask(umask) if umask is not None else None
        try:
            self.pid = os.posix_spawn(self.keeper, arguments, environment, file_actions=actions)
        finally:
            if before is not None:
                os.umask(before)
        os.close(given)
        os.close(writer)
        with os.fdopen(feed, "wb") as pipe:
            try:
                pipe.write(text)
            except BrokenPipeError:
                pass
        return self

    def start(self, args, env=(b"PATH=/usr/bin:/bin",), **how):
        return self.spawn(self.text(list(args), list(env)), **how)

    def adopt(self):
        return self.spawn(self.text([], []), adopt=True)

    def listen(self, seconds):
        """Reads events: False on hang-up, None when nothing came."""
        if not select.select([self.events], [], [], seconds)[0]:
            return None
        byte = os.read(self.events, 64)
        self.received += byte
        return bool(byte)

    def await_event(self, event):
        wait_until(lambda: event in self.received or self.listen(0.1) is False, "event %r" % event)
        assert event in self.received, "hang-up instead of %r" % event

    def await_hang_up(self):
        wait_until(lambda: self.listen(0.1) is False, "hang-up")
        return self

    def reap(self):
        """The keeper's own exit status; negative: a signal."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.pid = None
        return status

    def finish(self):
        self.await_hang_up()
        status = self.reap()
        assert status == 0, "keeper's exit status %d" % status
        return self

    def exit(self):
        """The words and the fields of a valid exit, else None."""
        try:
            content = read(self.path("exit"))
        except FileNotFoundError:
            return None
        if len(content) != 256 or content[-1:] != b"\n":
            return None
        words = content.decode("ascii").split()
        assert words[0] == "1"
        return " ".join(w for w in words[1:] if "=" not in w), {k: int(v) for k, v in (w.split("=") for w in words if "=" in w)}

    def verdict(self):
        return self.exit()[0]

    def leader(self):
        line = wait_until(lambda: os.path.exists(self.path("leader")) and read(self.path("leader")), "leader")
        assert line.endswith(b"\n")
        return int(line.split()[1])

    def segments(self, kind):
        return sorted(glob.glob(os.path.join(self.log, "*." + kind)))

    def output(self, kind="out"):
        return b"".join(read(path) for path in self.segments(kind))

    def records(self, index):
        content = read(index)
        assert len(content) % 32 == 0, "a record is not whole"
        records = [struct.unpack("<QQQB7s", content[at : at + 32]) for at in range(0, len(content), 32)]
        assert all(record[4] == bytes(7) for record in records)
        return [record[:4] for record in records]

    def close(self):
        if self.pid:
            tree = []
            try:
                tree.append(int(read(self.path("leader")).split()[1]))
            except (OSError, IndexError):
                pass
            for pid in tree + [self.pid]:
                if pid == self.pid or is_alive(pid):
                    os.kill(pid, signal.SIGKILL)
            self.reap()
        os.close(self.events)


class KeeperTest(unittest.TestCase):
    keeper = None  # set by the variants at the end

    def setUp(self):
        self.root = tempfile.mkdtemp(dir=WORK)
        os.chmod(WORK, 0o711)
        os.chmod(self.root, 0o711)
        self.runs = []

    def tearDown(self):
        for run in self.runs:
            run.close()
        reports = [read(path).decode(errors="replace") for run in self.runs for path in glob.glob(run.reports + ".*")]
        shutil.rmtree(self.root, ignore_errors=True)
        self.assertEqual([], reports, "a sanitizer complained")

    def run_in(self, name="r", **settings):
        run = Run(self.keeper, os.path.join(self.root, name), **settings)
        self.runs.append(run)
        return run

    def ran(self, args, env=(b"PATH=/usr/bin:/bin",), **settings):
        return self.run_in(**settings).start(args, env).finish()

    def shown(self, run):
        content = run.output()
        args, rest = content.split(b"\0\0ENV\0", 1)
        env, rest = (b"\0" + rest).split(b"\0\0END\0", 1) if b"\0\0END\0" in b"\0" + rest else (b"", rest)
        fields = dict(line.split(b"=", 1) for line in rest.splitlines() if b"=" in line)
        fields = {k.decode(): v.decode() for k, v in fields.items()}
        return args.split(b"\0"), [e for e in env[1:].split(b"\0")] if env else [], fields, rest

    def check_index(self, run):
        """Offsets are contiguous per stream and segment, times don't go back, and all bytes are told of."""
        for index in run.segments("idx"):
            ends = {0: 0, 1: 0}
            last = 0
            for at, offset, length, kind in run.records(index):
                self.assertGreaterEqual(at, last)
                self.assertGreater(length, 0)
                last = at
                if kind < 2:
                    self.assertEqual(offset, ends[kind])
                    ends[kind] += length
            for kind, extension in ((0, "out"), (1, "err")):
                path = index[:-3] + extension
                self.assertEqual(ends[kind], os.path.getsize(path) if os.path.exists(path) else 0, path)

    def assert_nothing_ran(self, run, marker="marker"):
        self.assertFalse(os.path.exists(run.file(marker)))
        self.assertFalse(os.path.exists(run.path("leader")))
        self.assertEqual(b"", run.received)

    # ---- what the command is given ----

    def test_argv_and_environment_arrive_byte_for_byte(self):
        args = [PROBE, b"show", b"", b"\xff\xfe\x80", b"two\nlines", b"-n", b"a=b", b"'\" $x *", b"", b"last"]
        env = [b"spring.datasource.url=x", b"with-dash=1", b"EMPTY=", b"BYTES=\xff\x01\x80", b"LINES=a\nb", b"no equals", b"=odd", b"DYLD_X=1", b"A=1", b"A=2"]
        got_args, got_env, _, _ = self.shown(self.ran(args, env))
        self.assertEqual(args, got_args)
        self.assertEqual(env, got_env)

    def test_an_empty_environment_stays_empty(self):
        run = self.ran([PROBE], [])
        self.assertEqual([], self.shown(run)[1])
        self.assertNotIn(b"LEAKED", run.output())

    def test_a_large_launch_text_is_read_whole(self):
        args = [PROBE, b"show"] + [b"%d" % i + b"x" * 700 for i in range(400)]
        env = [b"V%d=" % i + b"y" * 500 for i in range(600)]
        got_args, got_env, _, _ = self.shown(self.ran(args, env))
        self.assertEqual(args, got_args)
        self.assertEqual(env, got_env)

    def test_argv_0_need_not_be_a_path(self):
        run = self.ran([b"sh", b"-c", b"echo $0", b"zero"])
        self.assertEqual(b"zero\n", run.output())

    def test_the_command_has_three_descriptors_and_a_session_of_its_own(self):
        run = self.run_in()
        reader, writer = os.pipe()
        listener = socket.socket()
        run.start([PROBE], extra_descriptors=[(writer, 9), (listener.fileno(), 300)]).finish()
        os.close(writer)
        listener.close()
        fields = self.shown(run)[2]
        self.assertEqual("0,1,2,", fields["descriptors"])
        self.assertEqual(fields["pid"], fields["session"])
        self.assertEqual(fields["pid"], fields["group"])
        self.assertEqual(b"", os.read(reader, 1))
        os.close(reader)

    def test_the_keeper_closes_what_it_was_left(self):
        run = self.run_in()
        reader, writer = os.pipe()
        run.start([PROBE, b"wait", run.file("go").encode()], extra_descriptors=[(writer, 9), (writer, 400)])
        os.close(writer)
        run.await_event(b"r")
        self.assertEqual(b"", os.read(reader, 1), "a pipe of the starter is still held")
        os.close(reader)
        if LINUX:
            targets = [os.readlink("/proc/%d/fd/%d" % (run.pid, number)) for number in range(3)]
            self.assertEqual(["/dev/null"] * 3, targets)
            self.assertEqual("/", os.readlink("/proc/%d/cwd" % run.pid))
        self.assertEqual(run.pid, os.getsid(run.pid))
        run.touch("go")
        run.finish()

    def test_signals_are_default_and_unblocked(self):
        old = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1])
        ignored = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT]
        handlers = [signal.signal(number, signal.SIG_IGN) for number in ignored]
        try:
            fields = self.shown(self.ran([PROBE]))[2]
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, old)
            for number, handler in zip(ignored, handlers):
                signal.signal(number, handler)
        self.assertEqual("", fields["blocked"])
        self.assertEqual("", fields["handled"])

    @unittest.skipUnless(LINUX, "/proc is of Linux")
    def test_signals_are_default_down_to_those_of_the_c_library(self):
        rest = self.shown(self.ran([PROBE]))[3].decode()
        masks = {name: int(value, 16) for name, value in re.findall(r"kernel\.Sig(\w+):\s*([0-9a-f]+)", rest)}
        self.assertEqual({"Pnd": 0, "Blk": 0, "Ign": 0, "Cgt": 0}, masks)

    def test_a_starter_that_ignores_sigchld_does_no_harm(self):
        handler = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        try:
            run = self.run_in().start([PROBE, b"exit", b"9"]).await_hang_up()
        finally:
            signal.signal(signal.SIGCHLD, handler)
        self.assertEqual("code 9", run.verdict())
        run.pid = None  # the kernel has reaped it

    def test_defaults(self):
        run = self.run_in().start([PROBE], umask=0o26).finish()
        fields = self.shown(run)[2]
        self.assertEqual("26", fields["umask"])
        self.assertEqual("/", fields["directory"])
        self.assertNotIn("stdin", fields)

    def test_settings_are_applied(self):
        run = self.run_in()
        with open(run.file("input"), "w") as file:
            file.write("from a file\n")
        run.settings.update({"umask": "0137", "nice": 7, "directory": run.root, "stdin": run.file("input"),
                             "limit.core": "0:0", "limit.nofile": "123:456", "limit.cpu": "100:unlimited",
                             "limit.fsize": "1000000:2000000", "limit.stack": "1048576:1048576"})
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        if hard != resource.RLIM_INFINITY:
            run.settings["limit.cpu"] = "100:%d" % hard
        fields = self.shown(run.start([PROBE]).finish())[2]
        self.assertEqual("137", fields["umask"])
        self.assertEqual("7", fields["nice"])
        self.assertEqual(os.path.realpath(run.root), fields["directory"])
        self.assertEqual("from a file", fields["stdin"])
        self.assertEqual("0:0", fields["limit.core"])
        self.assertEqual("123:456", fields["limit.nofile"])
        self.assertEqual("100:%d" % hard, fields["limit.cpu"])
        self.assertEqual("1000000:2000000", fields["limit.fsize"])
        self.assertEqual("1048576:1048576", fields["limit.stack"])

    def test_unlimited_is_unlimited(self):
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if hard != resource.RLIM_INFINITY:
            self.skipTest("the hard limit of this shell is bounded")
        fields = self.shown(self.ran([PROBE], **{"limit.data": "unlimited:unlimited"}))[2]
        self.assertEqual("%d:%d" % (hard, hard), fields["limit.data"])

    @unittest.skipUnless(LINUX, "oom_score_adj is of Linux")
    def test_oom_score(self):
        run = self.ran([b"cat", b"/proc/self/oom_score_adj"], oom_score_adj=321)
        self.assertEqual(b"321\n", run.output())
        run = self.run_in("lower", oom_score_adj=-321, uid=65534 if ROOT else None)
        run.start([b"cat", b"/proc/self/oom_score_adj"]).finish()
        self.assertEqual("code 0", run.verdict(), "a refusal to lower it is ignored")

    @unittest.skipUnless(ROOT, "only root can change users")
    def test_user_and_groups(self):
        fields = self.shown(self.ran([PROBE], uid=65534, gid=65533, groups="1234,5678"))[2]
        self.assertEqual("65534,65534", fields["uid"])
        self.assertEqual("65533,65533", fields["gid"])
        self.assertEqual({"1234", "5678"}, set(fields["groups"].strip(",").split(",")) - {"65533"})

    @unittest.skipUnless(ROOT, "only root can change users")
    def test_an_empty_group_list_drops_all_groups(self):
        before = os.getgroups()
        os.setgroups([0, 4321])
        try:
            fields = self.shown(self.ran([PROBE], uid=65534, gid=65534, groups=""))[2]
            kept = self.shown(self.run_in("kept").start([PROBE]).finish())[2]
        finally:
            os.setgroups(before)
        self.assertEqual("", fields["groups"].replace("65534,", ""))
        self.assertIn("4321", kept["groups"])

    # ---- finding the command, and failing to ----

    def spawn_failure(self, args, env=(b"PATH=/usr/bin:/bin",), **settings):
        run = self.ran(args, env, **settings)
        self.assertEqual(b"", run.received, "no r without an exec")
        self.assertIn("at", run.exit()[1])
        return run.verdict()

    def script(self, name, content, mode=0o755):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(content)
        os.chmod(path, mode)
        return path.encode()

    def test_no_such_file(self):
        self.assertEqual("spawn exec %d" % errno.ENOENT, self.spawn_failure([b"/no/such"]))

    def test_no_such_command_in_path(self):
        self.assertEqual("spawn exec %d" % errno.ENOENT, self.spawn_failure([b"no-such-command"]))

    def test_the_empty_command(self):
        self.assertEqual("spawn exec %d" % errno.ENOENT, self.spawn_failure([b""]))

    def test_not_executable(self):
        self.assertEqual("spawn exec %d" % errno.EACCES, self.spawn_failure([self.script("plain", "#!/bin/sh\n", 0o644)]))

    def test_a_script_without_an_interpreter_line_is_not_given_to_a_shell(self):
        path = self.script("bare", "echo hello\n")
        self.assertEqual("spawn exec %d" % errno.ENOEXEC, self.spawn_failure([path]))

    def test_arguments_that_are_too_long(self):
        self.assertEqual("spawn exec %d" % errno.E2BIG, self.spawn_failure([b"/bin/echo", b"x" * (4 << 20)]))

    def test_no_such_directory(self):
        self.assertEqual("spawn directory %d" % errno.ENOENT, self.spawn_failure([PROBE], directory="/no/such"))

    def test_no_such_stdin(self):
        self.assertEqual("spawn stdin %d" % errno.ENOENT, self.spawn_failure([PROBE], stdin="/no/such"))

    def test_a_soft_limit_above_the_hard_one(self):
        self.assertEqual("spawn limits %d" % errno.EINVAL, self.spawn_failure([PROBE], **{"limit.nofile": "200:100"}))

    def test_no_log_directory(self):
        self.assertEqual("spawn log %d" % errno.ENOENT, self.spawn_failure([PROBE], log="/no/such"))

    def test_a_file_in_the_place_of_a_fifo(self):
        run = self.run_in()
        open(run.path("err"), "w").close()
        self.assertEqual("spawn log %d" % errno.EEXIST, run.start([PROBE]).finish().verdict())

    def test_fifos_that_are_made_and_held_already_are_taken(self):
        run = self.run_in()
        with self.holding(run):
            run.start([b"sh", b"-c", b"echo out; echo err >&2; exit 3"]).finish()
            self.assertEqual("code 3", run.verdict())
            self.assertEqual((b"out\n", b"err\n"), (run.output(), run.output("err")))

    @unittest.skipIf(ROOT, "root can change users")
    def test_a_user_that_may_not_be_taken(self):
        self.assertEqual("spawn user %d" % errno.EPERM, self.spawn_failure([PROBE], uid=0))

    @unittest.skipIf(ROOT, "root can raise its priority")
    def test_a_nice_value_that_may_not_be_taken(self):
        self.assertRegex(self.spawn_failure([PROBE], nice=-20), "^spawn nice [0-9]+$")

    def test_path_is_searched_in_the_declared_environment(self):
        self.script("a/tool", "#!/bin/sh\necho a\n", 0o644)
        os.makedirs(os.path.join(self.root, "empty/tool"))
        self.script("b/tool", "#!/bin/sh\necho b $0\n")
        root = self.root.encode()
        path = b"PATH=/no/such:" + root + b"/a:" + root + b"/empty:" + root + b"/b:/bin"
        self.assertEqual(b"b " + root + b"/b/tool\n", self.ran([b"tool"], [b"X=1", path]).output())

    def test_access_denied_is_remembered_when_nothing_else_matches(self):
        self.script("a/tool", "#!/bin/sh\n", 0o644)
        path = b"PATH=" + self.root.encode() + b"/a:/bin:/usr/bin"
        self.assertEqual("spawn exec %d" % errno.EACCES, self.spawn_failure([b"tool"], [path]))

    def test_without_path_the_default_applies(self):
        self.assertEqual(b"found\n", self.ran([b"sh", b"-c", b"echo found"], []).output())

    def test_an_empty_path_entry_is_the_directory(self):
        self.script("here", "#!/bin/sh\necho here\n")
        self.assertEqual(b"here\n", self.ran([b"here"], [b"PATH=/no/such:"], directory=self.root).output())

    def test_a_relative_path_is_relative_to_the_directory(self):
        self.script("sub/here", "#!/bin/sh\necho here\n")
        self.assertEqual(b"here\n", self.ran([b"sub/here"], directory=self.root).output())

    # ---- how it ended ----

    def test_exit_codes(self):
        for code in (0, 1, 127, 137, 255):
            run = self.run_in("code%d" % code).start([PROBE, b"exit", b"%d" % code]).finish()
            self.assertEqual("code %d" % code, run.verdict())
            self.assertEqual(b"r", run.received)

    def test_signals(self):
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
            run = self.run_in("signal%d" % number, **{"limit.core": "0:0"}).start([PROBE, b"kill", b"%d" % number]).finish()
            self.assertEqual("signal %d" % number, run.verdict())

    def test_a_core_dump_is_told(self):
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        if LINUX and read("/proc/sys/kernel/core_pattern").startswith(b"|"):
            self.skipTest("core dumps go to a program here")
        if hard == 0 or not LINUX:
            self.skipTest("no core dumps here")
        hard = "unlimited" if hard == resource.RLIM_INFINITY else hard
        run = self.ran([PROBE, b"kill", b"%d" % signal.SIGABRT], directory=self.root, **{"limit.core": "%s:%s" % (hard, hard)})
        self.assertEqual("signal %d core" % signal.SIGABRT, run.verdict())

    def test_exit_is_256_bytes_from_the_start_and_valid_only_at_the_end(self):
        run = self.run_in().start([PROBE, b"wait", os.path.join(self.root, "r/go").encode()])
        run.await_event(b"r")
        self.assertEqual(b" " * 256, read(run.path("exit")))
        before = os.stat(run.path("exit")).st_ino
        run.touch("go")
        run.finish()
        content = read(run.path("exit"))
        self.assertEqual(256, len(content))
        self.assertRegex(content, rb"^1 code 0 at=\d+ up_ns=\d+ utime_us=\d+ stime_us=\d+ maxrss_kb=\d+ leftovers=0 +\n$")
        self.assertEqual(before, os.stat(run.path("exit")).st_ino, "overwritten in place")

    def test_times_and_usage(self):
        before = time.time_ns()
        fields = self.ran([PROBE, b"burn"]).exit()[1]
        self.assertTrue(before <= fields["at"] <= time.time_ns())
        self.assertTrue(100_000_000 <= fields["up_ns"] <= time.time_ns() - before)
        self.assertGreaterEqual(fields["utime_us"] + fields["stime_us"], 100_000)
        self.assertTrue(24 << 10 <= fields["maxrss_kb"] <= 100 << 10)

    def test_identities(self):
        before = time.time_ns()
        run = self.run_in()
        run.start([PROBE, b"wait", run.file("go").encode()]).await_event(b"r")
        claim, leader = read(run.path("claim")), read(run.path("leader"))
        self.assertRegex(claim, rb"^1 \d+ \d+ [0-9A-Fa-f-]{36} \d+\n$")
        self.assertRegex(leader, rb"^1 \d+ \d+ [0-9A-Fa-f-]{36} \d+ \d+\n$")
        self.assertEqual(run.pid, int(claim.split()[1]))
        self.assertTrue(before <= int(leader.split()[5]) <= time.time_ns())
        self.assertEqual(claim.split()[3:5], leader.split()[3:5])
        if LINUX:
            self.assertEqual(start_time(run.pid), claim.split()[2])
            self.assertEqual(start_time(run.leader()), leader.split()[2])
            self.assertEqual(read("/proc/sys/kernel/random/boot_id").strip(), claim.split()[3])
            self.assertEqual(os.stat("/proc/self/ns/pid").st_ino, int(claim.split()[4]))
            self.assertEqual("%d (probe)" % run.leader(), read("/proc/%d/stat" % run.leader()).decode().rpartition(" S")[0] or "%d (probe)" % run.leader())
        self.assertEqual([], glob.glob(run.path("claim.*")) + glob.glob(run.path("leader.*")))
        run.touch("go")
        run.finish()

    # ---- the claim, and texts that are refused ----

    def test_a_claim_that_is_there_wins(self):
        run = self.run_in()
        open(run.path("claim"), "w").close()
        run.start([b"touch", run.file("marker").encode()]).await_hang_up()
        self.assertEqual(3, run.reap())
        self.assert_nothing_ran(run)
        self.assertEqual(["claim", "events"], sorted(os.listdir(run.directory)))

    def test_the_claim_is_locked_while_the_keeper_lives(self):
        run = self.run_in()
        run.start([PROBE, b"wait", run.file("go").encode()]).await_event(b"r")
        with open(run.path("claim"), "r+b") as claim:
            with self.assertRaises(BlockingIOError):
                fcntl.lockf(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            run.touch("go")
            run.finish()
            fcntl.lockf(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def test_of_many_keepers_one_runs(self):
        run = self.run_in()
        text = run.text([b"sh", b"-c", b"echo ran >> " + run.file("marker").encode()], [b"PATH=/bin:/usr/bin"])
        pids = []
        for _ in range(12):
            run.spawn(text)
            pids.append(run.pid)
        run.pid = None
        statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        self.assertEqual([0] + [3] * 11, sorted(statuses))
        self.assertEqual(b"ran\n", read(run.file("marker")))

    def refused(self, name, text):
        run = self.run_in(name)
        run.spawn(text(run)).await_hang_up()
        self.assertEqual(2, run.reap(), name)
        self.assert_nothing_ran(run)
        self.assertEqual(["events"], os.listdir(run.directory))

    def test_a_launch_text_that_is_short_or_unknown_is_refused(self):
        def text(change=lambda t: t, **settings):
            def make(run):
                run.settings.update({k.replace("__", "."): v for k, v in settings.items()})
                return change(run.text([b"touch", run.file("marker").encode()], [b"PATH=/bin:/usr/bin"]))
            return make

        whole = text()(self.run_in("whole"))
        for cut in sorted({0, 1, 5, 9, 10, 40, len(whole) // 2, len(whole) - 20, len(whole) - 2, len(whole) - 1}):
            self.refused("cut%d" % cut, text(lambda t, cut=cut: t[:cut]))
        self.refused("more", text(lambda t: t + b"x=y\0"))
        self.refused("version", text(lambda t: t.replace(b"launch=1", b"launch=2", 1)))
        self.refused("no-version", text(lambda t: t[9:]))
        self.refused("unknown", text(colour="blue"))
        self.refused("bare", text(lambda t: t.replace(b"launch=1\0", b"launch=1\0word\0")))
        self.refused("no-args", text(lambda t: t.replace(b"args=2", b"args=0")))
        self.refused("too-many-args", text(lambda t: t.replace(b"args=2", b"args=2000000")))
        self.refused("huge-args", text(lambda t: t.replace(b"args=2", b"args=9223372036854775807")))
        self.refused("negative-env", text(lambda t: t.replace(b"env=1", b"env=-1")))
        self.refused("few-env", text(lambda t: t.replace(b"env=1", b"env=0")))
        for key, values in {"run": ("relative", ""), "log": ("relative",), "links": ("relative",), "directory": ("x",), "stdin": ("x",),
                            "segment_bytes": ("4095", "", "1k", "99999999999999999999"), "umask": ("8", "1000", "-1", "rw"), "nice": ("20", "-21", "1.5"),
                            "oom_score_adj": ("1001",), "uid": ("root", "-1", "4294967295"), "groups": ("1,", ",", "1,x"),
                            "limit__nofile": ("10", "10:", ":10", "a:b", "-1:5"), "limit__colour": ("1:2",)}.items():
            for index, value in enumerate(values):
                self.refused("%s-%d" % (key, index), text(**{key: value}))
        for missing in ("run", "log", "segment_bytes"):
            self.refused("missing-" + missing, text(**{missing: None}))

    def test_without_a_run_directory_nothing_runs(self):
        run = self.run_in(run="/no/such")
        run.start([b"touch", run.file("marker").encode()]).await_hang_up()
        self.assertEqual(4, run.reap())
        self.assert_nothing_ran(run)

    # ---- output ----

    def test_both_streams_and_their_index(self):
        run = self.ran([b"sh", b"-c", b"echo one; echo two >&2; echo three"])
        self.assertEqual(b"one\nthree\n", run.output())
        self.assertEqual(b"two\n", run.output("err"))
        self.check_index(run)

    def test_no_output_makes_no_segment(self):
        self.assertEqual([], os.listdir(self.ran([PROBE, b"exit", b"0"]).log))

    def test_the_order_of_the_streams_is_in_the_index(self):
        run = self.run_in()
        script = b"""import os, sys, time
for i in range(20):
    os.write(1 + i % 2, b'%d\\n' % i)
    size = lambda: sum(os.path.getsize(sys.argv[1] + '/' + f) for f in os.listdir(sys.argv[1]) if f.endswith('.idx'))
    while size() < 32 * (i + 1): time.sleep(0.001)
"""
        run.start([sys.executable.encode(), b"-c", script, run.log.encode()]).finish()
        self.assertEqual([i % 2 for i in range(20)], [kind for _, _, _, kind in run.records(run.segments("idx")[0])])
        self.check_index(run)

    def test_output_of_a_fast_exit_is_in_the_log_before_exit_is_valid(self):
        for i in range(30):
            run = self.run_in("r%d" % i).start([b"sh", b"-c", b"echo early; echo late >&2; exit 4"])
            wait_until(run.exit, "exit")
            self.assertEqual((b"early\n", b"late\n"), (run.output(), run.output("err")))
            run.finish()

    def test_a_full_pipe_at_the_end_is_in_the_log_before_exit_is_valid(self):
        run = self.run_in().start([b"sh", b"-c", b"head -c 60000 /dev/zero; head -c 50000 /dev/zero >&2"])
        wait_until(run.exit, "exit")
        self.assertEqual((60000, 50000), (len(run.output()), len(run.output("err"))))
        run.finish()

    def assert_all_lines(self, run, count):
        out, err = run.output().split(b"\n"), run.output("err").split(b"\n")
        self.assertEqual([b"out %08d " % i + b"." * 40 for i in range(count)] + [b""], out)
        self.assertEqual([b"err %08d ...." % i for i in range((count + 3) // 4)] + [b""], err)

    def test_rotation_loses_nothing_under_load(self):
        count = 200000
        run = self.ran([PROBE, b"lines", b"%d" % count], segment_bytes=1 << 20)
        self.assert_all_lines(run, count)
        self.check_index(run)
        indexes = run.segments("idx")
        self.assertGreater(len(indexes), 10)
        self.assertEqual(["%06d.idx" % (i + 1) for i in range(len(indexes))], [os.path.basename(i) for i in indexes])
        for index in indexes[:-1]:
            size = sum(os.path.getsize(p) for p in glob.glob(index[:-3] + "[oe][ur][tr]"))
            self.assertTrue(1 << 20 <= size < (1 << 20) + 4096, "%s: %d" % (index, size))

    def test_rotation_of_the_smallest_segments(self):
        run = self.ran([PROBE, b"lines", b"20000"], segment_bytes=4096)
        self.assert_all_lines(run, 20000)
        self.check_index(run)

    def test_large_writes_arrive_whole(self):
        script = b"import os\nfor i in range(64): os.write(1, bytes([65 + i % 26]) * 1048576)"
        run = self.ran([sys.executable.encode(), b"-c", script], segment_bytes=10 << 20)
        self.assertEqual(b"".join(bytes([65 + i % 26]) * 1048576 for i in range(64)), run.output())
        self.check_index(run)

    def test_a_small_write_is_not_cut_by_rotation(self):
        run = self.run_in(segment_bytes=4096)
        script = b"""import os, sys, time
for i in range(30):
    os.write(1, b'%03d' % i + b'.' * 496 + b'\\n')
    size = lambda: sum(os.path.getsize(sys.argv[1] + '/' + f) for f in os.listdir(sys.argv[1]) if f.endswith('.out'))
    while size() < 500 * (i + 1): time.sleep(0.001)
"""
        run.start([sys.executable.encode(), b"-c", script, run.log.encode()]).finish()
        self.assertGreater(len(run.segments("out")), 2)
        self.assertTrue(all(read(path).endswith(b"\n") for path in run.segments("out")))

    def test_links_point_at_the_current_segments(self):
        run = self.run_in(segment_bytes=4096)
        run.start([PROBE, b"lines", b"1000"]).finish()
        for link, kind in (("stdout.log", "out"), ("stderr.log", "err")):
            self.assertEqual("01run/" + os.path.basename(run.segments(kind)[-1]), os.readlink(os.path.join(run.links, link)))
        self.assertEqual(["01run", "stderr.log", "stdout.log"], sorted(os.listdir(run.links)))

    def test_links_elsewhere_are_absolute(self):
        elsewhere = os.path.join(self.root, "elsewhere")
        os.mkdir(elsewhere)
        run = self.ran([b"echo", b"x"], links=elsewhere)
        self.assertEqual(run.segments("out")[0], os.readlink(os.path.join(elsewhere, "stdout.log")))

    def test_without_links_there_are_none(self):
        run = self.ran([b"echo", b"x"], links=None)
        self.assertEqual(["01run"], os.listdir(run.links))

    def test_links_that_cannot_be_made_cost_nothing_else(self):
        self.assertEqual(b"x\n", self.ran([b"echo", b"x"], links="/no/such").output())

    def test_echo_to_dev_stderr_truncates_nothing(self):
        run = self.ran([b"sh", b"-c", b"echo a >&2; echo b > /dev/stderr; echo c >&2; echo d > /dev/stdout"])
        self.assertEqual((b"a\nb\nc\n", b"d\n"), (run.output("err"), run.output()))

    @unittest.skipUnless(ROOT, "only root can change users")
    def test_another_user_can_reopen_dev_stderr(self):
        run = self.ran([b"sh", b"-c", b"id -u; echo b > /dev/stderr"], uid=65534, gid=65534, groups="")
        self.assertEqual((b"65534\n", b"b\n"), (run.output(), run.output("err")))
        self.assertEqual("code 0", run.verdict())
        about = os.stat(run.path("out"))
        self.assertEqual((65534, 0o600), (about.st_uid, stat.S_IMODE(about.st_mode)))

    @unittest.skipUnless(ROOT and LINUX, "only root on Linux can mount a small tmpfs")
    def test_a_full_disk_drops_output_and_counts_it(self):
        disk = os.path.join(self.root, "disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("no right to mount here")
        try:
            log = os.path.join(disk, "log")
            os.mkdir(log)
            run = self.run_in(log=log)
            run.log = log
            script = b"""import os, sys, time
def wait(path):
    while not os.path.exists(path): time.sleep(0.002)
for i in range(8): os.write(1, b'x' * 65536)
os.write(2, b'e' * 5000)
open(sys.argv[1] + '/full', 'w').close()
wait(sys.argv[1] + '/room')
os.write(1, b'after\\n')
os.write(2, b'late\\n')
"""
            run.start([sys.executable.encode(), b"-c", script, run.root.encode()])
            wait_until(lambda: os.path.exists(run.file("full")), "the process is not blocked")
            # All of it is taken before there is room again.
            wait_until(lambda: self.is_drained(run), "drained")
            with open(os.path.join(log, "000001.out"), "r+b") as file:
                kept = os.fstat(file.fileno()).st_size
                self.assertTrue(0 < kept <= 256 << 10)
            # Make room the way an operator does.
            subprocess.run(["mount", "-o", "remount,size=2m", disk], check=True)
            run.touch("room")
            run.finish()
            self.assertEqual("code 0", run.verdict())
            out = read(os.path.join(log, "000001.out"))
            self.assertEqual(b"x" * kept + b"after\n", out)
            records = run.records(os.path.join(log, "000001.idx"))
            dropped = [(offset, length) for _, offset, length, kind in records if kind == 2]
            self.assertEqual([(kept, 8 * 65536 - kept)], dropped)
            self.assertEqual([(0, 5000)], [(offset, length) for _, offset, length, kind in records if kind == 3])
            position = [kind for _, _, _, kind in records]
            self.assertLess(position.index(3), position.index(1), "dropped is told in front of what follows")
            self.check_index(run)
        finally:
            subprocess.run(["umount", "-l", disk], check=True)

    def is_drained(self, run):
        reader = os.open(run.path("out"), os.O_RDONLY | os.O_NONBLOCK)
        other = os.open(run.path("err"), os.O_RDONLY | os.O_NONBLOCK)
        try:
            import termios
            return all(struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, b"0000"))[0] == 0 for fd in (reader, other))
        finally:
            os.close(reader)
            os.close(other)

    @unittest.skipUnless(ROOT and LINUX, "only root on Linux can mount a small tmpfs")
    def test_a_full_disk_does_not_eat_the_exit(self):
        disk = os.path.join(self.root, "disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("no right to mount here")
        try:
            run = Run(self.keeper, os.path.join(disk, "r"))
            self.runs.append(run)
            run.start([b"sh", b"-c", b"head -c 300000 /dev/zero; exit 11"]).finish()
            self.assertEqual("code 11", run.verdict())
            self.runs.remove(run)
            run.close()
        finally:
            subprocess.run(["umount", "-l", disk], check=True)

    def test_a_vanished_log_directory_drops_output(self):
        run = self.run_in()
        script = b"echo one; while [ -e %s ]; do sleep 0.01; done; i=0; while [ $i -lt 3000 ]; do echo two two two two two two two; i=$((i+1)); done; exit 3"
        run.settings["segment_bytes"] = 4096
        run.start([b"sh", b"-c", script % run.log.encode()]).await_event(b"r")
        wait_until(lambda: run.output() == b"one\n", "the first line")
        shutil.rmtree(run.log)
        self.assertEqual("code 3", run.finish().verdict())

    # ---- the tree ----

    @unittest.skipUnless(LINUX, "a subreaper is of Linux")
    def test_a_daemon_stays_under_the_keeper(self):
        for name, kind in (("loud", b"daemon"), ("silent", b"silent-daemon")):
            run = self.run_in(name)
            run.start([PROBE, kind, run.file("go").encode()]).await_event(b"x")
            self.assertEqual(b"rx", run.received)
            verdict, fields = run.exit()
            self.assertEqual(("code 5", 1), (verdict, fields["leftovers"]))
            self.assertEqual(b"leader says goodbye\n", run.output())
            children = read("/proc/%d/task/%d/children" % (run.pid, run.pid)).split()
            self.assertEqual(1, len(children), "the daemon is a child of the keeper")
            self.assertNotEqual(run.leader(), os.getsid(int(children[0])))
            run.touch("go")
            run.finish()
            self.assertEqual("code 5", run.verdict())
            if kind == b"daemon":
                self.assertEqual(b"leader says goodbye\ndaemon says goodbye\n", run.output())
            self.check_index(run)

    def test_orphans_are_reaped(self):
        run = self.run_in()
        run.start([b"sh", b"-c", b"for i in 1 2 3 4 5 6 7 8; do (sleep 0 & ) ; done; touch $0/done; while [ ! -e $0/go ]; do sleep 0.01; done", run.root.encode()])
        wait_until(lambda: os.path.exists(run.file("done")), "orphans made")
        if LINUX:
            wait_until(lambda: read("/proc/%d/task/%d/children" % (run.pid, run.pid)).split() == [b"%d" % run.leader()], "only the leader is left")
        run.touch("go")
        self.assertEqual(0, run.finish().exit()[1]["leftovers"])

    def test_a_descendant_that_floods_does_not_hold_up_the_exit(self):
        run = self.run_in(segment_bytes=16 << 20)
        run.start([PROBE, b"flood", run.file("go").encode()]).await_event(b"x")
        self.assertEqual("code 6", run.verdict())
        self.assertEqual(b"leader says goodbye\n", run.output())
        run.touch("go")
        run.finish()

    def test_the_keeper_survives_signals(self):
        run = self.run_in()
        run.start([PROBE, b"ticks", run.file("go").encode()]).await_event(b"r")
        for number in range(1, 65 if LINUX else signal.NSIG):
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                os.kill(run.pid, number)
        before = len(run.output())
        wait_until(lambda: len(run.output()) > before + 20, "it goes on writing")
        run.touch("go")
        run.finish()
        self.assertEqual("code 7", run.verdict())

    def test_a_signal_to_the_command_s_group_does_not_reach_the_keeper(self):
        run = self.run_in()
        run.start([PROBE, b"wait", run.file("never").encode()]).await_event(b"r")
        os.killpg(run.leader(), signal.SIGKILL)
        self.assertEqual("signal 9", run.finish().verdict())

    def test_events_without_a_reader_never_block(self):
        run = self.run_in()
        run.start([PROBE, b"wait", run.file("go").encode()])
        os.close(run.events)
        run.leader()
        run.touch("go")
        self.assertEqual(0, run.reap())
        self.assertEqual("code 0", run.verdict())
        run.events = os.open("/dev/null", os.O_RDONLY)

    def test_events_that_are_full_never_block(self):
        run = self.run_in()
        writer = os.open(run.path("events"), os.O_WRONLY | os.O_NONBLOCK)
        with self.assertRaises(BlockingIOError):
            while True:
                os.write(writer, b"." * 65536)
        run.start([PROBE, b"exit", b"2"])
        self.assertEqual(0, run.reap())
        os.close(writer)
        self.assertEqual("code 2", run.verdict())

    # ---- a keeper that is killed, and the one that takes over ----

    def kill_keeper(self, run):
        os.kill(run.pid, signal.SIGKILL)
        run.await_hang_up()
        self.assertEqual(-signal.SIGKILL, run.reap())

    def test_adopt_takes_over_and_loses_no_later_line(self):
        run = self.run_in(segment_bytes=4096)
        run.start([PROBE, b"ticks", run.file("go").encode()]).await_event(b"r")
        leader = run.leader()
        for _ in range(3):
            seen = len(run.output())
            wait_until(lambda: len(run.output()) > seen + 300, "output")
            self.kill_keeper(run)
            self.assertTrue(is_alive(leader))
            self.assertIsNone(run.exit())
            run.adopt()
        seen = len(run.output())
        wait_until(lambda: len(run.output()) > seen + 300, "output through the new keeper")
        self.assertEqual(run.pid, int(read(run.path("claim")).split()[1]))
        run.touch("go")
        run.finish()
        lines = run.output().splitlines()
        self.assertEqual([b"tick %d" % i for i in range(len(lines) - 1)] + [b"ticks %d" % (len(lines) - 1)], lines)
        # 1 where nobody reaps the leader, whose group then still answers.
        self.assertRegex(read(run.path("exit")), rb"^1 unknown at=\d+ leftovers=[01] +\n$")
        self.assertEqual(b"r", run.received)
        self.check_index(run)

    def test_adopt_takes_what_was_written_while_nobody_was_there(self):
        run = self.run_in()
        run.start([b"sh", b"-c", b"while [ ! -e $0/go ]; do sleep 0.01; done; echo meanwhile; touch $0/written; while [ ! -e $0/end ]; do sleep 0.01; done", run.root.encode()])
        run.await_event(b"r")
        self.kill_keeper(run)
        run.touch("go")
        wait_until(lambda: os.path.exists(run.file("written")), "the process goes on")
        run.adopt()
        wait_until(lambda: run.output() == b"meanwhile\n", "the output is taken")
        run.touch("end")
        self.assertEqual("unknown", run.finish().verdict())

    @contextlib.contextmanager
    def holding(self, run):
        """The reading ends of the FIFOs, open and never read, as the daemon has them."""
        for name in ("out", "err"):
            if not os.path.exists(run.path(name)):
                os.mkfifo(run.path(name), 0o600)
        ends = [os.open(run.path(name), os.O_RDONLY | os.O_NONBLOCK) for name in ("out", "err")]
        try:
            yield
        finally:
            for end in ends:
                os.close(end)

    def test_adopt_takes_what_a_process_printed_that_ended_meanwhile(self):
        run = self.run_in()
        with self.holding(run):
            run.start([b"sh", b"-c", b"while [ ! -e $0/go ]; do sleep 0.01; done; echo last; echo words >&2", run.root.encode()])
            run.await_event(b"r")
            leader = run.leader()
            self.kill_keeper(run)
            run.touch("go")
            wait_until(lambda: not is_alive(leader), "the leader is gone")
            run.adopt().finish()
        self.assertEqual("unknown", run.verdict())
        self.assertEqual((b"last\n", b"words\n"), (run.output(), run.output("err")))
        self.check_index(run)

    def test_adopt_when_the_keeper_lives(self):
        run = self.run_in()
        run.start([PROBE, b"wait", run.file("go").encode()]).await_event(b"r")
        first = run.pid
        claim = read(run.path("claim"))
        run.adopt()
        self.assertEqual(3, run.reap())
        self.assertEqual(claim, read(run.path("claim")))
        run.pid = first
        run.touch("go")
        run.finish()
        self.assertEqual("code 0", run.verdict())

    def test_adopt_after_the_leader_is_gone(self):
        run = self.run_in()
        run.start([PROBE, b"wait", run.file("go").encode()]).await_event(b"r")
        leader = run.leader()
        self.kill_keeper(run)
        run.touch("go")
        wait_until(lambda: not is_alive(leader), "the leader is gone")
        run.adopt().finish()
        self.assertEqual("unknown", run.verdict())
        self.assertEqual(b"r", run.received)

    def test_adopt_leaves_a_recorded_exit_alone(self):
        run = self.run_in()
        run.start([PROBE, b"daemon", run.file("go").encode()]).await_event(b"x")
        recorded = read(run.path("exit"))
        self.kill_keeper(run)
        run.received = b""
        run.adopt().await_event(b"x")
        run.touch("go")
        run.finish()
        self.assertEqual(recorded, read(run.path("exit")))
        self.assertEqual(b"leader says goodbye\ndaemon says goodbye\n", run.output())

    def test_adopt_tells_of_descendants_that_outlived_the_leader(self):
        run = self.run_in()
        wait = b"while [ ! -e $0/%s ]; do sleep 0.01; done"
        run.start([b"sh", b"-c", b"(" + wait % b"end" + b") & " + wait % b"go", run.root.encode()])
        run.await_event(b"r")
        leader = run.leader()
        self.kill_keeper(run)
        run.touch("go")
        wait_until(lambda: not is_alive(leader), "the leader is gone")
        run.adopt().await_event(b"x")
        self.assertEqual(("unknown", 1), (run.verdict(), run.exit()[1]["leftovers"]))
        run.touch("end")
        run.finish()

    def tick_of_a_new_process(self):
        process = subprocess.Popen(["sleep", "600"])
        tick = start_time(process.pid)
        process.kill()
        process.wait()
        return tick

    def test_adopt_is_not_fooled_by_a_pid_that_is_used_again(self):
        run = self.run_in()
        run.start([PROBE, b"exit", b"0"]).finish()
        fields = read(run.path("leader")).split()
        if LINUX:
            # A pid does not come round within one tick of the kernel's clock; the test must not pretend that it does.
            wait_until(lambda: self.tick_of_a_new_process() != fields[2], "the next tick")
        stranger = subprocess.Popen(["sleep", "600"])
        fields[1] = b"%d" % stranger.pid
        with open(run.path("leader"), "wb") as file:
            file.write(b" ".join(fields) + b"\n")
        os.unlink(run.path("exit"))
        try:
            run.adopt().finish()
            self.assertIsNone(stranger.poll())
        finally:
            stranger.kill()
            stranger.wait()
        self.assertEqual("unknown", run.verdict())

    def test_adopt_repairs_the_index(self):
        run = self.run_in()
        run.start([PROBE, b"ticks", run.file("go").encode()]).await_event(b"r")
        wait_until(lambda: len(run.output()) > 100, "output")
        self.kill_keeper(run)
        with open(run.segments("idx")[0], "ab") as index:
            index.write(b"half a record")
        with open(run.segments("out")[0], "ab") as out:
            out.write(b"written, not indexed\n")
        with open(run.segments("out")[0][:-3] + "err", "ab") as err:
            err.write(b"also not indexed\n")
        run.adopt()
        run.touch("go")
        run.finish()
        self.assertIn(b"written, not indexed\n", run.output())
        self.check_index(run)

    def test_adopt_goes_on_behind_a_compressed_segment(self):
        run = self.run_in()
        run.start([PROBE, b"ticks", run.file("go").encode()]).await_event(b"r")
        wait_until(lambda: len(run.output()) > 100, "output")
        self.kill_keeper(run)
        os.rename(run.segments("out")[0], run.segments("out")[0] + ".gz")
        run.adopt()
        wait_until(lambda: run.segments("out"), "a new segment")
        run.touch("go")
        run.finish()
        self.assertEqual(["000002.out"], [os.path.basename(path) for path in run.segments("out")])

    # ---- checks ----

    def begin_check(self, script, account=("-", "-", "-")):
        command = [self.keeper, "--check", *account, "sh", "-c", script]
        check = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.root)
        self.addCleanup(check.kill)
        self.addCleanup(check.stdout.close)
        return check

    def test_a_check_ends_as_its_command_does_and_tells_the_end_of_its_output(self):
        check = self.begin_check("seq 1 100000; exit 7")
        output = check.stdout.read()
        self.assertEqual(7, check.wait(timeout=20))
        check.stdin.close()
        self.assertEqual(4096, len(output))
        self.assertTrue(output.endswith(b"\n99999\n100000\n"))

    def test_a_check_that_is_killed_says_by_which_signal(self):
        check = self.begin_check("kill -9 $$")
        self.assertEqual(137, check.wait(timeout=20))
        check.stdin.close()

    def test_what_a_check_leaves_behind_is_killed(self):
        if not LINUX:
            self.skipTest("macOS has no subreaper")
        script = "setsid sleep 600 & echo $! > one; (setsid sh -c 'echo $$ > two; sleep 600; :' &); " \
                 "while ! [ -s two ]; do sleep 0.01; done"
        check = self.begin_check(script)
        self.assertEqual(0, check.wait(timeout=20))
        for name in ("one", "two"):
            self.assertFalse(is_alive(int(read(os.path.join(self.root, name)))), name)
        check.stdin.close()

    def test_a_check_whose_caller_goes_is_killed_with_all_its_tree(self):
        check = self.begin_check("trap '' TERM HUP; exec >&- 2>&-; sleep 600 & echo $! > one; sleep 600; :")
        wait_until(lambda: os.path.exists(os.path.join(self.root, "one"))
                   and read(os.path.join(self.root, "one")).endswith(b"\n"), "the check's child")
        check.stdin.close()
        self.assertEqual(126, check.wait(timeout=20))
        child = int(read(os.path.join(self.root, "one")))
        wait_until(lambda: not is_alive(child), "the end of the check's child")

    # ---- what it costs ----

    def test_memory_is_small(self):
        run = self.run_in()
        run.start([b"sh", b"-c", b"head -c 3000000 /dev/zero; exec sleep 600"]).await_event(b"r")
        if "sanitized" in self.keeper or not LINUX:
            os.kill(run.leader(), signal.SIGKILL)
            run.finish()
            self.skipTest("not comparable here")
        own = lambda: int(re.search(rb"Pss_Anon: *(\d+)", read("/proc/%d/smaps_rollup" % run.pid)).group(1))
        linked = b"ld-linux" in read("/proc/%d/maps" % run.pid)
        wait_until(lambda: own() <= (150 if linked else 32), "own memory given back after a burst, now %d kB" % own())
        os.kill(run.leader(), signal.SIGKILL)
        run.finish()


class Result(unittest.TextTestResult):
    def getDescription(self, test):
        return "%s %s" % (type(test).__name__, test._testMethodName[5:].replace("_", " "))


def main():
    suite = unittest.TestSuite()
    wanted = [argument for argument in sys.argv[2:] if "=" not in argument]
    for variant, path in (argument.split("=", 1) for argument in sys.argv[2:] if "=" in argument):
        case = type(variant, (KeeperTest,), {"keeper": path})
        for name in unittest.defaultTestLoader.getTestCaseNames(case):
            if not wanted or any(word in name for word in wanted):
                suite.addTest(case(name))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result).run(suite)
    failed = len(result.failures) + len(result.errors)
    passed = result.testsRun - failed - len(result.skipped)
    print("keeper tests: %d passed, %d failed, %d skipped" % (passed, failed, len(result.skipped)))
    sys.exit(1 if failed or passed == 0 else 0)


main()
