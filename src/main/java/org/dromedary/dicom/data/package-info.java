/**
 * Data sets as bytes and as values: PS3.5, PS3.6 and the files of PS3.10, for the JDK alone.
 *
 * <p>{@link org.dromedary.dicom.data.DataSetReader} and {@link org.dromedary.dicom.data.DataSetWriter} work on streams,
 * {@link org.dromedary.dicom.data.Part10} on files. Values are decoded when they are asked for, so what is only passed
 * on keeps its bytes. What was read without a {@link org.dromedary.dicom.data.Leniency} is written in the same syntax
 * in the same bytes (after inflating); with one, the rules named there and at the writer change them.
 *
 * <p>Nothing here trusts a length: memory follows the bytes that come, within {@link org.dromedary.dicom.data.Limits},
 * and whatever cannot be read is a {@link org.dromedary.dicom.data.DicomFormatException} with offset and tag. No
 * message contains a value.
 */
package org.dromedary.dicom.data;
