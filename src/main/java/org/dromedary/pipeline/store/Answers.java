package org.dromedary.pipeline.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.objects.coercion.CoercionException;

/**
 * What is known of the objects of one series, by SOP Instance UID, while they are sent.
 *
 * @param results the target's answers
 * @param sent    SHA-256 of what was sent, of objects that were changed on the way
 * @param unsafe  why an object could not be changed as the plan wants, and was not sent
 */
record Answers(Map<String, StoreResult> results, Map<String, String> sent, Map<String, CoercionException> unsafe) {

    Answers() {
        this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /** Whether the object need not be sent any more. */
    boolean has(String sopInstanceUid) {
        return results.containsKey(sopInstanceUid) || unsafe.containsKey(sopInstanceUid);
    }

    int size() {
        return results.size() + unsafe.size();
    }
}
