package dev.cairn.plan.model;

/** Which user ids a site believes (I1). A {@code user} that is not proven is treated as not sent. */
public enum IdentityProof {
    /** Any that is sent: a page can name any user. */
    ANY,
    /** From a page only with its signature under the site's identity secret; from a server key always. */
    SIGNED,
    /** From a server key only. */
    SERVER
}
