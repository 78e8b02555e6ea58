#include "kgen/principal.h"

#include "tests/kgen/pair.h"

#define N 1000

/* Independent columns of standard deviation 8, 4, 2, 1. */
static phw_features draw(void)
{
    phw_features x = {0};
    double *z = normals(4 * (size_t)N, 8);
    cr_assert_eq(phw_features_alloc(&x, N, 4), PHW_OK);
    for (size_t i = 0; i < (size_t)N * 4; ++i)
        x.value[i] = z[i] * pow(2, 3 - (double)(i / N));
    free(z);
    return x;
}

/* Variances 64, 16, 4, 1, estimated to within 5 sqrt(2 / N) = 22 %. */
Test(principal, leaves_out_what_is_weak)
{
    static const struct {
        double least;
        size_t n_asked, n_left;
    } row[] = {{0, 0, 4},       {0, 3, 3}, {1.0 / 32, 0, 3},
               {1.0 / 8, 0, 2}, {1, 0, 1}, {1.0 / 32, 2, 2}};

    phw_features x = draw();
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        for (unsigned scaled = 0; scaled < 2; ++scaled) {
            const phw_principal rule = {"x", row[i].n_asked, row[i].least, scaled};
            phw_blob message = {0};
            phw_features y = {0};
            cr_assert_eq(phw_principal_fit(&message, &x, &rule), PHW_OK);
            cr_assert_eq(phw_principal_apply(&y, &x, message.byte, message.size, &rule),
                         PHW_OK);
            cr_expect_eq(y.n_components, row[i].n_left, "%zu", i);
            phw_features_free(&y);
            phw_blob_free(&message);
        }
    }
    phw_features_free(&x);
}

Test(principal, refuses_more_than_there_are_and_a_message_of_the_other_kind)
{
    phw_features x = draw();
    phw_blob message = {0};
    phw_features y = {0};
    const phw_principal many = {"x", 5, 0, false};
    const phw_principal plain = {"x", 2, 0, false};
    const phw_principal scaled = {"x", 2, 0, true};
    cr_expect_eq(phw_principal_fit(&message, &x, &many), PHW_EARG);
    cr_assert_eq(phw_principal_fit(&message, &x, &plain), PHW_OK);
    cr_expect_eq(phw_principal_apply(&y, &x, message.byte, message.size, &scaled),
                 PHW_EPEER);
    /* A vector told twice would sell its bits twice. */
    memcpy(message.byte + 8 + 16, message.byte + 8, 16);
    cr_expect_eq(phw_principal_apply(&y, &x, message.byte, message.size, &plain),
                 PHW_EPEER);
    phw_blob_free(&message);
    x.value[7] = (double)NAN;
    cr_expect_eq(phw_principal_fit(&message, &x, &plain), PHW_EINPUT);
    phw_features_free(&x);
}
