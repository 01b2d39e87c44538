/**
 * Implements the ports of {@code store} with DynamoDB, Kinesis, S3 and Secrets Manager; the only package that uses the
 * AWS SDK.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.aws;
