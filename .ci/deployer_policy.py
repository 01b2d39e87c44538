#!/usr/bin/env python3
"""The two policies of whoever deploys Cairn, from the template and from what CloudFormation's own schemas say that the
handlers of its resource types call.

    .ci/deployer_policy.py            the policies in deploy/policies agree; exits 1 if they do not
    .ci/deployer_policy.py --write    writes them

service-role.json is for a role that CloudFormation takes (`sam deploy --role-arn`): it may make, change and delete what
the template has, under names that begin with STACK, and nothing else. person.json is for the person or the pipeline: it
may start a deployment of that stack and hand that role over, and has no right to any of the resources.
"""

import json
import re
import sys
from pathlib import Path

import check_template
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

FOLDER = Path(__file__).resolve().parent.parent / "deploy/policies"
ACCOUNT, REGION, STACK = "ACCOUNT", "REGION", "STACK"
WHERE = f"{REGION}:{ACCOUNT}"

# Resources by the service of an action. Names are made by CloudFormation and begin with the stack's.
RESOURCES = {
    "apigateway": [f"arn:aws:apigateway:{REGION}::/apis*", f"arn:aws:apigateway:{REGION}::/domainnames*", f"arn:aws:apigateway:{REGION}::/tags/*"],
    "budgets": [f"arn:aws:budgets::{ACCOUNT}:budget/{STACK}*"],
    "cloudwatch": [f"arn:aws:cloudwatch:{WHERE}:alarm:{STACK}-*"],
    "codedeploy": [f"arn:aws:codedeploy:{WHERE}:application:{STACK}-*", f"arn:aws:codedeploy:{WHERE}:deploymentgroup:{STACK}-*/*",
                   f"arn:aws:codedeploy:{WHERE}:deploymentconfig:*"],
    "dynamodb": [f"arn:aws:dynamodb:{WHERE}:table/{STACK}-*"],
    "events": [f"arn:aws:events:{WHERE}:event-bus/{STACK}-*"],
    "firehose": [f"arn:aws:firehose:{WHERE}:deliverystream/{STACK}-*"],
    "glue": [f"arn:aws:glue:{WHERE}:catalog", f"arn:aws:glue:{WHERE}:database/*", f"arn:aws:glue:{WHERE}:table/*"],
    "iam": [f"arn:aws:iam::{ACCOUNT}:role/{STACK}-*"],
    "kinesis": [f"arn:aws:kinesis:{WHERE}:stream/{STACK}-*"],
    "lambda": [f"arn:aws:lambda:{WHERE}:function:{STACK}-*", f"arn:aws:lambda:{WHERE}:event-source-mapping:*"],
    "logs": [f"arn:aws:logs:{WHERE}:log-group:/cairn/{STACK}/*"],
    "s3": [f"arn:aws:s3:::{STACK}-*"],
    "scheduler": [f"arn:aws:scheduler:{WHERE}:schedule/default/{STACK}-*"],
    "secretsmanager": [f"arn:aws:secretsmanager:{WHERE}:secret:{name}-*" for name in ["MasterSecret", "AdminKey", "EdgeKey"]],
    "sns": [f"arn:aws:sns:{WHERE}:{STACK}-*"],
    "sqs": [f"arn:aws:sqs:{WHERE}:{STACK}-*"],
}
# Called by handlers for features that the template does not use; a pattern, and which.
NOT_USED = [
    ("dynamodb:(.*Item|Query|Scan)|kinesis:PutRecords|logs:(CreateLogStream|PutLogEvents|DeleteLogStream)|s3:(GetObject.*|DeleteObject|PutObject.*|REST.*)",
     "data: no handler reads or writes what the stack keeps"),
    ("apigateway:.*Certificate.*|codedeploy:RegisterOnPremisesInstance|firehose:.*Encryption|kinesis:.*(Strategy|StopStreamEncryption)"
     "|lambda:AssociateRuntimeAlias|logs:.*(KmsKey|DeletionProtection)|iam:UpdateRole.*Path", "features of others"),
    ("ec2:.*|elasticfilesystem:.*|s3files:.*", "functions in a VPC or with a file system"),
    ("kms:.*", "keys of one's own: all is encrypted with AWS's keys"),
    ("lakeformation:.*|glue:.*(Connection|SchemaVersion).*|glue:PassConnection", "Lake Formation, schemas and connections"),
    ("s3express:.*|s3tables:.*|s3:.*(Replica|Replication|Website|Accelerate|Inventory|Analytics|Intelligent|Metadata|Notification|Cors|CORS|ObjectLock|RequestPayment|Logging|BucketAcl|JournalTable|InventoryTable|Abac|BucketTable).*", "features of buckets"),
    ("dynamodb:.*(Import|Kinesis|Contributor|ResourcePolicy|Replica|AutoScaling|Global|StreamSpec).*", "features of tables"),
    ("application-autoscaling:.*|cloudwatch:.*(Dashboard|MetricStream).*|organizations:.*|pricing:.*|billing:.*|sso:.*|support:.*", "other services"),
    ("lambda:.*(Layer|CodeSigning|FunctionUrl|ProvisionedConcurrency|RuntimeManagement|Recursion|CapacityProvider|ScalingConfig).*", "features of functions"),
    ("logs:.*(ResourcePolicy|Transformer|IndexPolic|DataProtection|Delivery|AnomalyDetector|FieldIndex|Bearer|LogDeliveryAuth).*", "features of log groups"),
    ("secretsmanager:.*(Replicat|RemoveRegions|Rotat).*", "features of secrets"),
    ("kinesis:.*(EnhancedMonitoring|MaxRecordSize|WarmThroughput|Consumer|Policy).*", "features of streams"),
    ("sns:.*(DataProtection|SMS|Platform).*|sqs:.*Permission.*|sqs:.*MessageMove.*", "features of topics and queues"),
    ("iam:.*(InstanceProfile|SAML|OpenID|User|Group|CreateServiceLinkedRole).*|iam:.*AttachRolePolicy|iam:DetachRolePolicy", "other identities"),
    ("events:.*(Archive|Connection|ApiDestination|Endpoint|Partner|Rule|Target).*|schemas:.*|scheduler:.*Group.*", "features of buses and schedules"),
]
# What no schema states, as CloudFormation calls these types by older code, and what it needs itself.
BESIDES = {
    "budgets": ["budgets:ModifyBudget", "budgets:ViewBudget"],
    "codedeploy": ["codedeploy:CreateApplication", "codedeploy:CreateDeployment", "codedeploy:CreateDeploymentGroup",
                   "codedeploy:DeleteApplication", "codedeploy:DeleteDeploymentGroup", "codedeploy:GetApplication",
                   "codedeploy:GetApplicationRevision", "codedeploy:GetDeployment", "codedeploy:GetDeploymentConfig",
                   "codedeploy:GetDeploymentGroup", "codedeploy:RegisterApplicationRevision", "codedeploy:UpdateDeploymentGroup"],
    "lambda": ["lambda:InvokeFunction"],  # StackSetup, a custom resource
    "s3": ["s3:ListBucket"],
}
# These have no resource to name.
WITHOUT_RESOURCE = r"(logs:Describe|lambda:.*EventSourceMapping|cloudwatch:Describe|firehose:List|kinesis:List|sns:List|sqs:List|codedeploy:List|secretsmanager:GetRandomPassword|apigateway:TagResource|sns:(Unsubscribe|GetSubscriptionAttributes|SetSubscriptionAttributes)|iam:List|dynamodb:List|s3:ListAllMyBuckets)"


