#include "channel/oscillator.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

#define RATE 1e6

enum {
    RUNS = 2000
};

static phw_rng address(uint32_t trial)
{
    return (phw_rng){
        .seed = 3, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 40), .trial = trial};
}

static phw_oscillator *create(const phw_oscillator_config *c, uint32_t trial)
{
    phw_oscillator *o = NULL;
    const phw_rng rng = address(trial);
    cr_assert_eq(phw_oscillator_create(&o, c, RATE, &rng), PHW_OK, "%s",
                 phw_error_message());
    return o;
}

static phw_oscillator_config all_flaws(void)
{
    phw_oscillator_config c = {
        .cfo_hz = -12345.678, .drift_hz_s = 300, .phase_rad = 1, .linewidth_hz = 50};
    cr_assert_eq(phw_phase_mask_read(&c.mask, "1k:-80, 10k:-90, 100k:-110"), PHW_OK);
    return c;
}

static double nearest_turn(double x)
{
    return x - 2 * M_PI * nearbyint(x / (2 * M_PI));
}

Test(oscillator, offset_and_drift_make_a_parabola)
{
    const phw_oscillator_config c = {
        .cfo_hz = 1234.5, .drift_hz_s = -77, .phase_rad = 0.3};
    phw_oscillator *o = create(&c, 0);
    static const double time[] = {0, 1e-6, 0.1234567, 10.5, -2.25};
    for (size_t i = 0; i < sizeof time / sizeof time[0]; ++i) {
        const double t = time[i];
        const double expected = 2 * M_PI * fmod(1234.5 * t - 38.5 * t * t, 1) + 0.3;
        cr_expect_lt(fabs(nearest_turn(phw_oscillator_phase(o, t) - expected)), 1e-9);
    }
    phw_oscillator_destroy(o);
}

Test(oscillator, samples_turn_by_the_phase_of_their_instant)
{
    enum {
        N = 1000
    };

    const phw_oscillator_config c = all_flaws();
    phw_oscillator *o = create(&c, 1);
    static const int64_t from[] = {0, 77777, -500, INT64_C(1) << 35};
    for (size_t k = 0; k < 4; ++k) {
        phw_cf x[N];
        for (size_t i = 0; i < N; ++i)
            x[i] = 1;
        phw_oscillator_turn(o, x, N, from[k], 1);
        for (size_t i = 0; i < N; i += 37) {
            const double t = ((double)from[k] + (double)i) / RATE;
            const double theta = phw_oscillator_phase(o, t);
            const double complex error =
                (double complex)x[i] - CMPLX(cos(theta), sin(theta));
            cr_expect_lt(cabs(error), k < 3 ? 1e-6 : 1e-3, "%zu %zu", k, i);
        }
    }
    phw_oscillator_destroy(o);
}

Test(oscillator, blocks_and_order_do_not_matter)
{
    enum {
        N = 3000
    };

    const phw_oscillator_config c = all_flaws();
    phw_oscillator *o = create(&c, 2);
    static phw_cf whole[N];
    static phw_cf parts[N];
    for (size_t i = 0; i < N; ++i)
        whole[i] = parts[i] = 1;
    phw_oscillator_turn(o, whole, N, 1000, 1);
    for (size_t end = N, take = 1; end > 0; take = take % 411 + 13) {
        const size_t n = take < end ? take : end;
        end -= n;
        phw_oscillator_turn(o, parts + end, n, 1000 + (int64_t)end, 1);
    }
    cr_expect_eq(memcmp(whole, parts, sizeof whole), 0);
    phw_oscillator_destroy(o);
}

Test(oscillator, the_way_down_undoes_the_way_up)
{
    enum {
        N = 5000
    };

    const phw_oscillator_config c = all_flaws();
    phw_oscillator *o = create(&c, 3);
    static phw_cf x[N];
    for (size_t i = 0; i < N; ++i)
        x[i] = CMPLXF(1, -2);
    phw_oscillator_turn(o, x, N, 12, 1);
    phw_oscillator_turn(o, x, N, 12, -1);
    for (size_t i = 0; i < N; ++i)
        cr_expect_lt(cabsf(x[i] - CMPLXF(1, -2)), 2e-6F);
    phw_oscillator_destroy(o);
}

