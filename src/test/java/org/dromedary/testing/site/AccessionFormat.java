package org.dromedary.testing.site;

import java.time.LocalDateTime;

/** How a site numbers its exams. */
enum AccessionFormat {
    /** Prefix, year and chance. */
    PREFIX_YEAR {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return "ACC%02d%s".formatted(performed.getYear() % 100, dice.digits(6));
        }
    },
    DIGITS_8 {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return dice.digits(8);
        }
    },
    YEAR_DASH {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return "%d-%07d".formatted(performed.getYear(), 10_000 + count * 7 + dice.below(7));
        }
    },
    MODALITY {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return modality + dice.digits(7);
        }
    },
    ALPHANUMERIC_16 {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return dice.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", 16);
        }
    },
    /** One after the other: nearly every wrong digit is the number of another exam. */
    COUNTER_6 {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return "%06d".formatted(1000 + count);
        }
    },
    /** Sub-procedures of an order: the RIS says {@code A1234567.1}. */
    SUB_PROCEDURE {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return "A" + dice.digits(7) + ".1";
        }
    },
    ZERO_PADDED_LETTERS {
        @Override
        String next(Dice dice, int count, LocalDateTime performed, String modality) {
            return "HRA%08d".formatted(400_000 + count * 3 + dice.below(3));
        }
    };

    /** A number for the {@code count}th exam in the order of time. May come twice, the caller tries again. */
    abstract String next(Dice dice, int count, LocalDateTime performed, String modality);
}
