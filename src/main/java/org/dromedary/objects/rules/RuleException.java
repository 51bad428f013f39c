package org.dromedary.objects.rules;

import java.util.List;

/** A rule file that is wrong: everything that is, each with its line. */
public final class RuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> errors;

    RuleException(List<String> errors) {
        super(String.join(System.lineSeparator(), errors));
        this.errors = List.copyOf(errors);
    }

    /** One line each: file, line, what is wrong and what there may be. */
    public List<String> errors() {
        return errors;
    }
}
