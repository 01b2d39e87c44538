#!/usr/bin/env python3
"""What a release is made of.

    .ci/release.py version            the version, as functions/pom.xml has it
    .ci/release.py check              every place that states it agrees, and CHANGELOG.md has an entry
    .ci/release.py set 0.3.0          writes it everywhere
    .ci/release.py notes 0.3.0        its entry of CHANGELOG.md
    .ci/release.py build FOLDER       after `sam build` and `mvn package`: the files of a release

A release has the functions' code as Lambda takes it (cairn-VERSION.zip), a template that reads it from a bucket of the
person who deploys (cairn-VERSION.template.json: parameters CodeBucket and CodeKey, no YAML aliases), the jar without its
dependencies, the bill of materials (CycloneDX), and SHA256SUMS. Zip files of the same build are equal to the byte.
"""

import hashlib
import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = r"[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.]+)?"

# Where the version stands: the file, and what stands before it. The first one is the one that is read.
PLACES = [
    ("functions/pom.xml", "<artifactId>cairn-functions</artifactId>\n  <version>"),
    ("pom.xml", "<artifactId>cairn</artifactId>\n  <version>"),
    *((f"{module}/pom.xml", "<artifactId>cairn</artifactId>\n    <version>") for module in ["local", "tests", "browser", "bench"]),
    ("integrations/npm/package.json", '"version": "'),
    ("template.yaml", "SemanticVersion: "),
    ("functions/src/main/resources/public/openapi.yaml", "x-cairn-version: "),
]


def found(file, before):
    match = re.search(re.escape(before) + f"({VERSION})", (ROOT / file).read_text())
    return match[1] if match else None


def version():
    return found(*PLACES[0])


def released():
    """The versions that CHANGELOG.md has an entry for, the newest first."""
    return re.findall(rf"(?m)^## ({VERSION})", (ROOT / "CHANGELOG.md").read_text())


def check():
    wanted = version()
    wrong = [f"{file} says {found(file, before)}, functions/pom.xml {wanted}" for file, before in PLACES if found(file, before) != wanted]
    if not wanted.endswith("-SNAPSHOT") and wanted not in released():
        wrong.append(f"CHANGELOG.md has no entry for {wanted}")
    return wrong


def write(new):
    if not re.fullmatch(VERSION, new):
        sys.exit(f'"{new}" is not a version such as 0.3.0 or 0.3.0-SNAPSHOT')
    for file, before in PLACES:
        path = ROOT / file
        path.write_text(re.sub(re.escape(before) + VERSION, lambda match: before + new, path.read_text(), count=1))


def notes(of):
    text = (ROOT / "CHANGELOG.md").read_text()
    match = re.search(rf"(?ms)^## {re.escape(of)}\b[^\n]*\n(.*?)(?=^## |\Z)", text)
    if not match:
        sys.exit(f"CHANGELOG.md has no entry for {of}; it has {', '.join(released())}")
    return match[1].strip() + "\n"


def template_of_a_release(name):
    """template.yaml without aliases, with the code in a bucket of the person who deploys."""
    from samcli.yamlhelper import yaml_parse

    template = yaml_parse((ROOT / "template.yaml").read_text())
    template["Parameters"] |= {
        "CodeBucket": {"Type": "String", "AllowedPattern": "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
                       "ConstraintDescription": "The name of a bucket in the stack's region.",
                       "Description": f"Bucket in the stack's region that has {name}.zip."},
        "CodeKey": {"Type": "String", "Default": f"{name}.zip", "MinLength": 1, "ConstraintDescription": "The key of an object.",
                    "Description": "Key of that object; another release needs another key."},
    }
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    groups.insert(0, {"Label": {"default": "Code"}, "Parameters": ["CodeBucket", "CodeKey"]})
    template["Globals"]["Function"]["CodeUri"] = {"Bucket": {"Ref": "CodeBucket"}, "Key": {"Ref": "CodeKey"}}
    template["Metadata"].pop("AWS::ServerlessRepo::Application", None)
    return template


def zipped(folder, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(folder)), (2020, 1, 1, 0, 0, 0))
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, path.read_bytes())


def build(out):
    out.mkdir(parents=True, exist_ok=True)
    name = f"cairn-{version()}"
    zipped(ROOT / ".aws-sam/build/Collect", out / f"{name}.zip")
    (out / f"{name}.template.json").write_text(json.dumps(template_of_a_release(name), indent=1) + "\n")
    shutil.copy(ROOT / "functions/target/cairn-functions.jar", out / f"cairn-functions-{version()}.jar")
    shutil.copy(ROOT / "functions/target/sbom.json", out / f"{name}.sbom.json")
    files = sorted(p for p in out.iterdir() if p.name != "SHA256SUMS")
    (out / "SHA256SUMS").write_text("".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files))
    print(*(p.name for p in files), "SHA256SUMS", sep="\n")


def main(words):
    match words:
        case ["version"]:
            print(version())
        case ["check"]:
            wrong = check()
            print(*wrong or [f"version {version()} everywhere"], sep="\n")
            sys.exit(1 if wrong else 0)
        case ["set", new]:
            write(new)
        case ["notes", of]:
            print(notes(of), end="")
        case ["build", folder]:
            build(Path(folder))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