/* (theta(t) - theta(0))^2 of a normal phase: variance 2 v^2 over independent runs. */
static void expect_growth(const phw_oscillator_config *c, double from_s)
{
    static const double tau[] = {1e-6, 1e-5, 1e-4, 1e-3, 5e-3};
    double mean[5] = {0};
    for (uint32_t run = 0; run < RUNS; ++run) {
        phw_oscillator *o = create(c, 100 + run);
        const double first = phw_oscillator_phase(o, from_s);
        for (size_t i = 0; i < 5; ++i) {
            const double moved =
                nearest_turn(phw_oscillator_phase(o, from_s + tau[i]) - first);
            mean[i] += moved * moved / RUNS;
        }
        phw_oscillator_destroy(o);
    }
    phw_oscillator *o = create(c, 0);
    for (size_t i = 0; i < 5; ++i) {
        const double v = phw_oscillator_variance(o, tau[i]);
        cr_expect_float_eq(mean[i], v, tolerance(2 * v * v, RUNS), "%g s: %g, not %g",
                           tau[i], mean[i], v);
    }
    phw_oscillator_destroy(o);
}

Test(oscillator, wiener_phase_noise_grows_by_the_linewidth)
{
    const phw_oscillator_config c = {.linewidth_hz = 10};
    phw_oscillator *o = create(&c, 0);
    cr_expect_float_eq(phw_oscillator_variance(o, 1e-3), 2 * M_PI * 10 * 1e-3, 1e-12);
    phw_oscillator_destroy(o);
    expect_growth(&c, 0);
    expect_growth(&c, 0.731);
}

Test(oscillator, masked_phase_noise_grows_to_an_end)
{
    phw_oscillator_config c = {0};
    cr_assert_eq(phw_phase_mask_read(&c.mask, "1k:-70, 10k:-80, 100k:-100"), PHW_OK);
    expect_growth(&c, 0.25);
}

/* |E e^{j (theta(t + tau) - theta(t))}| = e^{-pi B tau}: a Lorentzian of width B.
 * Variance of the real part below (1 - e^{-2 pi B tau})^2 / 2. */
Test(oscillator, the_line_is_a_lorentzian_of_the_width_asked_for)
{
    const phw_oscillator_config c = {.linewidth_hz = 100};
    const double tau = 2e-3;
    double mean = 0;
    for (uint32_t run = 0; run < RUNS; ++run) {
        phw_oscillator *o = create(&c, run);
        mean +=
            cos(phw_oscillator_phase(o, 1 + tau) - phw_oscillator_phase(o, 1)) / RUNS;
        phw_oscillator_destroy(o);
    }
    const double r = exp(-M_PI * 100 * tau);
    cr_expect_float_eq(mean, r, tolerance(pow(1 - r * r, 2) / 2, RUNS), "%g", mean);
}

Test(oscillator, levels_are_those_of_both_kinds_of_noise)
{
    const phw_oscillator_config c = {.linewidth_hz = 100};
    phw_oscillator *o = create(&c, 0);
    cr_expect_float_eq(phw_oscillator_level_dbc_hz(o, 1e5),
                       10 * log10(100 / (2 * M_PI * 1e10)), 1e-9);
    phw_oscillator_destroy(o);
    phw_oscillator_config masked = {0};
    cr_assert_eq(phw_phase_mask_read(&masked.mask, "1k:-70, 10k:-80, 100k:-100"),
                 PHW_OK);
    o = create(&masked, 0);
    cr_expect_float_eq(phw_oscillator_level_dbc_hz(o, 1e4), -80, 2.5);
    phw_oscillator_destroy(o);
    masked.mask.n = 0;
    o = create(&masked, 0);
    cr_expect_eq(phw_oscillator_level_dbc_hz(o, 1e4), -HUGE_VAL);
    phw_oscillator_destroy(o);
}

Test(oscillator, flaws_beyond_their_range_are_refused)
{
    const phw_oscillator_config bad[] = {
        {.cfo_hz = 0.51 * RATE},      {.cfo_hz = (double)NAN}, {.drift_hz_s = 2e9},
        {.drift_hz_s = -HUGE_VAL},    {.phase_rad = 7},        {.linewidth_hz = -1},
        {.linewidth_hz = 1.1 * RATE}, {.mask = {.n = 1}},
    };
    const phw_rng rng = address(0);
    phw_oscillator *o = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_oscillator_create(&o, &bad[i], RATE, &rng), PHW_EARG, "%zu",
                     i);
    const phw_oscillator_config ideal = {0};
    cr_expect_eq(phw_oscillator_create(&o, &ideal, 0, &rng), PHW_EARG);
    cr_expect_eq(phw_oscillator_create(&o, &ideal, HUGE_VAL, &rng), PHW_EARG);
    cr_expect_null(o);
    phw_oscillator_destroy(NULL);
}
