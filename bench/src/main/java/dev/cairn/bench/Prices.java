package dev.cairn.bench;

/** US dollars, us-east-1, list prices of 2026, without the free tier. */
final class Prices {
    static final double API_REQUEST = 1.00 / 1e6;
    static final double LAMBDA_REQUEST = 0.20 / 1e6;
    /** For arm64. */
    static final double LAMBDA_GB_SECOND = 0.0000133334;

    static final double SHARD_HOUR = 0.015;
    /** A unit is 25 KB. */
    static final double PUT_UNIT = 0.014 / 1e6;

    static final double DELIVERED_GB = 0.029;
    static final double S3_PUT = 0.005 / 1_000;
    static final double S3_GB = 0.023;
    static final double WRITE_UNIT = 0.625 / 1e6;
    static final double READ_UNIT = 0.125 / 1e6;
    static final double STORED_GB = 0.25;
    static final double RECOVERABLE_GB = 0.20;
    static final double LOG_GB = 0.50;
    static final double METRIC = 0.30;
    static final double ALARM_METRIC = 0.10;
    static final double TRANSFERRED_GB = 0.09;
    static final double SECRET = 0.40;
    /** The first 14 million a month cost nothing. */
    static final double SCHEDULED = 0;

    private Prices() {}
}
