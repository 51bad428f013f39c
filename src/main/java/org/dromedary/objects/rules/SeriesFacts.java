package org.dromedary.objects.rules;

/**
 * What is known of an object's series beyond the object.
 *
 * @param deceased whether the RIS says that the patient died; null: it says nothing
 * @param objects  in the series as retrieved; null: not known
 */
public record SeriesFacts(Boolean deceased, Integer objects) {

    public static final SeriesFacts UNKNOWN = new SeriesFacts(null, null);
}
