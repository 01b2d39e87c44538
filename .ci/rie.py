#!/usr/bin/env python3
"""`sam local invoke` without Docker: one function of .aws-sam/build under AWS's Lambda runtime interface emulator.

    .ci/rie.py Collect -e events/collect-browser.json [--env-vars FILE] [--time]

The function's folder, handler, limits and variables are found by SAM CLI's own code, the emulator is the program that
SAM CLI puts into its containers, and the class path is the one of Lambda's Java runtime (the folder, then lib/*, with
AWS's runtime interface client beside). Not emulated: memory limits, arm64 and the alias. The answer goes to stdout, the
function's log to stderr; ends with 1 when the function failed.
"""

import argparse
import contextlib
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(__file__).resolve().parent / "target"
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
START_SECONDS = 60
MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"


def jdk():
    """A JDK 25, whatever JAVA_HOME says: the build finds one by itself, and so do we."""
    homes = [os.environ.get("JAVA_HOME", ""), *os.environ.get("JDK_HOMES", "").split(":")]
    homes += [str(p) for base in ("/usr/lib/jvm", str(Path.home() / ".sdkman/candidates/java"), "/opt")
              for p in sorted(Path(base).glob("*"))]
    for home in filter(None, homes):
        release = Path(home) / "release"
        if release.is_file() and 'JAVA_VERSION="25' in release.read_text() and (Path(home) / "bin/java").exists():
            return Path(home) / "bin/java"
    sys.exit("No JDK 25 was found. Set JAVA_HOME to one.")


def emulator():
    """AWS's emulator: from SAM CLI, which carries it for its containers, else whatever is on the PATH."""
    import samcli

    name = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    bundled = Path(samcli.__file__).parent / "local/rapid" / f"aws-lambda-rie-{name}"
    if bundled.is_file():
        return bundled
    found = shutil.which("aws-lambda-rie")
    if not found:
        sys.exit("AWS's Lambda runtime interface emulator was found neither in SAM CLI nor as aws-lambda-rie on the PATH.")
    return Path(found)


def function_of(template, name):
    from samcli.lib.providers.sam_function_provider import SamFunctionProvider
    from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider

    stacks, _ = SamLocalStackProvider.get_stacks(str(template))
    function = SamFunctionProvider(stacks, ignore_code_extraction_warnings=True).get(name)
    if function is None:
        sys.exit(f"{template} has no function {name}.")
    return function


def variables_of(function, overrides):
    """What `sam local invoke --env-vars` would set: only variables that the template declares."""
    from samcli.local.lambdafn.env_vars import EnvironmentVariables

    values = {**overrides.get("Parameters", {}), **overrides.get(function.name, {})}
    declared = (function.environment or {}).get("Variables", {})
    unknown = sorted(values.keys() - declared.keys())
    if unknown:
        print(f"not declared in the template, so not set: {', '.join(unknown)}", file=sys.stderr)
    return EnvironmentVariables(
        function_name=function.name,
        function_memory=function.memory,
        function_timeout=function.timeout + START_SECONDS,
        function_handler=function.handler,
        function_logging_config=function.logging_config,
        variables=declared,
        override_values=values,
    ).resolve()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def post(url, body, seconds):
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=seconds) as answer:
        return answer.read()


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            sys.exit("The emulator ended at once.")
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("The emulator did not open its port within 10 s.")


@contextlib.contextmanager
def running(function, code, variables):
    """The function under the emulator; gives the address that takes its events."""
    port, runtime_port = free_port(), free_port()
    classpath = ":".join([str(code), str(code / "lib/*"), str(TOOLS / "ric/*")])
    command = [emulator(), "--log-level", "error",
               "--runtime-interface-emulator-address", f"127.0.0.1:{port}",
               "--runtime-api-address", f"127.0.0.1:{runtime_port}",
               jdk(), "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
               f"-Xmx{int(function.memory * 0.8)}m",
               "-cp", classpath, MAIN, function.handler]
    keep = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
    process = subprocess.Popen([str(c) for c in command], cwd=code, env={**keep, **variables}, stdout=sys.stderr,
                               start_new_session=True)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def invoke(function, code, event, variables, timed):
    with running(function, code, variables) as address:
        begun = time.monotonic()
        answer = post(address, event, function.timeout + 2 * START_SECONDS)
        if timed:
            print(f"{function.name}: {time.monotonic() - begun:.2f} s with its start", file=sys.stderr)
        return answer


def env_vars_of(given):
    """The file named, else the one samconfig.toml names, as sam local does."""
    path = given or tomllib.loads((ROOT / "samconfig.toml").read_text())["default"]["local_invoke"]["parameters"]["env_vars"]
    path = ROOT / path
    if not path.is_file():
        sys.exit(f"{path.name} is not there yet: start ./cairn local --services (or .ci/services.py) first.")
    return json.loads(path.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("function")
    parser.add_argument("-e", "--event", required=True)
    parser.add_argument("--env-vars")
    parser.add_argument("--template", default=str(ROOT / ".aws-sam/build/template.yaml"))
    parser.add_argument("--time", action="store_true", help="print how long the first answer took")
    options = parser.parse_args()
    template = Path(options.template).resolve()
    if not template.is_file():
        sys.exit("There is no build yet: run sam build first.")
    if not (TOOLS / "ric").is_dir():
        sys.exit("The runtime interface client is not there yet: run .ci/install first.")
    function = function_of(template, options.function)
    code = template.parent / function.codeuri
    event = Path(options.event).read_bytes()
    variables = variables_of(function, env_vars_of(options.env_vars))
    try:
        answer = invoke(function, code, event, variables, options.time)
    except urllib.error.HTTPError as e:
        sys.exit(f"The emulator answered {e.code}: {e.read().decode(errors='replace')[:2000]}")
    print(answer.decode(errors="replace"))
    failed = not answer.startswith(b"{") or b'"errorType"' in answer
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
