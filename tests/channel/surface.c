#include "channel/surface.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/surface_theory.h"

#include "tests/channel/statistics.h"

enum {
    N_MAX = 1000
};

static const phw_rng hops = {.seed = 11, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 50)};
static const phw_rng phases = {.seed = 12,
                               .purpose = PHW_RNG_PURPOSE(PHW_RNG_PHASE, 50)};

static phw_surface *create(size_t n_rows, size_t n_columns, unsigned bits,
                           double coupling)
{
    const phw_surface_config config = {.n_rows = n_rows,
                                       .n_columns = n_columns,
                                       .bits = bits,
                                       .coupling = coupling,
                                       .spacing = 0.3,
                                       .rng = phases};
    phw_surface *s = NULL;
    cr_assert_eq(phw_surface_create(&s, &config), PHW_OK);
    return s;
}

/* Independent Rayleigh hops of unit power, and a direct path. */
static phw_cf draw_hops(phw_cf *f, phw_cf *g, size_t n, uint32_t trial)
{
    phw_rng rng = hops;
    phw_cf direct = 0;
    rng.trial = trial;
    phw_rng_normal_complex(f, &rng, 1, 0, n);
    phw_rng_normal_complex(g, &rng, 1, n, n);
    phw_rng_normal_complex(&direct, &rng, 1, 2 * n, 1);
    return direct;
}

static double complex plain_sum(const phw_surface *s, const phw_cf *f, const phw_cf *g)
{
    double complex sum = 0;
    for (size_t n = 0; n < phw_surface_size(s); ++n)
        sum += (double complex)f[n] * (double complex)g[n] *
               (double complex)phw_surface_reflection(s)[n];
    return sum;
}

/* Every term has a rounding error of 4 * 2^-24 of its size, about 1. */
Test(surface, gain_is_the_sum_over_the_elements)
{
    static const size_t size[] = {1, 2, 7, 8, 9, 63, 511, 512, 513, N_MAX};
    static phw_cf f[N_MAX];
    static phw_cf g[N_MAX];
    for (size_t i = 0; i < sizeof size / sizeof size[0]; ++i) {
        phw_surface *s = create(1, size[i], 0, 0);
        (void)draw_hops(f, g, size[i], 0);
        phw_surface_draw(s, 3);
        const double complex error =
            (double complex)phw_surface_gain(s, f, g) - plain_sum(s, f, g);
        cr_expect_lt(cabs(error), 2.4e-7 * (double)size[i], "%zu", size[i]);
        phw_surface_destroy(s);
    }
}

Test(surface, both_directions_have_the_same_bits)
{
    static phw_cf f[N_MAX];
    static phw_cf g[N_MAX];
    for (int coupled = 0; coupled < 2; ++coupled) {
        phw_surface *s = create(9, 7, 2, coupled ? 0.5 : 0);
        for (uint32_t trial = 0; trial < 100; ++trial) {
            (void)draw_hops(f, g, 63, trial);
            phw_surface_draw(s, trial);
            const phw_cf there = phw_surface_gain(s, f, g);
            const phw_cf back = phw_surface_gain(s, g, f);
            cr_expect_eq(memcmp(&there, &back, sizeof there), 0);
        }
        phw_surface_destroy(s);
    }
}

/* With m_j = E|f g|^(2j) = (j!)^2 the moments E|h|^(2k) / (k!)^2 of the sum of N
 * circular terms are the coefficients of (sum x^j)^N: C(N + k - 1, k). */
static double moment(size_t n, size_t k)
{
    double m = 1;
    for (size_t i = 1; i <= k; ++i)
        m *= (double)(n + i - 1) * (double)i;
    return m;
}

Test(surface, random_phases_give_n_times_the_power_and_the_kurtosis_of_the_sum)
{
    enum {
        TRIALS = 20000
    };

    static const size_t size[] = {1, 4, 16, 64};
    for (size_t i = 0; i < 4; ++i) {
        const size_t n = size[i];
        phw_cf f[64];
        phw_cf g[64];
        phw_surface *s = create(1, n, 0, 0);
        double second = 0;
        double fourth = 0;
        for (uint32_t t = 0; t < TRIALS; ++t) {
            (void)draw_hops(f, g, n, t);
            phw_surface_draw(s, t);
            const double power = phw_cf_power(phw_surface_gain(s, f, g));
            second += power / TRIALS;
            fourth += power * power / TRIALS;
        }
        const double count = (double)n;
        const double expected = phw_surface_random_kurtosis(n) * count * count;
        cr_expect_float_eq(second, count,
                           tolerance(moment(n, 2) - count * count, TRIALS), "%zu", n);
        cr_expect_float_eq(fourth, expected,
                           tolerance(moment(n, 4) - expected * expected, TRIALS), "%zu",
                           n);
        phw_surface_destroy(s);
    }
}

