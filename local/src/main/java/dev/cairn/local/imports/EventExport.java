package dev.cairn.local.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file of individual events from another tool. Each becomes an event for {@code POST /v1/events} with a property
 * {@code imported} that names the tool, and with an id derived from the exported data, so that a second import changes
 * nothing.
 */
public interface EventExport {

    /** The property that marks an imported event. */
    String MARK = "imported";

    /** Passes on every event in file order. Throws {@link IOException}, with the line number, if a line is invalid. */
    void read(Path file, Consumer<ObjectNode> each, ImportTally tally) throws IOException;

    /** What is missing from the export, in sentences. */
    List<String> unknown();
}
