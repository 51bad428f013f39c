package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class TagTest {

    /** Items and their ends are in PS3.5 §7.5, not in the dictionary. */
    private static final int DELIMITERS = 0xFFFE;

    @Test
    void everyConstantIsNamedAsInTheDictionary() throws IllegalAccessException {
        for (Field field : Tag.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.getType() == int.class
                    && Tag.group(field.getInt(null)) != DELIMITERS) {
                assertThat(Dictionary.keywordOf(field.getInt(null))).isEqualTo(field.getName());
            }
        }
    }

    @Test
    void notationIsGroupAndElement() {
        assertThat(Tag.toString(Tag.PatientID)).isEqualTo("(0010,0020)");
        assertThat(Tag.toString(0xFFFEE0DD)).isEqualTo("(FFFE,E0DD)");
    }

    @Test
    void keywordsAndAllNotationsAreParsed() {
        assertThat(Tag.parse("PatientID")).isEqualTo(0x00100020);
        assertThat(Tag.parse("(0010,0020)")).isEqualTo(0x00100020);
        assertThat(Tag.parse("0010,0020")).isEqualTo(0x00100020);
        assertThat(Tag.parse(" 7fe00010 ")).isEqualTo(Tag.PixelData);
        assertThat(Tag.parse("FFFEE00D")).isEqualTo(0xFFFEE00D);
        assertThatThrownBy(() -> Tag.parse("PatientsId")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oddGroupsArePrivate() {
        assertThat(Tag.isPrivate(0x00091001)).isTrue();
        assertThat(Tag.isPrivate(Tag.PatientID)).isFalse();
        assertThat(Tag.isPrivateCreator(0x00090010)).isTrue();
        assertThat(Tag.isPrivateCreator(0x00091001)).isFalse();
        assertThat(Tag.isGroupLength(0x00080000)).isTrue();
        assertThat(Tag.isGroupLength(Tag.SOPClassUID)).isFalse();
    }
}
