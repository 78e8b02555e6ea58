#include "kgen/agreement_config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/filter_detrend.h"
#include "kgen/quantizer_vq.h"
#include "kgen/randomizer_permute.h"

static phw_agreement_config preset(void)
{
    phw_agreement_config c;
    cr_assert_eq(phw_agreement_preset(&c), PHW_OK);
    return c;
}

Test(agreement_config, the_preset_is_in_range)
{
    const phw_agreement_config c = preset();
    cr_expect_eq(phw_agreement_check(&c), PHW_OK);
}

static void expect_refused(const phw_agreement_config *c, const char *why)
{
    cr_expect_eq(phw_agreement_check(c), PHW_EARG, "%s", why);
}

Test(agreement_config, values_out_of_range_are_refused)
{
    phw_agreement_config c = preset();
    c.sample_fraction = 0.6;
    expect_refused(&c, "fraction");
    c = preset();
    c.sample_fraction = (double)NAN;
    expect_refused(&c, "nan");
    c = preset();
    c.assumed_error_rate = 0.26;
    expect_refused(&c, "rate");
    c = preset();
    c.tag_bits = 31;
    expect_refused(&c, "tag");
    c = preset();
    c.reconcile_block_bits = PHW_AGREEMENT_BLOCK_MIN - 1;
    expect_refused(&c, "blocks too short");
    c.reconcile_block_bits = PHW_RECONCILE_BITS_MAX + 1;
    expect_refused(&c, "blocks too long");
    c = preset();
    c.confirm_bits = PHW_AGREEMENT_CONFIRM_MIN - 1;
    expect_refused(&c, "confirmation too short");
    c.confirm_bits = PHW_AGREEMENT_CONFIRM_MAX + 1;
    expect_refused(&c, "confirmation too long");
    c = preset();
    c.accounting = PHW_N_ACCOUNTINGS;
    expect_refused(&c, "accounting");
    c = preset();
    c.security_bits = 0;
    expect_refused(&c, "security");
    c = preset();
    c.key_bits_min = 0;
    expect_refused(&c, "least");
    c = preset();
    c.key_bits_max = 100;
    expect_refused(&c, "most below least");
    c = preset();
    phw_pipeline_set_filter(&c.pipeline, &phw_filter_detrend, NULL);
    c.pipeline.filter[0].params.value[0] = 4;
    expect_refused(&c, "even window");
    c = preset();
    c.between = PHW_INTERPOLATION_LINEAR;
    expect_refused(&c, "interpolation by sequence");
    c = preset();
    c.eve_information_bits = -1;
    expect_refused(&c, "eve");
    c = preset();
    c.quantizer = NULL;
    expect_refused(&c, "entry");
    c = preset();
    c.randomizer = NULL;
    expect_refused(&c, "randomizer");
    c = preset();
    c.randomizer = &phw_randomizer_permute;
    c.quantizer = &phw_quantizer_vq;
    phw_params_preset(&c.quantizer_params, c.quantizer->params, c.quantizer->n_params);
    expect_refused(&c, "symbols of several samples");
    c = preset();
    c.n_component_bits = 3;
    expect_refused(&c, "component bits");
}

static bool same_digest(const phw_agreement_config *a, const phw_agreement_config *b)
{
    uint8_t x[PHW_AGREEMENT_DIGEST_SIZE];
    uint8_t y[PHW_AGREEMENT_DIGEST_SIZE];
    phw_agreement_digest(x, a);
    phw_agreement_digest(y, b);
    return memcmp(x, y, sizeof x) == 0;
}

Test(agreement_config, every_field_enters_the_digest)
{
    static const uint8_t bits[] = {1, 2};
    const phw_agreement_config a = preset();
    phw_agreement_config c[21];
    for (unsigned i = 0; i < 21; ++i)
        c[i] = a;
    cr_expect(same_digest(&a, &c[0]));
    phw_pipeline_set_filter(&c[0].pipeline, &phw_filter_detrend, NULL);
    c[1].pairing = PHW_PAIRING_TIME;
    c[2].between = PHW_INTERPOLATION_CUBIC;
    c[3].quantizer_params.value[0] += 1;
    c[4].component_bits = bits;
    c[4].n_component_bits = 2;
    c[5].sample_fraction = 0.1;
    c[6].assumed_error_rate = 0.1;
    c[7].tag_bits = 40;
    c[8].assessment = PHW_ASSESS_GAUSSIAN;
    c[9].eve_information_bits = 1;
    c[10].security_bits = 40;
    c[11].key_bits_min = 129;
    c[12].key_bits_max = 4096;
    c[13].reconciler_params.value[0] += 1;
    c[14].pipeline.transform[0].params.value[0] += 1;
    c[15].pipeline.extractor[0].params.value[0] = 0;
    c[16].randomizer = &phw_randomizer_permute;
    c[17].eve_knows_channels = false;
    c[18].reconcile_block_bits = 1000;
    c[19].confirm_bits = 128;
    c[20].accounting = PHW_ACCOUNTING_ONE_WAY;
    c[20].accounting = PHW_ACCOUNTING_TWO_WAY;
    for (unsigned i = 0; i < 21; ++i)
        cr_expect_not(same_digest(&a, &c[i]), "field %u", i);
}
