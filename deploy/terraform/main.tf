# Cairn by Terraform: the release's two files go into a bucket of yours, and CloudFormation makes the stack from them.
# Put cairn-VERSION.zip and cairn-VERSION.template.json of a release beside this file.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "release" {
  description = "The version of Cairn, as in the names of its files"
  type        = string
  default     = "0.1.0"
}

variable "code_bucket" {
  description = "A bucket in the stack's region; only the deployment reads it"
  type        = string
}

variable "parameters" {
  description = "Parameters of the stack, as in docs/operating.md"
  type        = map(string)
  default = {
    SiteId     = "shop"
    SiteOrigin = "https://www.shop.example"
    TimeZone   = "Europe/Brussels"
    Currency   = "EUR"
    AlarmEmail = "ops@shop.example"
  }
}

resource "aws_s3_object" "code" {
  bucket      = var.code_bucket
  key         = "cairn-${var.release}.zip"
  source      = "${path.module}/cairn-${var.release}.zip"
  source_hash = filemd5("${path.module}/cairn-${var.release}.zip")
}

resource "aws_s3_object" "template" {
  bucket      = var.code_bucket
  key         = "cairn-${var.release}.template.json"
  source      = "${path.module}/cairn-${var.release}.template.json"
  source_hash = filemd5("${path.module}/cairn-${var.release}.template.json")
}

resource "aws_cloudformation_stack" "cairn" {
  name         = "cairn"
  template_url = "https://${var.code_bucket}.s3.amazonaws.com/${aws_s3_object.template.key}"
  # The template is a macro's (AWS::Serverless), which makes roles.
  capabilities = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
  parameters = merge(var.parameters, {
    CodeBucket = var.code_bucket
    CodeKey    = aws_s3_object.code.key
  })
  timeouts {
    create = "30m"
    update = "30m"
    delete = "30m"
  }
}

output "snippet" {
  value = aws_cloudformation_stack.cairn.outputs["Snippet"]
}

output "dashboard_url" {
  value = aws_cloudformation_stack.cairn.outputs["DashboardUrl"]
}
