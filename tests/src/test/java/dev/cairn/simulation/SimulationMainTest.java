package dev.cairn.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationMainTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --seed x       | --seed takes a whole number, not "x"; --help says more
            --seed         | --seed takes a whole number; --help says more
            --events 10    | one of --seeds, --seed and --million is needed; --help says more
            """)
    void aWrongCallIsAnsweredWithASentence(String words, String sentence) {
        PrintStream standardError = System.err;
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            assertThat(SimulationMain.run(List.of(words.split(" ")))).isEqualTo(2);
        } finally {
            System.setErr(standardError);
        }

        assertThat(error.toString(StandardCharsets.UTF_8)).isEqualTo("simulate: " + sentence + "\n");
    }
}
