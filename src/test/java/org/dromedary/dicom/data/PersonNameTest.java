package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonNameTest {
    @Test
    void componentsOfTheAlphabeticGroupHaveNames() {
        PersonName name = PersonName.parse("Adams^John Robert Quincy^^Rev.^B.A. M.Div.");
        assertThat(name.familyName()).isEqualTo("Adams");
        assertThat(name.givenName()).isEqualTo("John Robert Quincy");
        assertThat(name.middleName()).isEmpty();
        assertThat(name.prefix()).isEqualTo("Rev.");
        assertThat(name.suffix()).isEqualTo("B.A. M.Div.");
    }

    @Test
    void groupsAreSplitAndJoined() {
        PersonName name = PersonName.parse("Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=");
        assertThat(name.ideographic()).isEqualTo("\u5C71\u7530^\u592A\u90CE");
        assertThat(name.phonetic()).isEmpty();
        assertThat(name.toValue()).isEqualTo("Yamada^Tarou=\u5C71\u7530^\u592A\u90CE");
    }

    @Test
    void groupsMayBeEmptyOrAbsent() {
        assertThat(PersonName.parse("=\u5C71\u7530").alphabetic()).isEmpty();
        assertThat(PersonName.parse(null).isEmpty()).isTrue();
        assertThat(PersonName.parse("").toValue()).isEmpty();
        assertThat(new PersonName(null, null, "x").toValue()).isEqualTo("==x");
    }
}