/* Of fixed hops: the variance of |h|^2 is at most (E|h|^2)^2. */
Test(surface, drawn_phases_alone_are_a_channel_of_zero_mean)
{
    enum {
        TRIALS = 20000
    };

    for (unsigned bits = 0; bits <= 3; ++bits) {
        phw_cf f[32];
        phw_cf g[32];
        (void)draw_hops(f, g, 32, 77);
        double expected = 0;
        for (size_t n = 0; n < 32; ++n)
            expected += phw_cf_power(f[n] * g[n]);
        phw_surface *s = create(4, 8, bits, 0);
        double complex mean = 0;
        double power = 0;
        for (uint32_t t = 0; t < TRIALS; ++t) {
            phw_surface_draw(s, t);
            const double complex h = (double complex)phw_surface_gain(s, f, g);
            mean += h / TRIALS;
            power += power_of(h) / TRIALS;
        }
        cr_expect_lt(cabs(mean), tolerance(expected, TRIALS), "%u bits", bits);
        /* One bit is real: |h|^2 has up to twice the square as variance. */
        cr_expect_float_eq(power, expected, tolerance(2 * expected * expected, TRIALS),
                           "%u bits", bits);
        phw_surface_destroy(s);
    }
}

/* Mean of |direct + h|^2 at aligned phases, and 5 of its own standard errors, from the
 * spread of the trials. */
static double aligned(double *error, size_t n, unsigned bits, bool with_direct,
                      uint32_t n_trials)
{
    static phw_cf f[N_MAX];
    static phw_cf g[N_MAX];
    phw_surface *s = create(1, n, bits, 0);
    double sum = 0;
    double squares = 0;
    for (uint32_t t = 0; t < n_trials; ++t) {
        const phw_cf direct = draw_hops(f, g, n, t);
        phw_surface_align(s, direct, f, g);
        const phw_cf h = phw_surface_gain(s, f, g) + (with_direct ? direct : 0);
        sum += phw_cf_power(h);
        squares += phw_cf_power(h) * phw_cf_power(h);
    }
    phw_surface_destroy(s);
    const double mean = sum / n_trials;
    *error = tolerance(squares / n_trials - mean * mean, n_trials);
    return mean;
}

Test(surface, aligned_power_grows_as_the_square_of_the_elements)
{
    static const struct {
        size_t n;
        double known;
    } table[] = {{4, 11.40}, {16, 164.04}, {64, 2551.1}, {256, 40524}};

    for (size_t i = 0; i < 4; ++i) {
        const size_t n = table[i].n;
        double error = 0;
        cr_expect_float_eq(phw_surface_aligned_power(n, 0, false), table[i].known,
                           5e-5 * table[i].known + 5e-3);
        double mean = aligned(&error, n, 0, false, 4000);
        cr_expect_float_eq(mean, phw_surface_aligned_power(n, 0, false), error, "%zu",
                           n);
        mean = aligned(&error, n, 0, true, 4000);
        cr_expect_float_eq(mean, phw_surface_aligned_power(n, 0, true), error, "%zu",
                           n);
    }
}

Test(surface, phases_of_few_bits_lose_the_square_of_a_sinc)
{
    static const double loss_db[] = {3.92, 0.91, 0.22, 0.056};
    for (unsigned bits = 1; bits <= 4; ++bits) {
        double error = 0;
        cr_expect_float_eq(-20 * log10(phw_surface_phase_loss(bits)), loss_db[bits - 1],
                           0.006);
        double mean = aligned(&error, 256, bits, false, 2000);
        cr_expect_float_eq(mean, phw_surface_aligned_power(256, bits, false), error,
                           "%u bits", bits);
        mean = aligned(&error, 16, bits, true, 4000);
        cr_expect_float_eq(mean, phw_surface_aligned_power(16, bits, true), error,
                           "%u bits", bits);
    }
}

static double best_of_all(phw_cf direct, const phw_cf *f, const phw_cf *g, size_t n,
                          unsigned bits)
{
    double most = 0;
    for (unsigned word = 0; word < 1u << (bits * n); ++word) {
        double complex h = (double complex)direct;
        for (size_t i = 0; i < n; ++i) {
            const unsigned level = word >> (bits * i) & ((1u << bits) - 1);
            h += (double complex)(f[i] * g[i]) * phasor(ldexp(level, -(int)bits));
        }
        most = fmax(most, power_of(h));
    }
    return most;
}