def types():
    """Of the template with every option, as SAM translates it."""
    found = set()
    for preference in ["AllAtOnce", "Canary10Percent5Minutes"]:
        resources = check_template.translated(DeploymentPreference=preference)["Resources"].values()
        found |= {r["Type"] for r in resources}
    return sorted(t for t in found if t.startswith("AWS::"))


def permissions(kind):
    handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema.get("handlers", {})
    return {p for operation, handler in handlers.items() if operation != "list" for p in handler.get("permissions", [])}


def actions():
    """By service. A star in a handler's permission is left out: the handlers of the same service name the actions, too."""
    found, unknown = {}, set()
    for kind in types():
        for action in permissions(kind):
            service, _, name = action.partition(":")
            action = f"{service}:{name[:1].upper()}{name[1:]}"
            if any(re.fullmatch(pattern, action) for pattern, _ in NOT_USED) or "*" in action:
                continue
            if service not in RESOURCES:
                unknown.add(action)
                continue
            found.setdefault(service, set()).add(action)
    assert not unknown, f"neither granted nor explained: {sorted(unknown)}"
    for service, more in BESIDES.items():
        found.setdefault(service, set()).update(more)
    return {service: sorted(names) for service, names in sorted(found.items())}


def service_role():
    statements, unnamed = [], []
    for service, names in actions().items():
        passing = [n for n in names if n == "iam:PassRole"]
        free = [n for n in names if re.match(WITHOUT_RESOURCE, n)]
        unnamed += free
        rest = [n for n in names if n not in passing + free]
        statements.append({"Sid": service.title().replace("-", ""), "Effect": "Allow", "Action": rest, "Resource": RESOURCES[service]})
        if passing:
            statements.append({"Sid": "HandRolesToServices", "Effect": "Allow", "Action": passing, "Resource": RESOURCES["iam"],
                               "Condition": {"StringEquals": {"iam:PassedToService": [
                                   "codedeploy.amazonaws.com", "firehose.amazonaws.com", "lambda.amazonaws.com", "scheduler.amazonaws.com"]}}})
    statements.append({"Sid": "HasNoResourceToName", "Effect": "Allow", "Action": sorted(unnamed), "Resource": "*"})
    statements.append({"Sid": "ReadCode", "Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": "arn:aws:s3:::CODE_BUCKET/*"})
    statements.append({"Sid": "Translate", "Effect": "Allow", "Action": "cloudformation:CreateChangeSet",
                       "Resource": [f"arn:aws:cloudformation:{REGION}:aws:transform/Serverless-2016-10-31",
                                    f"arn:aws:cloudformation:{REGION}:aws:transform/LanguageExtensions"]})
    return {"Version": "2012-10-17", "Statement": statements}


