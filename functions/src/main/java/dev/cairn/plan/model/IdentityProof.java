package dev.cairn.plan.model;

/** Which user ids a site trusts (I1). An unproven {@code user} counts as not sent. */
public enum IdentityProof {
    /** Any user id: a page can claim to be any user. */
    ANY,
    /** From a page, only with a signature under the site's identity secret; from a server key, always. */
    SIGNED,
    /** Only from a server key. */
    SERVER
}
