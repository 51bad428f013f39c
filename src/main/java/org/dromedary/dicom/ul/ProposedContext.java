package org.dromedary.dicom.ul;

import java.util.List;

/** A presentation context item of an A-ASSOCIATE-RQ (PS3.8 §9.3.2.2); the id is odd, 1 to 255. */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
    public ProposedContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }
}
