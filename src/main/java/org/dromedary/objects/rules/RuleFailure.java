package org.dromedary.objects.rules;

/** A rule can't be carried out on this object without loss, so that the object goes to quarantine. */
final class RuleFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message tags, character sets and VRs; never a value */
    RuleFailure(String message) {
        super(message);
    }
}
