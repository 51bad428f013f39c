package org.dromedary.field;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import org.dromedary.testing.ServicesResource;

/** One start of the application for all tests of this package. */
public final class FieldProfile implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(ServicesResource.class), new TestResourceEntry(FieldResource.class));
    }
}
