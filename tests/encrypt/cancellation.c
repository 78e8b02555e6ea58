#include "encrypt/cancellation.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 2000,
    LEAD = 8,
    TAPS = 4
};

static const phw_cf channel[TAPS] = {CMPLXF(0.8F, -0.3F), CMPLXF(0.2F, 0.5F),
                                     CMPLXF(-0.1F, 0.1F), CMPLXF(0.05F, 0)};

/* A run: noise w (with a lead), the noise as it arrives, the tag's levels and y. */
typedef struct run {
    phw_cf w[LEAD + N];
    phw_cf arriving[N];
    float tag[N];
    phw_cf y[N];
} run;

static phw_rng stream(uint32_t sub, uint32_t trial)
{
    return (phw_rng){
        .seed = 6, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), .trial = trial};
}

/* Independent levels a sample, so that the tag is white as the formula has it. */
static void make(run *r, double power, double g, double variance, uint32_t trial)
{
    const phw_rng noise = stream(1, trial);
    const phw_rng data = stream(2, trial);
    const phw_rng receiver = stream(3, trial);
    phw_rng_normal_complex(r->w, &noise, power, 0, LEAD + N);
    phw_rng_normal_complex(r->y, &receiver, variance, 0, N);
    for (size_t k = 0; k < N; ++k) {
        r->tag[k] = phw_rng_below(&data, k, 2) ? 1 : -1;
        r->arriving[k] = 0;
        for (size_t l = 0; l < TAPS; ++l)
            r->arriving[k] += channel[l] * r->w[LEAD + k - l];
        r->y[k] += r->arriving[k] + CMPLXF(0, (float)g) * r->tag[k] + 20;
    }
}

static double power_between(const phw_cf *a, const phw_cf *b, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += phw_cf_power(a[k] - b[k]) / (double)n;
    return sum;
}

Test(cancellation, finds_the_channel_the_constant_and_the_tag)
{
    static run r;
    make(&r, 1, 0.1, 0, 0);
    const phw_known_noise noise = {r.w + LEAD, LEAD};
    phw_cancellation found;
    cr_assert_eq(phw_cancellation_estimate(&found, r.y, N, &noise, r.tag, TAPS),
                 PHW_OK);
    for (size_t l = 0; l < TAPS; ++l)
        cr_expect_lt(cabsf(found.tap[l] - channel[l]), 1e-5F);
    cr_expect_lt(cabsf(found.constant - 20), 1e-5F);
    cr_expect_lt(cabsf(found.tag - CMPLXF(0, 0.1F)), 1e-5F);
    static phw_cf clean[N];
    phw_cancellation_subtract(clean, r.y, N, &noise, &found);
    for (size_t k = 0; k < N; ++k)
        cr_expect_lt(cabsf(clean[k] - CMPLXF(0, 0.1F) * r.tag[k]), 2e-5F);
    cr_expect_lt(found.residual_power, 1e-10);
    double arriving = 0;
    for (size_t k = 0; k < N; ++k)
        arriving += phw_cf_power(r.arriving[k]) / N;
    cr_expect_float_eq(found.noise_power, arriving, 1e-4);
}

/* The residual is a mean of chi-squares of 2 TAPS degrees: its deviation is
 * 1 / sqrt(TAPS trials) of it. The formula neglects TAPS / N. */
Test(cancellation, leaves_the_residual_of_the_formula)
{
    enum {
        TRIALS = 200
    };

    static run r;
    static phw_cf estimate[N];
    const double g = 0.2;
    const double variance = 0.05;
    double first = 0;
    double second = 0;
    double before = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        make(&r, 4, g, variance, trial);
        const phw_known_noise noise = {r.w + LEAD, LEAD};
        phw_cancellation found;
        cr_assert_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, TAPS),
                     PHW_OK);
        phw_cancellation_noise(estimate, N, &noise, &found);
        first += power_between(r.arriving, estimate, N) / TRIALS;
        cr_expect_eq(found.tag, 0);
        cr_assert_eq(phw_cancellation_estimate(&found, r.y, N, &noise, r.tag, TAPS),
                     PHW_OK);
        phw_cancellation_noise(estimate, N, &noise, &found);
        second += power_between(r.arriving, estimate, N) / TRIALS;
        for (size_t k = 0; k < N; ++k)
            before += phw_cf_power(r.arriving[k]) / N / TRIALS;
    }
    const double want = phw_cancellation_residual(TAPS, N, g * g, variance);
    const double again = phw_cancellation_residual(TAPS, N, 0, variance);
    const double share = 5 / sqrt(TAPS * TRIALS) + 2.0 * TAPS / N;
    cr_expect_float_eq(first, want, share * want, "%g, not %g", first, want);
    cr_expect_float_eq(second, again, share * again, "%g, not %g", second, again);
    cr_expect_float_eq(phw_cancellation_db(before, first), 10 * log10(before / want),
                       10 * log10(1 + share) + 0.05);
}

/* Noise held for 25 samples, one tap: N / 25 independent values count. The tag's levels
 * are held too, and independent of it. */
