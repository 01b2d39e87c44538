/** Local stand-ins for AWS services: DynamoDB Local, and a Kinesis endpoint for containers. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.services;
