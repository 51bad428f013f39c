package org.dromedary.dicom.data;

/** Turns words between big and little endian (PS3.5 §7.3). */
final class ByteOrder {
    private ByteOrder() {
    }

    /** Reverses each word in place; bytes that do not fill a word stay. */
    static void swap(byte[] value, Vr vr) {
        int length = vr.wordLength();
        if (length == 1) {
            return;
        }
        for (int start = 0; start + length <= value.length; start += length) {
            for (int i = start, j = start + length - 1; i < j; i++, j--) {
                byte b = value[i];
                value[i] = value[j];
                value[j] = b;
            }
        }
    }
}
