package org.dromedary.objects.validation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks at objects before they are sent: reads the head, and of Pixel Data only the headers of its frames. */
public final class ObjectValidator {

    private final ValidationSettings grades;

    public ObjectValidator(ValidationSettings grades) {
        this.grades = grades;
    }

    /** As {@link #examine}, without the device. */
    public List<Finding> check(Path file, Expected expected) throws IOException {
        return examine(file, expected).findings();
    }

    /**
     * Examines a file; whatever its bytes are, the result is findings.
     *
     * @param expected null if there is no ledger
     * @throws IOException if the file can't be read from the disk
     */
    public Examination examine(Path file, Expected expected) throws IOException {
        return new Examining(file, expected, grades).examine();
    }
}
