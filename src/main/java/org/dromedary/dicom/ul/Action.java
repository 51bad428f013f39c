package org.dromedary.dicom.ul;

/** What an association does on an event (PS3.8 §9.2.3, tables 9-6 to 9-9). */
enum Action {
    /** Open the transport connection. */ AE1,
    /** Send A-ASSOCIATE-RQ. */ AE2,
    /** Confirm the acceptance to the user. */ AE3,
    /** Confirm the rejection to the user, close the transport. */ AE4,
    /** Take the transport connection, start ARTIM. */ AE5,
    /** Stop ARTIM; indicate the request to the user, or send A-ASSOCIATE-RJ where the provider cannot take it. */ AE6,
    /** Send A-ASSOCIATE-AC. */ AE7,
    /** Send A-ASSOCIATE-RJ, start ARTIM. */ AE8,
    /** Send P-DATA-TF. */ DT1,
    /** Indicate data to the user. */ DT2,
    /** Send A-RELEASE-RQ. */ AR1,
    /** Indicate the release to the user. */ AR2,
    /** Confirm the release to the user, close the transport. */ AR3,
    /** Send A-RELEASE-RP, start ARTIM. */ AR4,
    /** Stop ARTIM. */ AR5,
    /** Indicate data to the user, who waits for the release. */ AR6,
    /** Send P-DATA-TF although the peer wants to release. */ AR7,
    /** Indicate a release collision: the requestor goes to Sta9, the acceptor to Sta10. */ AR8,
    /** Send A-RELEASE-RP. */ AR9,
    /** Confirm the release to the user. */ AR10,
    /** Send A-ABORT as the service user, start ARTIM. */ AA1,
    /** Stop ARTIM, close the transport. */ AA2,
    /** Indicate the abort to the user, close the transport. */ AA3,
    /** Indicate a provider's abort to the user. */ AA4,
    /** Stop ARTIM. */ AA5,
    /** Ignore the PDU. */ AA6,
    /** Send A-ABORT. */ AA7,
    /** Send A-ABORT as the service provider, indicate the abort to the user, start ARTIM. */ AA8
}
