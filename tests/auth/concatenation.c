#include "auth/concatenation.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_concatenation *create(const char *text)
{
    phw_concatenation *c = NULL;
    cr_assert_eq(phw_concatenation_create(&c, text), PHW_OK, "%s", text);
    return c;
}

Test(concatenation, has_the_size_of_its_text)
{
    static const struct {
        const char *text;
        size_t n, k;
    } row[] = {{"golay", 24, 12},
               {"repetition:times=3,golay", 72, 12},
               {"repetition,golay", 120, 12},
               {"repetition:times=3,bch", 765, 131},
               {"bch:t=26", 255, 87},
               {"repetition:times=7", 7, 1},
               {"repetition:times=3,repetition:times=5", 15, 1}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_concatenation *c = create(row[i].text);
        cr_expect_eq(phw_concatenation_n(c), row[i].n, "%s", row[i].text);
        cr_expect_eq(phw_concatenation_k(c), row[i].k, "%s", row[i].text);
        phw_concatenation_destroy(c);
    }
    phw_concatenation_destroy(NULL);
}

Test(concatenation, other_texts_are_refused)
{
    static const char *const text[] = {
        "",
        "turbo",
        "golay,repetition",
        "repetition,golay,bch",
        "bch:t=1000",
        "bch:x=1",
        "repetition:times=4,golay",
        ",golay",
        "repetition,",
        "golay:t=3",
        ("repetition:times=3,bch:t="
         "1800000000000000000000000000000000000000000000")};
    for (size_t i = 0; i < sizeof text / sizeof *text; ++i) {
        phw_concatenation *c = NULL;
        cr_expect_eq(phw_concatenation_create(&c, text[i]), PHW_EARG, "%s", text[i]);
        cr_expect_null(c);
    }
}

/* Known answers of scipy.stats.binom.sf(t, n, p) and of the two stages in a row. */
Test(concatenation, failures_are_the_binomial_ones)
{
    static const struct {
        const char *text;
        double p, failure;
    } row[] = {{"bch", 0.02, 1.280e-06},
               {"bch", 0.03, 2.984e-04},
               {"bch", 0.05, 5.560e-02},
               {"bch", 0.08, 6.598e-01},
               {"bch", 0.10, 9.331e-01},
               {"bch", 0.15, 9.999e-01},
               {"bch:t=26", 0.02, 3.354e-12},
               {"bch:t=26", 0.05, 2.228e-04},
               {"bch:t=26", 0.15, 9.838e-01},
               {"bch:t=30", 0.03, 6.232e-11},
               {"bch:t=30", 0.10, 1.486e-01},
               {"bch:t=43", 0.05, 8.471e-13},
               {"bch:t=43", 0.10, 2.540e-04},
               {"bch:t=55", 0.02, 1.664e-40},
               {"bch:t=55", 0.15, 1.943e-03},
               {"repetition:times=7", 0.15, 1.2103e-2},
               {"repetition:times=7,bch", 0.15, 5.431e-10},
               {"repetition:times=3,golay", 0.0455, 1.27e-5}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_concatenation *c = create(row[i].text);
        const double got = phw_concatenation_failure(c, row[i].p);
        /* Half of the last digit given. */
        const double digit = pow(10, floor(log10(row[i].failure)) - (i == 17 ? 2 : 3));
        cr_expect_float_eq(got, row[i].failure, 0.5001 * digit, "%s at %g: %g",
                           row[i].text, row[i].p, got);
        cr_expect(isnan(phw_concatenation_failure(c, -0.1)));
        cr_expect(isnan(phw_concatenation_failure(c, (double)NAN)));
        phw_concatenation_destroy(c);
    }
}

/* Of 20000 blocks of repetition 3 and Golay at p = 0.15, 5 sigma of the binomial count.
 */
Test(concatenation, fails_as_often_as_the_closed_form_says)
{
    phw_concatenation *c = create("repetition:times=3,golay");
    const double p = 0.15;
    const uint32_t trials = 20000;
    const double expected = phw_concatenation_failure(c, p);
    uint8_t message[12];
    uint8_t back[12];
    uint8_t block[72];
    float u[72];
    uint32_t failed = 0;
    for (uint32_t trial = 0; trial < trials; ++trial) {
        const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), trial};
        for (size_t i = 0; i < sizeof message; ++i)
            message[i] = (uint8_t)(trial >> i & 1);
        phw_concatenation_encode(c, block, message);
        phw_rng_uniform(u, &rng, 0, sizeof block);
        for (size_t i = 0; i < sizeof block; ++i)
            block[i] ^= (double)u[i] < p;
        (void)phw_concatenation_decode(c, back, block);
        failed += memcmp(back, message, sizeof message) != 0;
    }
    const double sigma = sqrt(expected * (1 - expected) * trials);
    cr_expect_float_eq(failed, expected * trials, 5 * sigma, "%u, expected %g", failed,
                       expected * trials);
    phw_concatenation_destroy(c);
}
