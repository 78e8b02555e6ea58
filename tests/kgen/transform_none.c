#include "kgen/transform_none.h"

#include "tests/kgen/pair.h"

Test(transform_none, gives_what_it_gets)
{
    phw_features x = {0};
    phw_features y = {0};
    phw_blob message = {0};
    cr_assert_eq(phw_features_alloc(&x, 9, 2), PHW_OK);
    double *z = normals(18, 1);
    memcpy(x.value, z, 18 * sizeof *z);
    x.sequence[8] = 90;
    cr_assert_eq(phw_transform_none.fit(&message, &x, NULL), PHW_OK);
    cr_expect_eq(message.size, 0);
    cr_assert_eq(phw_transform_none.apply(&y, &x, NULL, 0, NULL), PHW_OK);
    cr_expect_arr_eq(y.value, x.value, 18 * sizeof *z);
    cr_expect_eq(y.sequence[8], 90);
    phw_features_free(&y);
    cr_expect_eq(phw_transform_none.apply(&y, &x, (const uint8_t *)"x", 1, NULL),
                 PHW_EPEER);
    free(z);
    phw_features_free(&x);
}