Test(cancellation, counts_half_bits_where_the_noise_is_held)
{
    enum {
        HELD = 25,
        TRIALS = 400
    };

    static run r;
    static phw_cf estimate[N];
    double left = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        make(&r, 1, 0, 0, trial);
        for (size_t k = 0; k < N; ++k) {
            r.w[LEAD + k] = r.w[LEAD + k / HELD * HELD];
            r.arriving[k] = channel[0] * r.w[LEAD + k];
            r.y[k] = r.arriving[k] + 0.3F * r.tag[k / HELD];
        }
        const phw_known_noise noise = {r.w + LEAD, 0};
        phw_cancellation found;
        cr_assert_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, 1),
                     PHW_OK);
        phw_cancellation_noise(estimate, N, &noise, &found);
        left += power_between(r.arriving, estimate, N) / TRIALS;
    }
    const double want = phw_cancellation_residual(1, (double)N / HELD, 0.09, 0);
    cr_expect_float_eq(left, want, (5 / sqrt(TRIALS) + 2.0 * HELD / N) * want,
                       "%g, not %g", left, want);
}

Test(cancellation, subtracts_in_any_pieces)
{
    static run r;
    static phw_cf whole[N];
    static phw_cf piece[N];
    make(&r, 1, 0.1, 0.01, 3);
    const phw_known_noise noise = {r.w + LEAD, LEAD};
    phw_cancellation found;
    cr_assert_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, TAPS), PHW_OK);
    phw_cancellation_subtract(whole, r.y, N, &noise, &found);
    for (size_t from = 0, n = 1; from < N; from += n, n = n * 5 % 611 + 1) {
        n = n < N - from ? n : N - from;
        const phw_known_noise here = {r.w + LEAD + from, LEAD + from};
        memcpy(piece, r.y + from, n * sizeof *piece);
        phw_cancellation_subtract(piece, piece, n, &here, &found);
        cr_assert_arr_eq(piece, whole + from, n * sizeof *piece);
    }
}

/* What is beyond the lead counts as 0, whatever lies there. */
Test(cancellation, takes_nothing_from_before_the_lead)
{
    static run r;
    static phw_cf zeroed[LEAD + N];
    static phw_cf one[N];
    static phw_cf other[N];
    make(&r, 1, 0.1, 0.01, 5);
    for (size_t lead = 0; lead < TAPS; ++lead) {
        memcpy(zeroed, r.w, sizeof zeroed);
        for (size_t k = 0; k < LEAD; ++k)
            zeroed[k] = k < LEAD - lead ? 0 : r.w[k];
        for (size_t k = 0; k < LEAD - lead; ++k)
            r.w[k] = 1e6F;
        const phw_known_noise short_lead = {r.w + LEAD, lead};
        const phw_known_noise zeros = {zeroed + LEAD, LEAD};
        phw_cancellation a;
        phw_cancellation b;
        cr_assert_eq(phw_cancellation_estimate(&a, r.y, N, &short_lead, r.tag, TAPS),
                     PHW_OK);
        cr_assert_eq(phw_cancellation_estimate(&b, r.y, N, &zeros, r.tag, TAPS),
                     PHW_OK);
        for (size_t l = 0; l < TAPS; ++l)
            cr_expect_lt(cabsf(a.tap[l] - b.tap[l]), 1e-6F, "%zu", lead);
        phw_cancellation_noise(one, N, &short_lead, &a);
        phw_cancellation_noise(other, N, &zeros, &a);
        cr_expect_arr_eq(one, other, sizeof one, "%zu", lead);
        make(&r, 1, 0.1, 0.01, 5);
    }
}

Test(cancellation, looks_at_the_lead_that_its_taps_reach)
{
    static run r;
    make(&r, 1, 0.1, 0.01, 6);
    const phw_known_noise noise = {r.w + LEAD, LEAD};
    phw_cancellation found = {.n_taps = 99};
    r.w[LEAD - TAPS] = (float)NAN;
    cr_expect_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, TAPS), PHW_OK);
    found.n_taps = 99;
    for (size_t l = 1; l < TAPS; ++l) {
        make(&r, 1, 0.1, 0.01, 6);
        r.w[LEAD - l] = l == 1 ? (phw_cf)HUGE_VALF : (phw_cf)(float)NAN;
        cr_expect_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, TAPS),
                     PHW_EINPUT, "%zu", l);
    }
    cr_expect_eq(found.n_taps, 99);
}

Test(cancellation, refuses_what_it_cannot_tell)
{
    static run r;
    make(&r, 1, 0.1, 0.01, 4);
    const phw_known_noise noise = {r.w + LEAD, LEAD};
    phw_cancellation found = {.n_taps = 99};
    cr_expect_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, 0), PHW_EARG);
    cr_expect_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, 33), PHW_EARG);
    cr_expect_eq(phw_cancellation_estimate(&found, r.y, 5, &noise, NULL, 4),
                 PHW_ESHORT);
    static phw_cf constant[N];
    for (size_t k = 0; k < N; ++k)
        constant[k] = 3;
    const phw_known_noise flat = {constant, 0};
    cr_expect_eq(phw_cancellation_estimate(&found, r.y, N, &flat, NULL, 1), PHW_ESHORT);
    r.y[17] = (float)NAN;
    cr_expect_eq(phw_cancellation_estimate(&found, r.y, N, &noise, NULL, 1),
                 PHW_EINPUT);
    cr_expect_eq(found.n_taps, 99);
}
