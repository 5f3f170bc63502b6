package io.counterfoil.domain.personaldata;

/** The key of a data subject was destroyed: nothing that was sealed under it opens, and nothing can be sealed. */
public final class SubjectErased extends SealBroken {

    private static final long serialVersionUID = 1;

    public SubjectErased() {
        super("the data subject was erased");
    }
}
