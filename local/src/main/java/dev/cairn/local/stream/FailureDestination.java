package dev.cairn.local.stream;

import java.util.List;

/** Where records go that the mapping gave up: the on-failure destination. */
@FunctionalInterface
public interface FailureDestination {

    /** Why they were given up. */
    enum Condition {
        RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
        MAXIMUM_RECORD_AGE_EXCEEDED("MaximumRecordAgeExceeded");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** @param attempts how often the function was invoked with them; 0 when it never was */
    void send(Condition condition, int attempts, List<StreamRecord> records);
}
