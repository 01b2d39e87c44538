#!/usr/bin/env python3
"""Runs the archive's contract (tests/.../S3ArchiveTest) against moto's S3. Needs what .ci/install installs."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from rie import ROOT, TOOLS, free_port


def until_up(process, address):
    for _ in range(300):
        if process.poll() is not None:
            sys.exit("moto ended at once")
        try:
            urllib.request.urlopen(f"{address}/moto-api/data.json", timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("moto did not answer within 30 s")


def main():
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        moto = subprocess.Popen([TOOLS / "moto-python", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
                                stdout=log, stderr=log)
        try:
            until_up(moto, address)
            # Its test says by itself that it was skipped, so the number that ran is looked at.
            done = subprocess.run(["mvn", "-ntp", "-Dstyle.color=never", "-pl", "functions,local,tests", "package",
                                   "-Dtest=S3ArchiveTest",
                                   "-Dsurefire.failIfNoSpecifiedTests=false"],
                                  cwd=ROOT, env={**os.environ, "S3_ENDPOINT": address}, capture_output=True, text=True)
        finally:
            moto.terminate()
            moto.wait(10)
    summaries = re.findall(r"Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)", done.stdout)
    ran = max((int(run) - int(skipped) for run, _, _, skipped in summaries), default=0)
    if done.returncode or ran == 0:
        print(done.stdout[-6000:])
        sys.exit(f"{ran} tests ran; the archive on S3 is not as its contract says")
    print(f"    {ran} tests of the archive on moto's S3")


if __name__ == "__main__":
    main()