# What `sam deploy`, `sam delete`, docs/operating.md and ./cairn doctor --stack ask for.
PERSON = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "Deploy", "Effect": "Allow",
         "Action": ["cloudformation:CreateChangeSet", "cloudformation:CreateStack", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack",
                    "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResource",
                    "cloudformation:DescribeStackResources", "cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet",
                    "cloudformation:GetTemplate", "cloudformation:ListStackResources", "cloudformation:UpdateStack"],
         "Resource": f"arn:aws:cloudformation:{WHERE}:stack/{STACK}/*"},
        {"Sid": "Translate", "Effect": "Allow", "Action": "cloudformation:CreateChangeSet",
         "Resource": [f"arn:aws:cloudformation:{REGION}:aws:transform/Serverless-2016-10-31",
                      f"arn:aws:cloudformation:{REGION}:aws:transform/LanguageExtensions"]},
        {"Sid": "AskWithoutAStack", "Effect": "Allow", "Action": ["cloudformation:GetTemplateSummary", "cloudformation:ValidateTemplate"], "Resource": "*"},
        {"Sid": "HandOverTheRole", "Effect": "Allow", "Action": "iam:PassRole", "Resource": f"arn:aws:iam::{ACCOUNT}:role/SERVICE_ROLE",
         "Condition": {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}}},
        {"Sid": "FindTheCodeBucket", "Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:ListBucket"], "Resource": "arn:aws:s3:::CODE_BUCKET"},
        {"Sid": "UploadCode", "Effect": "Allow", "Action": ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::CODE_BUCKET/*"},
    ],
}


def text(policy):
    return json.dumps(policy, indent=2) + "\n"


def main():
    """An inline policy of a role has at most 10,240 characters without white space."""
    assert len(json.dumps(service_role(), separators=(",", ":"))) < 10_000
    wanted = {"service-role.json": text(service_role()), "person.json": text(PERSON)}
    if "--write" in sys.argv:
        for name, content in wanted.items():
            (FOLDER / name).write_text(content)
    wrong = [name for name, content in wanted.items() if not (FOLDER / name).is_file() or (FOLDER / name).read_text() != content]
    print(f"deploy/policies: {sum(map(len, actions().values()))} actions for {len(types())} types of resources" if not wrong
          else f"deploy/policies: {', '.join(wrong)} differ from the template: run .ci/deployer_policy.py --write")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
