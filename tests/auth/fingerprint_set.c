#include "auth/fingerprint_set.h"

#include <math.h>

#include <criterion/criterion.h>

Test(fingerprint_set, frames_come_back_in_their_order)
{
    phw_fingerprint_set set = {.n_features = 3};
    for (uint32_t i = 0; i < 1000; ++i) {
        const double x[] = {i, 2.0 * i, -1.0 * i};
        cr_assert_eq(phw_fingerprint_set_append(&set, x, i % 7, i % 13), PHW_OK);
    }
    cr_assert_eq(set.n, 1000);
    cr_expect_eq(set.n_labels, 7);
    cr_expect_eq(set.n_sessions, 13);
    for (uint32_t i = 0; i < 1000; ++i) {
        cr_expect_eq(set.value[3 * i + 1], 2.0 * i);
        cr_expect_eq(set.label[i], i % 7);
        cr_expect_eq(set.session[i], i % 13);
    }
    phw_fingerprint_set_free(&set);
    cr_expect_eq(set.n, 0);
}

Test(fingerprint_set, what_is_no_frame_is_refused)
{
    phw_fingerprint_set set = {.n_features = 2,
                               .feature = {{"cfo_hz", "Hz"}, {"q", "1"}}};
    const double good[] = {1, 2};
    const double bad[] = {1, (double)NAN};
    cr_expect_eq(phw_fingerprint_set_append(&set, bad, 0, 0), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "q is not finite") != NULL);
    cr_expect_eq(phw_fingerprint_set_append(&set, good, PHW_FINGERPRINT_LABELS_MAX, 0),
                 PHW_EARG);
    cr_expect_eq(
        phw_fingerprint_set_append(&set, good, 0, PHW_FINGERPRINT_SESSIONS_MAX),
        PHW_EARG);
    set.n_features = 0;
    cr_expect_eq(phw_fingerprint_set_append(&set, good, 0, 0), PHW_EARG);
    set.n_features = PHW_FINGERPRINT_FEATURES_MAX + 1;
    cr_expect_eq(phw_fingerprint_set_append(&set, good, 0, 0), PHW_EARG);
    cr_expect_eq(set.n, 0);
    phw_fingerprint_set_free(&set);
}
