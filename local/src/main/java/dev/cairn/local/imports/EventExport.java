package dev.cairn.local.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file of single events of another tool. Each becomes an event of {@code POST /v1/events} with a property
 * {@code imported} that names the tool, and with an id that is a function of what the export says, so that a second
 * import changes nothing.
 */
public interface EventExport {

    /** The property that marks an imported event. */
    String MARK = "imported";

    /** Passes on every event of the file, in its order. Throws {@link IOException}, which names the line, for a fault. */
    void read(Path file, Consumer<ObjectNode> each, ImportTally tally) throws IOException;

    /** What the export cannot say, in sentences. */
    List<String> unknown();
}
