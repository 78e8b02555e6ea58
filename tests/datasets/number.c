#include "datasets/number.h"

#include <criterion/criterion.h>

Test(number, every_class_width_and_order_is_read)
{
    static const uint8_t bytes[9] = {0xc0, 0x59, 0, 0, 0, 0, 0, 0, 0xff};

    static const struct {
        phw_number_type type;
        size_t at;
        double value;
    } cases[] = {
        {{8, PHW_NUMBER_REAL, true}, 0, -100},
        {{1, PHW_NUMBER_UNSIGNED, false}, 8, 255},
        {{1, PHW_NUMBER_SIGNED, false}, 8, -1},
        {{2, PHW_NUMBER_UNSIGNED, true}, 0, 0xc059},
        {{2, PHW_NUMBER_SIGNED, true}, 0, 0xc059 - 0x10000},
        {{2, PHW_NUMBER_UNSIGNED, false}, 0, 0x59c0},
        {{4, PHW_NUMBER_UNSIGNED, false}, 0, 0x59c0},
        {{4, PHW_NUMBER_SIGNED, true}, 0, -1067909120},
        {{4, PHW_NUMBER_REAL, true}, 0, -3.390625},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        cr_expect(phw_number_is_known(&cases[i].type));
        cr_expect_eq(phw_number_at(&cases[i].type, bytes + cases[i].at), cases[i].value,
                     "case %zu: %g", i,
                     phw_number_at(&cases[i].type, bytes + cases[i].at));
    }
}

Test(number, whole_numbers_beyond_2_to_the_63_stay_there)
{
    static const uint8_t ones[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const phw_number_type u64 = {8, PHW_NUMBER_UNSIGNED, false};
    const phw_number_type i64 = {8, PHW_NUMBER_SIGNED, false};
    cr_expect_eq(phw_number_whole_at(&u64, ones), INT64_MAX);
    cr_expect_eq(phw_number_whole_at(&i64, ones), -1);
}

Test(number, odd_widths_are_unknown)
{
    for (size_t size = 0; size < 20; ++size) {
        const bool whole = size == 1 || size == 2 || size == 4 || size == 8;
        const phw_number_type i = {size, PHW_NUMBER_SIGNED, false};
        const phw_number_type f = {size, PHW_NUMBER_REAL, false};
        cr_expect_eq(phw_number_is_known(&i), whole);
        cr_expect_eq(phw_number_is_known(&f), size == 4 || size == 8);
    }
}
