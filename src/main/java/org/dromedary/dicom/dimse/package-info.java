/**
 * The DIMSE services (PS3.7 §9.1, §10.1; PS3.4): the {@code …Scu} classes ask for one on an association, the
 * {@code …Scp} classes and handlers serve it at a {@code ScpServer}.
 */
package org.dromedary.dicom.dimse;
