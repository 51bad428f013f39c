package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UidTest {
    @Test
    void everyConstantIsNamedAsInTheRegistry() throws IllegalAccessException {
        for (Field field : Uid.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                assertThat(Uid.nameOf((String) field.get(null))).isEqualTo(field.getName());
                assertThat(Uid.isValid((String) field.get(null))).isTrue();
            }
        }
    }

    @Test
    void newUidsAreValidAndDiffer() {
        Set<String> created = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String uid = Uid.create();
            assertThat(uid).startsWith("2.25.").matches(Uid::isValid);
            created.add(uid);
        }
        assertThat(created).hasSize(1000);
    }

    @Test
    void leadingZerosEmptyNumbersAndLengthMakeUidsInvalid() {
        assertThat(Uid.isValid("1.0.2")).isTrue();
        assertThat(Uid.isValid("1.02")).isFalse();
        assertThat(Uid.isValid("1..2")).isFalse();
        assertThat(Uid.isValid(".1")).isFalse();
        assertThat(Uid.isValid("1.")).isFalse();
        assertThat(Uid.isValid("1.2a")).isFalse();
        assertThat(Uid.isValid("")).isFalse();
        assertThat(Uid.isValid(null)).isFalse();
        assertThat(Uid.isValid("1." + "2".repeat(62))).isTrue();
        assertThat(Uid.isValid("1." + "2".repeat(63))).isFalse();
    }

    @Test
    void unknownUidsAreTheirOwnNames() {
        assertThat(Uid.nameOf("1.2.3")).isEqualTo("1.2.3");
        assertThat(Uid.nameOf(Uid.CTImageStorage)).isEqualTo("CTImageStorage");
    }
}
