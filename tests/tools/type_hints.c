#include "tools/type_hints.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "datasets/sample_encode.h"

#define N 65536

static phw_cf x[N];
static uint8_t bytes[16 * N];

/* Noise of a receiver: 40 dB below full scale for wide types, 26 dB for 8 bits. */
static void fill(phw_sample_type type)
{
    const phw_rng rng = {6, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x51B), 0};
    phw_rng_normal_complex(x, &rng, phw_sample_type_size(type) == 2 ? 2.5e-3 : 1e-4, 0,
                           N);
    for (size_t i = 0; i < N / 8; ++i) /* and a burst */
        x[i] *= 5;
    (void)phw_sample_encode(bytes, x, N, type);
}

Test(type_hints, the_true_type_is_plausible_and_its_rivals_are_not)
{
    static const char *const name[] = {"ci16",    "cf32",    "cu8",  "ci8", "cf64",
                                       "ci16_be", "cf32_be", "cu16", "ci32"};
    for (size_t k = 0; k < sizeof name / sizeof name[0]; ++k) {
        phw_type_hint hint[PHW_TYPE_HINTS_MAX];
        phw_sample_type type;
        size_t n_plausible = 0;
        bool found = false;
        cr_assert_eq(phw_sample_type_parse(&type, name[k]), PHW_OK);
        fill(type);
        const size_t size = N * phw_sample_type_size(type);
        const size_t n = phw_type_hints(hint, bytes, size, size);
        cr_assert_geq(n, 9);
        for (size_t i = 0; i < n; ++i) {
            n_plausible += hint[i].plausible;
            found |= hint[i].plausible && phw_sample_type_equal(hint[i].type, type);
            cr_expect(i == 0 || hint[i - 1].plausible || !hint[i].plausible);
            cr_expect_not_null(hint[i].why);
        }
        cr_expect(found, "%s is not plausible", name[k]);
        cr_expect_leq(n_plausible, 2, "%s: %zu plausible", name[k], n_plausible);
    }
}

Test(type_hints, a_file_that_does_not_fit_is_told_and_few_bytes_say_nothing)
{
    phw_type_hint hint[PHW_TYPE_HINTS_MAX];
    const phw_sample_type ci16 = {PHW_COMPONENT_I16, true, false};
    fill(ci16);
    const size_t n = phw_type_hints(hint, bytes, 4096, 4098);
    for (size_t i = 0; i < n; ++i)
        cr_expect_eq(hint[i].fits, phw_sample_type_size(hint[i].type) == 2);
    cr_expect_eq(phw_type_hints(hint, bytes, 100, 100), 0);
    cr_expect_eq(phw_type_hints_read(hint, "no-such-file"), 0);
}
