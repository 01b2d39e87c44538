/** DynamoDB, Kinesis, S3 and Secrets Manager behind the ports of {@code store}: the only place that knows the AWS SDK. */
@org.jspecify.annotations.NullMarked
package dev.cairn.aws;
