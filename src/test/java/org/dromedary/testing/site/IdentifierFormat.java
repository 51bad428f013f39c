package org.dromedary.testing.site;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** How a site writes the Patient ID. */
enum IdentifierFormat {
    ZERO_PADDED_8 {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return "0" + dice.digits(7);
        }
    },
    ZERO_PADDED_6 {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return "%06d".formatted(20_000 + count + dice.below(3));
        }
    },
    ZERO_PADDED_10 {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return "00" + dice.digits(8);
        }
    },
    LETTER_PREFIX {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return "P" + dice.digits(6);
        }
    },
    MODULO_11 {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            String digits = dice.between(1, 9) + dice.digits(7);
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                sum += (digits.charAt(i) - '0') * (i % 6 + 2);
            }
            return digits + (sum % 11 == 10 ? "X" : String.valueOf(sum % 11));
        }
    },
    LUHN {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            String digits = dice.digits(8);
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = (digits.charAt(i) - '0') * (i % 2 == digits.length() % 2 ? 1 : 2);
                sum += digit / 10 + digit % 10;
            }
            return digits + (10 - sum % 10) % 10;
        }
    },
    PERSON_NUMBER {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return born.format(DateTimeFormatter.ofPattern("yyMMdd")) + "-" + dice.digits(4);
        }
    },
    SITE_PREFIX {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return "SGH-" + (count % 3 + 1) + "-" + dice.digits(7);
        }
    },
    BASE_36 {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return dice.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 8);
        }
    },
    SEPARATED {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return dice.digits(2) + "." + dice.digits(3) + "." + dice.digits(3);
        }
    },
    COUNTER {
        @Override
        String next(Dice dice, int count, LocalDate born) {
            return String.valueOf(100_000 + count);
        }
    };

    /**
     * A number for the {@code count}th patient. May come twice, the caller tries again.
     *
     * @param born for numbers that hold the birth date
     */
    abstract String next(Dice dice, int count, LocalDate born);
}
