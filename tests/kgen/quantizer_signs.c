#include "kgen/quantizer_signs.h"

#include "kgen/agreement_config.h"
#include "kgen/quantizers.h"

#include "tests/kgen/pair.h"

Test(quantizer_signs, is_the_sign_and_keeps_all)
{
    const double x[6] = {-1, 2, 0, 5, -1e-9, 1e-9};
    const uint8_t expected[6] = {0, 1, 0, 1, 0, 1};
    phw_symbols s = {0};
    phw_params none = {0};
    cr_assert_eq(phw_quantizer_signs.label(&s, x, 6, 1, &none, true, NULL), PHW_OK);
    for (size_t i = 0; i < 6; ++i) {
        cr_expect_eq(s.symbol[i], expected[i]);
        cr_expect_eq(s.keep[i], 1);
    }
    phw_symbols_free(&s);
    cr_expect_eq(phw_quantizer_signs.label(&s, x, 6, 2, &none, true, NULL), PHW_EARG);
}

/* Estimators that look at symbols alone don't know what magnitudes tell of them. */
Test(quantizer_signs, needs_the_entropy_that_holds_given_magnitudes)
{
    phw_agreement_config c;
    cr_assert_eq(phw_agreement_preset(&c), PHW_OK);
    c.quantizer = &phw_quantizer_signs;
    phw_params_preset(&c.quantizer_params, NULL, 0);
    c.sample_fraction = 0;
    cr_expect_eq(phw_agreement_check(&c), PHW_EARG);
    c.assessment = PHW_ASSESS_GAUSSIAN;
    cr_expect_eq(phw_agreement_check(&c), PHW_EARG);
    c.assessment = PHW_ASSESS_COLLISION;
    cr_expect_eq(phw_agreement_check(&c), PHW_OK, "%s", phw_error_message());
    c.sample_fraction = 0.05;
    cr_expect_eq(phw_agreement_check(&c), PHW_EARG);
}
