/**
 * JPEG 2000 (ITU-T T.800 | ISO/IEC 15444-1) and High-Throughput JPEG 2000 (T.814 | ISO/IEC 15444-15). From outside in:
 * codestream headers, tiles with their components, resolutions, sub-bands and precincts, packets, code-blocks, wavelet
 * transforms.
 */
package org.dromedary.dicom.codec.j2k;