Test(surface, optimised_phases_are_the_best_there_are)
{
    for (unsigned bits = 1; bits <= 3; ++bits) {
        const size_t n = bits == 1 ? 10 : bits == 2 ? 5 : 4;
        phw_surface *s = create(1, n, bits, 0);
        for (uint32_t trial = 0; trial < 40; ++trial) {
            phw_cf f[10];
            phw_cf g[10];
            phw_cf direct = draw_hops(f, g, n, trial);
            direct = trial % 2 == 0 ? direct : 0;
            phw_surface_optimise(s, direct, f, g);
            const double power = phw_cf_power(direct + phw_surface_gain(s, f, g));
            const double most = best_of_all(direct, f, g, n, bits);
            cr_expect_float_eq(power, most, 1e-5 * most, "%u bits, trial %u", bits,
                               trial);
        }
        phw_surface_destroy(s);
    }
}

Test(surface, any_phase_that_is_allowed_is_aligned_with_the_direct_path)
{
    phw_cf f[64];
    phw_cf g[64];
    const phw_cf direct = draw_hops(f, g, 64, 5);
    phw_surface *s = create(8, 8, 0, 0);
    phw_surface_optimise(s, direct, f, g);
    double sum = cabs((double complex)direct);
    for (size_t n = 0; n < 64; ++n)
        sum += cabs((double complex)(f[n] * g[n]));
    const phw_cf h = direct + phw_surface_gain(s, f, g);
    cr_expect_float_eq(cabs((double complex)h), sum, 1e-5 * sum);
    phw_surface_destroy(s);
}

Test(surface, beams_are_orthogonal_and_the_best_one_is_found)
{
    enum {
        ROWS = 4,
        COLUMNS = 6,
        N = ROWS * COLUMNS
    };

    phw_surface *s = create(ROWS, COLUMNS, 0, 0);
    phw_cf f[N];
    phw_cf g[N];
    for (size_t n = 0; n < N; ++n) {
        f[n] = (phw_cf)phasor((double)(3 * (n / COLUMNS)) / ROWS);
        g[n] = (phw_cf)phasor((double)(5 * (n % COLUMNS)) / COLUMNS);
    }
    for (size_t i = 0; i < N; ++i) {
        phw_surface_beam(s, i);
        const double expected = i == 3 * COLUMNS + 5 ? N : 0;
        cr_expect_float_eq(cabs((double complex)phw_surface_gain(s, f, g)), expected,
                           1e-5, "%zu", i);
    }
    size_t index = 0;
    cr_assert_eq(phw_surface_best_beam(s, &index, 0, f, g), PHW_OK);
    cr_expect_eq(index, 3 * COLUMNS + 5);
    cr_expect_float_eq(cabs((double complex)phw_surface_gain(s, f, g)), N, 1e-5);
    phw_surface_destroy(s);
}

Test(surface, drawn_configurations_do_not_depend_on_the_order)
{
    phw_surface *s = create(20, 20, 3, 0);
    phw_cf first[400];
    phw_surface_draw(s, 9);
    memcpy(first, phw_surface_reflection(s), sizeof first);
    phw_surface_draw(s, 8);
    cr_expect_neq(memcmp(first, phw_surface_reflection(s), sizeof first), 0);
    phw_surface_draw(s, 9);
    cr_expect_eq(memcmp(first, phw_surface_reflection(s), sizeof first), 0);
    phw_surface_destroy(s);
}

/* Of phases of 32 bits: no element of one draw is an element of the next, at any
 * place. */
Test(surface, draws_share_no_phase)
{
    phw_surface *s = create(20, 20, 0, 0);
    phw_cf first[400];
    phw_surface_draw(s, 8);
    memcpy(first, phw_surface_reflection(s), sizeof first);
    phw_surface_draw(s, 9);
    size_t same = 0;
    for (size_t n = 0; n < 400; ++n)
        for (size_t k = 0; k < 400; ++k)
            same += first[n] == phw_surface_reflection(s)[k];
    cr_expect_eq(same, 0, "%zu", same);
    phw_surface_destroy(s);
}

/* Counts of 8 equal levels are binomial: variance n 7/64. */
Test(surface, drawn_phases_take_every_level_as_often)
{
    phw_surface *s = create(200, 200, 3, 0);
    size_t count[8] = {0};
    phw_surface_draw(s, 0);
    for (size_t n = 0; n < 40000; ++n) {
        const double turn =
            carg((double complex)phw_surface_reflection(s)[n]) / (2 * M_PI) * 8;
        cr_expect_float_eq(turn, rint(turn), 1e-5);
        ++count[((int)rint(turn) + 8) % 8];
    }
    for (size_t k = 0; k < 8; ++k)
        cr_expect_float_eq((double)count[k], 5000, SIGMAS * sqrt(40000 * 7.0 / 64));
    phw_surface_destroy(s);
}

