/**
 * Pixel codecs (PS3.5 §8, §A.4) and the transcoder: plain Java, no native code. Codecs know frames of samples and
 * nothing of files; what stands around a frame is the transcoder's.
 */
package org.dromedary.dicom.codec;
