#include "kgen/zero_power_config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

Test(zero_power_config, preset_is_in_range)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    cr_expect_eq(phw_zero_power_check(&c), PHW_OK, "%s", phw_error_message());
}

Test(zero_power_config, values_out_of_range_are_named)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.n_bits = 4;
    cr_expect_eq(phw_zero_power_check(&c), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "bits a symbol") != NULL);
    c = phw_zero_power_preset();
    c.sample_every = 1;
    cr_expect_eq(phw_zero_power_check(&c), PHW_EARG);
    c = phw_zero_power_preset();
    c.assessment = PHW_ASSESS_GAUSSIAN;
    cr_expect_eq(phw_zero_power_check(&c), PHW_EARG);
    c = phw_zero_power_preset();
    c.window = 8;
    cr_expect_eq(phw_zero_power_check(&c), PHW_EARG);
    c = phw_zero_power_preset();
    c.eve_information_bits = (double)NAN;
    cr_expect_eq(phw_zero_power_check(&c), PHW_EARG);
}

/* Every field that changes a bit at either end, and eps. */
Test(zero_power_config, digest_tells_configurations_apart)
{
    const phw_zero_power_config preset = phw_zero_power_preset();
    phw_zero_power_config c[9];
    uint8_t digest[9][PHW_ZERO_POWER_DIGEST_SIZE];
    for (unsigned i = 0; i < 9; ++i)
        c[i] = preset;
    c[1].link = PHW_ZERO_POWER_TRIANGLE;
    c[2].n_tones = 2;
    c[3].adc_bits = 12;
    c[4].n_bits = 2;
    c[5].guard_256 = 10;
    c[6].window = 128;
    c[7].sample_every = 10;
    c[8].security_bits = 32;
    for (unsigned i = 0; i < 9; ++i) {
        phw_zero_power_digest(digest[i], &c[i]);
        for (unsigned j = 0; j < i; ++j)
            cr_expect_neq(memcmp(digest[i], digest[j], sizeof digest[i]), 0, "%u %u", i,
                          j);
    }
    uint8_t again[PHW_ZERO_POWER_DIGEST_SIZE];
    phw_zero_power_digest(again, &preset);
    cr_expect_arr_eq(again, digest[0], sizeof again);
}
