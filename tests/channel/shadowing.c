#include "channel/shadowing.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

#define FIELDS 2500

static phw_rng address(uint32_t trial)
{
    return (phw_rng){5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 40), trial};
}

static phw_shadowing *field(double sigma_db, double decorrelation_m)
{
    const phw_shadowing_config c = {sigma_db, decorrelation_m, 0, address(0)};
    phw_shadowing *s = NULL;
    cr_assert_eq(phw_shadowing_create(&s, &c), PHW_OK);
    return s;
}

static double value(phw_shadowing *s, const double a[3], const double b[3])
{
    double db = 0;
    cr_assert_eq(phw_shadowing_db(s, &db, a, b), PHW_OK);
    return db;
}

static double normal_cdf(double x, double sigma)
{
    return 0.5 * erfc(-x / (M_SQRT2 * sigma));
}

/* A field's values at one link over independent fields. A sum of 512 cosines has the
 * kurtosis 3 - 3/512 of a normal's 3, which a test of 2500 does not see. */
Test(shadowing, is_normal_in_decibels_wherever_the_ends_are)
{
    static const double end[3][3] = {{300, 20, 2}, {0.5, -0.2, 0}, {0, 0, 1e-3}};
    static const double origin[3] = {0, 0, 0};
    static double db[3][FIELDS];
    phw_shadowing *s = field(4, 10);
    for (uint32_t t = 0; t < FIELDS; ++t) {
        const phw_rng rng = address(t);
        phw_shadowing_reset(s, &rng);
        for (int e = 0; e < 3; ++e)
            db[e][t] = value(s, origin, end[e]);
    }
    for (int e = 0; e < 3; ++e) {
        const double d = ks_distance(db[e], FIELDS, normal_cdf, 4);
        cr_expect_lt(d, ks_tolerance(FIELDS), "end %d: %g", e, d);
    }
    phw_shadowing_destroy(s);
}

#define MOVES 13

static const double site[3] = {0, 0, 9};
static const double end_of_link[3] = {0, 500, 0};

/* Both ends moved. */
typedef struct move {
    double way_m; /* of one end, or the sum of both */
    double of_hub[3];
    double of_far[3];
} move;

/* A link and the same one moved: correlation r of FIELDS pairs of normal values, whose
 * variance is (1 - r^2)^2 / FIELDS. The links are 500 m long, so that the ends changed
 * over add less than e^{-70}. */
Test(shadowing, falls_off_exponentially_with_the_way_of_either_end_and_both)
{
    static const double way[] = {1, 5, 13, 30};
    move m[MOVES] = {[12] = {20, {0, 10, 0}, {6, 0, 8}}};
    for (int i = 0; i < 4; ++i) {
        const double d = way[i];
        m[3 * i] = (move){d, {0, 0, 0}, {d, 0, 0}};
        m[3 * i + 1] = (move){d, {0, 0, d}, {0, 0, 0}};
        m[3 * i + 2] = (move){d, {0, 0, 0}, {0.6 * d, 0.48 * d, 0.64 * d}};
    }
    double sum[MOVES][3] = {{0}};
    phw_shadowing *s = field(8, 13);
    for (uint32_t t = 0; t < FIELDS; ++t) {
        const phw_rng rng = address(t);
        phw_shadowing_reset(s, &rng);
        const double x = value(s, site, end_of_link);
        for (int i = 0; i < MOVES; ++i) {
            double a[3];
            double b[3];
            for (int k = 0; k < 3; ++k) {
                a[k] = site[k] + m[i].of_hub[k];
                b[k] = end_of_link[k] + m[i].of_far[k];
            }
            const double y = value(s, a, b);
            sum[i][0] += x * x;
            sum[i][1] += y * y;
            sum[i][2] += x * y;
        }
    }
    for (int i = 0; i < MOVES; ++i) {
        const double r = sum[i][2] / sqrt(sum[i][0] * sum[i][1]);
        const double want = exp(-m[i].way_m / 13);
        cr_expect_float_eq(r, want, tolerance(pow(1 - want * want, 2), FIELDS),
                           "%d, %g m: %g, not %g", i, m[i].way_m, r, want);
    }
    phw_shadowing_destroy(s);
}

/* Gudmundson's process is Markov: given the middle, the ends are independent; the
 * partial correlation of three places in a row is 0. */
Test(shadowing, along_a_path_is_a_first_order_process)
{
    static const double way[3] = {0, 4, 12};
    phw_shadowing *s = field(6, 10);
    double product[3][3] = {{0}};
    for (uint32_t t = 0; t < FIELDS; ++t) {
        const phw_rng rng = address(t);
        phw_shadowing_reset(s, &rng);
        double x[3];
        for (int i = 0; i < 3; ++i)
            x[i] = value(s, end_of_link, (const double[3]){way[i], 0, 1.5});
        for (int i = 0; i < 9; ++i)
            product[i / 3][i % 3] += x[i / 3] * x[i % 3];
    }
    const double ab = product[0][1] / sqrt(product[0][0] * product[1][1]);
    const double bc = product[1][2] / sqrt(product[1][1] * product[2][2]);
    const double ac = product[0][2] / sqrt(product[0][0] * product[2][2]);
    const double partial = (ac - ab * bc) / sqrt((1 - ab * ab) * (1 - bc * bc));
    cr_expect_float_eq(partial, 0, tolerance(1, FIELDS), "%g", partial);
    phw_shadowing_destroy(s);
}

Test(shadowing, a_link_and_its_reverse_have_the_same_bits)
{
    phw_shadowing *s = field(8, 13);
    for (int i = 0; i < 200; ++i) {
        const double a[3] = {i * 17.3, -i * 3.1, 1.5};
        const double b[3] = {-i * 5.7, i * 41.9, 10};
        const double there = value(s, a, b);
        (void)value(s, b, b);
        cr_expect_eq(value(s, b, a), there);
        cr_expect_eq(value(s, a, b), there);
    }
    phw_shadowing_destroy(s);
}

Test(shadowing, impossible_fields_and_places_are_refused)
{
    const phw_shadowing_config wrong[] = {
        {-1, 10, 0, address(0)},       {41, 10, 0, address(0)},
        {nan(""), 10, 0, address(0)},  {4, 0, 0, address(0)},
        {4, HUGE_VAL, 0, address(0)},  {4, 10, PHW_SHADOWING_WAVES_MAX + 1, address(0)},
        {4, 10, SIZE_MAX, address(0)},
    };
    phw_shadowing *s = NULL;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i)
        cr_expect_eq(phw_shadowing_create(&s, &wrong[i]), PHW_EARG, "%zu", i);
    cr_expect_null(s);
    phw_shadowing_destroy(NULL);
    s = field(0, 10);
    const double a[3] = {1, 2, 3};
    const double far[3] = {0, 1.1e7, 0};
    const double none[3] = {0, 0, nan("")};
    double db = 7;
    cr_expect_eq(phw_shadowing_db(s, &db, a, far), PHW_EARG);
    cr_expect_eq(phw_shadowing_db(s, &db, none, a), PHW_EARG);
    cr_expect_float_eq(db, 7, 0);
    cr_expect_float_eq(value(s, a, (const double[3]){9, 9, 9}), 0, 0);
    phw_shadowing_destroy(s);
}
