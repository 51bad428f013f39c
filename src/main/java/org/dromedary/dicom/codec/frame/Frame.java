package org.dromedary.dicom.codec.frame;

/**
 * One decoded frame.
 *
 * @param format of these bytes: by pixel, never planar
 * @param bytes  native, little endian; values of fewer bits than allocated are extended, by their sign if they have one
 */
public record Frame(PixelFormat format, byte[] bytes) {
}
