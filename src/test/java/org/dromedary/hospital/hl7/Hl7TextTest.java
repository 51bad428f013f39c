package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hl7TextTest {

    private static final Hl7Charsets CHARSETS = new Hl7Charsets(StandardCharsets.ISO_8859_1, false);

    private static String message(String declared, String name) {
        return "MSH|^~\\&|RIS|HOSP|||20240301||ADT^A08|1|P|2.5||||||" + declared + "\rPID|1||1||" + name + "\r";
    }

    private static Hl7Text decode(String declared, String name, String encoding) {
        return CHARSETS.read(message(declared, name).getBytes(Charset.forName(encoding)));
    }

    @ParameterizedTest
    @CsvSource({
        "ASCII, Mueller, US-ASCII", "8859/1, Müller, ISO-8859-1", "8859/2, Wałęsa, ISO-8859-2",
        "8859/5, Иванов, ISO-8859-5", "8859/7, Παπαδόπουλος, ISO-8859-7", "8859/8, לוי, ISO-8859-8",
        "8859/9, Yılmaz, ISO-8859-9", "8859/15, Œuvre€, ISO-8859-15", "UNICODE UTF-8, Müller山, UTF-8",
        "UNICODE, Müller山, UTF-8", "UNICODE UTF-16, Müller山, UTF-16", "GB 18030-2000, 王小东, GB18030",
        "BIG-5, 王小東, Big5", "KS X 1001, 김희중, EUC-KR", "ASCII~ISO IR87, 山田, ISO-2022-JP", "ISO IR14, ﾔﾏﾀﾞ, JIS_X0201",
        "windows-1250, Wałęsa, windows-1250", "ISO_IR 100, Müller, ISO-8859-1", "UTF8, Müller, UTF-8"})
    void declaredSetIsRead(String declared, String name, String encoding) {
        Hl7Text text = decode(declared, name, encoding);
        assertThat(text.text()).isEqualTo(message(declared, name));
        assertThat(text.note()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"UTF-16BE, UTF-16BE", "UTF-16LE, UTF-16LE", "UTF-16, UTF-16"})
    void sixteenBitsAreSeenWithoutADeclaration(String encoding) {
        assertThat(decode("", "Müller山", encoding).text()).isEqualTo(message("", "Müller山"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', UTF-8, 'no character set is declared: read as UTF-8'",
        "'', ISO-8859-1, 'no character set is declared: read as ISO-8859-1'",
        "ASCII, UTF-8, 'declared as US-ASCII, but has other bytes: read as UTF-8'",
        "UNICODE UTF-8, ISO-8859-1, 'declared as UTF-8, but has other bytes: read as ISO-8859-1'",
        "KLINGON, UTF-8, 'the declared character set is unknown: read as UTF-8'"})
    void wrongDeclarationLosesNothingAndIsNoted(String declared, String encoding, String note) {
        Hl7Text text = decode(declared, "Müller", encoding);
        assertThat(text.text()).isEqualTo(message(declared, "Müller"));
        assertThat(text.note()).isEqualTo(note);
    }

    @ParameterizedTest
    @CsvSource({"8859/1, ISO-8859-1", "8859/15, ISO-8859-15", "windows-1252, windows-1252"})
    void utf8UnderAnotherNameIsQuestionedAndReadAsThatIfTheSettingsTrustIt(String declared, String charset) {
        byte[] body = message(declared, "Müller").getBytes(StandardCharsets.UTF_8);
        Hl7Text asDeclared = CHARSETS.read(body);
        assertThat(asDeclared.text()).contains("MÃ");
        assertThat(asDeclared.note())
                .isEqualTo("declared as " + charset + ", but its bytes beyond ASCII are UTF-8: read as declared");
        Hl7Text trusted = new Hl7Charsets(StandardCharsets.ISO_8859_1, true).read(body);
        assertThat(trusted.text()).isEqualTo(message(declared, "Müller"));
        assertThat(trusted.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(trusted.note()).endsWith("read as UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"ASCII~8859/2, Wałęsa, ISO-8859-2", "~8859/2, Wałęsa, ISO-8859-2", "ASCII~8859/2, Walesa, US-ASCII",
        "8859/1~8859/2, Müller, ISO-8859-1", "ASCII~UNICODE UTF-8, Müller, UTF-8"})
    void furtherSetsAreUsedWhereTheFirstDoesNotHaveTheBytes(String declared, String name, String encoding) {
        Hl7Text text = decode(declared, name, encoding);
        assertThat(text.text()).isEqualTo(message(declared, name));
        assertThat(text.note()).isNull();
    }

    @Test
    void plainAsciiNeedsNoDeclarationAndNoNote() {
        assertThat(decode("", "Mueller", "US-ASCII").note()).isNull();
    }

    @Test
    void answerIsWrittenInTheSetOfTheMessage() {
        assertThat(decode("8859/2", "Wałęsa", "ISO-8859-2").charset()).isEqualTo(Charset.forName("ISO-8859-2"));
    }
}
