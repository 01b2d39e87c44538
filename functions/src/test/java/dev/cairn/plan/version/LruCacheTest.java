package dev.cairn.plan.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LruCacheTest {
    private final LruCache<String, String> recent = new LruCache<>(10, String::length);

    @Test
    void keepsWhatWasUsedLastUpToTheWeight() {
        recent.put("a", "1234");
        recent.put("b", "1234");
        recent.get("a");
        recent.put("c", "12");
        assertThat(recent.get("b")).isEqualTo("1234");
        recent.get("a");

        recent.put("d", "123");

        assertThat(recent.get("c")).isNull();
        assertThat(recent.get("b")).isNull();
        assertThat(recent.get("a")).isEqualTo("1234");
        assertThat(recent.get("d")).isEqualTo("123");
    }

    @Test
    void replacingAValueFreesItsWeight() {
        recent.put("a", "12345678");
        recent.put("a", "1");
        recent.put("b", "123456789");

        assertThat(recent.get("a")).isEqualTo("1");
    }

    @Test
    void keepsTheLastOneHoweverHeavyItIs() {
        recent.put("a", "1");
        recent.put("b", "x".repeat(100));

        assertThat(recent.get("a")).isNull();
        assertThat(recent.get("b")).hasSize(100);
    }
}
