"""Runs a command and writes what it took: measure.py RESULT COMMAND [ARGUMENT...]

wait4 counts the CPU seconds of all threads and the largest resident memory of the one process: Node.js has no such call
for a child.
"""

import json
import os
import sys
import time

result_path, *command = sys.argv[1:]
began = time.monotonic()
pid = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(pid, 0)
wall_seconds = time.monotonic() - began
with open(result_path, "w", encoding="utf-8") as result:
    json.dump(
        {
            "exitCode": os.waitstatus_to_exitcode(status),
            "wallSeconds": wall_seconds,
            "cpuSeconds": usage.ru_utime + usage.ru_stime,
            # Linux counts in KiB, macOS in bytes.
            "peakBytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        },
        result,
    )
