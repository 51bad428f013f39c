package org.dromedary.dicom.net;

import org.dromedary.dicom.ul.ContextResult;

/**
 * What became of a proposed presentation context (PS3.8 §9.3.3.2).
 *
 * @param id             odd, 1 to 255
 * @param transferSyntax the chosen one, null unless accepted
 * @param result         0 acceptance, 1 user rejection, 2 no reason, 3 abstract syntax, 4 transfer syntaxes unsupported
 * @param requestorScu   the requestor may invoke operations of this class
 * @param requestorScp   the requestor may perform operations of this class
 */
public record NegotiatedContext(int id, String abstractSyntax, String transferSyntax, int result,
        boolean requestorScu, boolean requestorScp) {

    public boolean accepted() {
        return result == ContextResult.ACCEPTANCE;
    }
}
