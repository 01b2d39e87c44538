package dev.cairn.local.stream;

import java.util.List;

/** The on-failure destination: receives the records that the mapping gave up on. */
@FunctionalInterface
public interface FailureDestination {

    /** Why the mapping gave up on them. */
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

    /** @param attempts how often the function was invoked with them; 0 if never */
    void send(Condition condition, int attempts, List<LoggedRecord> records);
}
