package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is acknowledged is forced to disk first. SQLite forces its log at a commit with synchronous=FULL, and every such
 * commit is counted in the tables.
 */
class PowerLossTest {
    @TempDir
    Path temporary;

    private final DataFolderFixture shop = new DataFolderFixture();

    @Test
    void R2_whatAFunctionWroteIsForcedToDiskBeforeItsAnswer() throws Exception {
        Path folder = temporary.resolve("data");
        try (LocalSystem system = shop.start(folder)) {
            int atFirst = forced(folder);
            DataFolderFixture.putPlan(system);
            int afterThePlan = forced(folder);
            assertThat(afterThePlan).isGreaterThan(atFirst);

            assertThat(shop.call(system, "DELETE", "/v1/sites/shop/visitors/anna", null)
                            .statusCode())
                    .isEqualTo(202);
            int afterTheErasure = forced(folder);
            assertThat(afterTheErasure).isGreaterThan(afterThePlan);

            shop.send(system, "bob", "e1", "x");
            while (system.behind() > 0) {
                Thread.sleep(20);
            }
            assertThat(forced(folder)).as("the batch is done").isGreaterThan(afterTheErasure);
        }
    }

    /** From a copy, since the process has the file for itself. */
    private int forced(Path folder) throws Exception {
        Path copy = Files.createTempDirectory(temporary, "copy");
        for (String name : new String[] {"cairn.db", "cairn.db-wal"}) {
            Files.copy(folder.resolve("tables").resolve(name), copy.resolve(name));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("cairn.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select times from synced")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
