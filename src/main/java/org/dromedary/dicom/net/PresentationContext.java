package org.dromedary.dicom.net;

import java.util.List;

/** An abstract syntax and the transfer syntaxes offered for it, the preferred first (PS3.8 §9.3.2.2). */
public record PresentationContext(String abstractSyntax, List<String> transferSyntaxes) {
    public PresentationContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
        if (transferSyntaxes.isEmpty()) {
            throw new IllegalArgumentException("A presentation context needs a transfer syntax: " + abstractSyntax);
        }
    }
}
