package org.dromedary.dicom.dimse;

/** An object as it is sent for a C-MOVE (PS3.7 §9.3.1.1). */
final class OriginatedSource extends ForwardingSource {

    private final MoveOriginator moveOriginator;

    OriginatedSource(StoreSource source, MoveOriginator moveOriginator) {
        super(source);
        this.moveOriginator = moveOriginator;
    }

    @Override
    public MoveOriginator moveOriginator() {
        return moveOriginator;
    }
}
