package org.dromedary.objects.validation;

/** A file of grades that is missing or wrong: the message says where and what there may be. */
public final class ValidationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ValidationException(String message) {
        super(message);
    }
}
