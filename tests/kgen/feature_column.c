#include "kgen/feature_column.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_params named(const char *name)
{
    phw_params p;
    char text[64] = "name=";
    (void)strncat(text, name, sizeof text - 6);
    cr_assert_eq(phw_params_read(&p, phw_feature_column.params,
                                 phw_feature_column.n_params, text),
                 PHW_OK);
    return p;
}

Test(feature_column, takes_the_probes_that_have_a_number)
{
    phw_trace t = {0};
    double *delay = NULL;
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 10, 2), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&delay, &t, "ray2_delay_s", "s"), PHW_OK);
    const phw_params p = named("ray2_delay_s");
    cr_expect_eq(phw_feature_column.extract(&x, &t, &p), PHW_ESHORT);
    for (size_t i = 0; i < 10; ++i) {
        if (i % 3 != 1)
            delay[i] = 1e-9 * (double)i;
    }
    cr_assert_eq(phw_feature_column.extract(&x, &t, &p), PHW_OK);
    cr_assert_eq(x.n_rows, 7);
    cr_assert_eq(x.n_components, 1);
    for (size_t r = 0; r < 7; ++r) {
        cr_expect_neq(x.sequence[r] % 3, 1);
        cr_expect_eq(x.value[r], 1e-9 * (double)x.sequence[r]);
        cr_expect_eq(x.time_s[r], (double)x.sequence[r]);
    }
    phw_features_free(&x);
    const phw_params other = named("angle1_deg");
    cr_expect_eq(phw_feature_column.extract(&x, &t, &other), PHW_EINPUT);
    phw_trace_free(&t);
}