Test(surface, phases_are_set_to_the_nearest_level_and_lose_what_they_lose)
{
    const phw_surface_config config = {
        .n_rows = 1, .n_columns = 3, .bits = 2, .loss_db = 20};
    phw_surface *s = NULL;
    cr_assert_eq(phw_surface_create(&s, &config), PHW_OK);
    phw_surface_set(s, (const double[]){0.1, 0.2, -7.9});
    const phw_cf *r = phw_surface_reflection(s);
    cr_expect_float_eq(cabs((double complex)r[0] - 0.1), 0, 1e-8);
    cr_expect_float_eq(cabs((double complex)r[1] - CMPLX(0, 0.1)), 0, 1e-8);
    cr_expect_float_eq(cabs((double complex)r[2] - 0.1), 0, 1e-8);
    phw_surface_destroy(s);
}

Test(surface, coupled_elements_reflect_to_each_other_once)
{
    phw_surface *s = create(1, 3, 0, 0.5);
    phw_surface_set(s, (const double[]){0.1, 0.25, 0.6});
    phw_cf f[3];
    phw_cf g[3];
    (void)draw_hops(f, g, 3, 1);
    const phw_cf *r = phw_surface_reflection(s);
    double complex sum = 0;
    for (size_t i = 0; i < 3; ++i) {
        sum += (double complex)(f[i] * r[i] * g[i]);
        for (size_t j = 0; j < 3; ++j) {
            const double kd = 2 * M_PI * 0.3 * fabs((double)i - (double)j);
            if (i != j)
                sum += 0.5 * sin(kd) / kd * (double complex)(f[i] * r[i] * r[j] * g[j]);
        }
    }
    cr_expect_lt(cabs((double complex)phw_surface_gain(s, f, g) - sum), 2e-6);
    phw_surface_destroy(s);
}

Test(surface, the_largest_there_may_be_works)
{
    static phw_cf f[PHW_SURFACE_MAX];
    static phw_cf g[PHW_SURFACE_MAX];
    const phw_cf direct = draw_hops(f, g, PHW_SURFACE_MAX, 0);
    phw_surface *s = create(256, 256, 1, 0);
    phw_surface_optimise(s, direct, f, g);
    const double power = phw_cf_power(phw_surface_gain(s, f, g));
    const double expected = phw_surface_aligned_power(PHW_SURFACE_MAX, 1, false);
    /* |h|^2 has a relative spread of 2 sqrt(1 - (pi/4)^2 s^2) / (pi/4 s sqrt(N)). */
    cr_expect_float_eq(power / expected, 1, SIGMAS * 2 * 1.73 / 256);
    size_t index = 0;
    cr_expect_eq(phw_surface_best_beam(s, &index, direct, f, g), PHW_EARG);
    phw_surface_destroy(s);
}

Test(surface, what_cannot_be_is_refused)
{
    static const phw_surface_config bad[] = {
        {.n_rows = 0, .n_columns = 5},
        {.n_rows = 5, .n_columns = 0},
        {.n_rows = 1, .n_columns = 1000000000},
        {.n_rows = SIZE_MAX, .n_columns = SIZE_MAX},
        {.n_rows = SIZE_MAX / 2 + 1, .n_columns = 2},
        {.n_rows = 65536, .n_columns = 2},
        {.n_rows = 1, .n_columns = 1, .bits = 9},
        {.n_rows = 1, .n_columns = 1, .loss_db = -1},
        {.n_rows = 1, .n_columns = 1, .loss_db = HUGE_VAL},
        {.n_rows = 1, .n_columns = 1, .coupling = 1.1, .spacing = 1},
        {.n_rows = 1, .n_columns = 1, .coupling = -0.1, .spacing = 1},
        {.n_rows = 1, .n_columns = 2, .coupling = 0.1},
        {.n_rows = 1, .n_columns = 5000, .coupling = 0.1, .spacing = 0.5},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_surface *s = NULL;
        cr_expect_eq(phw_surface_create(&s, &bad[i]), PHW_EARG, "%zu", i);
        cr_expect_null(s);
        cr_expect_not_null(strstr(phw_error_message(), "surface: "));
    }
    phw_surface_destroy(NULL);
}
