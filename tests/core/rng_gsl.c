#include "core/rng_gsl.h"

#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>

static const phw_rng stream = {.seed = 42, .purpose = 1, .trial = 9};

Test(rng_gsl, walks_the_words_of_the_stream)
{
    gsl_rng *g = phw_rng_gsl_create(&stream);
    cr_assert_not_null(g);
    uint32_t word[300];
    phw_rng_words(word, &stream, 0, 300);
    for (size_t i = 0; i < 300; ++i)
        cr_expect_eq(gsl_rng_get(g), word[i], "word %zu", i);
    gsl_rng_free(g);
}

Test(rng_gsl, uniforms_are_never_0_or_1)
{
    gsl_rng *g = phw_rng_gsl_create(&stream);
    cr_assert_not_null(g);
    for (size_t i = 0; i < 100000; ++i) {
        const double u = gsl_rng_uniform(g);
        cr_assert(u > 0 && u < 1);
    }
    gsl_rng_free(g);
}

Test(rng_gsl, two_generators_do_not_share_their_place)
{
    gsl_rng *a = phw_rng_gsl_create(&stream);
    gsl_rng *b = phw_rng_gsl_create(&stream);
    cr_assert(a != NULL && b != NULL);
    const unsigned long first = gsl_rng_get(a);
    (void)gsl_rng_get(a);
    cr_expect_eq(gsl_rng_get(b), first);
    gsl_rng *copy = gsl_rng_clone(a);
    cr_expect_eq(gsl_rng_get(a), gsl_rng_get(copy));
    gsl_rng_free(a);
    gsl_rng_free(b);
    gsl_rng_free(copy);
}

Test(rng_gsl, distributions_of_gsl_have_the_right_moments)
{
    enum {
        DRAWS = 400000
    };

    gsl_rng *g = phw_rng_gsl_create(&stream);
    cr_assert_not_null(g);
    double mean = 0;
    double square = 0;
    double gamma = 0;
    for (size_t i = 0; i < DRAWS; ++i) {
        const double x = gsl_ran_gaussian_ziggurat(g, 2.0);
        mean += x;
        square += x * x;
        gamma += gsl_ran_gamma(g, 3.0, 0.5);
    }
    gsl_rng_free(g);
    /* 5 sigma of sums: x has deviation 2, x^2 4 sqrt(2), gamma(3, 1/2) sqrt(3) / 2. */
    cr_expect_float_eq(mean, 0, 5 * 2 * sqrt(DRAWS));
    cr_expect_float_eq(square, 4.0 * DRAWS, 5 * 4 * sqrt(2.0 * DRAWS));
    cr_expect_float_eq(gamma, 1.5 * DRAWS, 5 * sqrt(0.75 * DRAWS));
}
