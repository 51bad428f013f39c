/**
 * TLS for associations and other connections (PS3.15 Annex B): keys and trusted certificates out of files, profiles,
 * who the peer must be, and what went wrong in words.
 */
package org.dromedary.dicom.tls;
