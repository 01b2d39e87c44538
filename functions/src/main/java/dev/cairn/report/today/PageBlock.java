package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.plan.model.Site;
import dev.cairn.report.text.Phrases;
import java.util.List;

/** One block of the Today page and of the digest, which answers one question. Reads rows, writes nothing. */
public interface PageBlock {

    /** The block's constant name in the API. */
    String key();

    /**
     * Returns the block's current content for a site.
     *
     * @param phrases the phrases of the content's language
     */
    Content of(Site site, Phrases phrases);

    /** Either sentences, or a single sentence that says why there are none. */
    sealed interface Content {}

    /**
     * @param sentences at least one, each self-contained and with a number
     * @param link the API path with the complete figures
     * @param figures the figures behind the sentences
     */
    record Said(List<String> sentences, String link, ObjectNode figures) implements Content {}

    /** Nothing to say yet. */
    record Quiet(String sentence) implements Content {}
}
