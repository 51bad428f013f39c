package org.dromedary.pipeline.store;

import java.io.IOException;
import java.util.Optional;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.objects.coercion.Coercion;
import org.dromedary.objects.coercion.CoercionException;
import org.dromedary.objects.coercion.ObjectCoercion;
import org.dromedary.objects.coercion.ObjectCoercion.Rest;

/** A change of one object's elements below Pixel Data. */
@FunctionalInterface
interface HeadChange {

    /**
     * The changed elements; empty if there is nothing to change.
     *
     * @param head not to be changed
     * @throws CoercionException if it can't be done without loss
     */
    Optional<DataSet> of(DataSet head, Rest rest) throws IOException;

    /** As the plan wants it. */
    static HeadChange coercing(Coercion coercion) {
        return (head, rest) -> ObjectCoercion.of(head, coercion, rest);
    }
}
