/** Frames that are encapsulated as they are in native Pixel Data, plain or deflated (PS3.5 §A.4.11, §A.4.13). */
package org.dromedary.dicom.codec.stored;
