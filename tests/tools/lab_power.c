#include "tools/lab_power.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/scenario.h"

/* Fields of which a statistic is taken. */
#define FIELDS 2000

/* 6 dB, decorrelated over 10 m: b goes that far in 10 s, away from a. */
static const char scenario_text[] =
    "shadowing_db: 6\nshadowing_distance_m: 10\nnodes:\n"
    "  a: {position_m: [0, 0, 0]}\n"
    "  b: {position_m: [500, 0, 0], "
    "velocity_m_s: [1, 0, 0]}\n";

static const phw_lab_plan *plan(void)
{
    static phw_scenario s;
    static phw_lab_plan p;
    cr_assert_eq(
        phw_scenario_parse(&s, "test", scenario_text, sizeof scenario_text - 1), PHW_OK,
        "%s", phw_error_message());
    cr_assert_eq(phw_lab_plan_make(&p, &s), PHW_OK, "%s", phw_error_message());
    return &p;
}

/* What the link has over its mean, dB. */
static double level_db(phw_lab_power *power, size_t from, size_t to, double time_s)
{
    double amplitude = 0;
    cr_assert_eq(phw_lab_power_amplitude(power, &amplitude, from, to, time_s), PHW_OK,
                 "%s", phw_error_message());
    return 20 * log10(amplitude);
}

typedef struct mean {
    double sum;
    double squares;
} mean;

static void add(mean *m, double x)
{
    m->sum += x / FIELDS;
    m->squares += x * x / FIELDS;
}

/* Five standard errors of the sample. */
static void expect(const mean *m, double expected, const char *what)
{
    const double error = sqrt((m->squares - m->sum * m->sum) / FIELDS);
    cr_expect_float_eq(m->sum, expected, 5 * error, "%s: %g, expected %g +- %g", what,
                       m->sum, expected, error);
}

/* Mean 0, variance 36, of which the correlation e^{-d / D} is left after d = D and
 * 2 D. */
Test(lab_power, shadows_links_with_their_deviation_and_decorrelation)
{
    const phw_lab_plan *p = plan();
    mean level = {0};
    mean variance = {0};
    mean covariance[2] = {{0}};
    for (uint64_t seed = 0; seed < FIELDS; ++seed) {
        phw_lab_power *power = NULL;
        cr_assert_eq(phw_lab_power_create(&power, p, seed, 0), PHW_OK);
        const double now = level_db(power, 0, 1, 0);
        cr_expect_float_eq(level_db(power, 1, 0, 0), now, 1e-12);
        add(&level, now);
        add(&variance, now * now);
        add(&covariance[0], now * level_db(power, 0, 1, 10));
        add(&covariance[1], now * level_db(power, 0, 1, 20));
        phw_lab_power_destroy(power);
    }
    expect(&level, 0, "mean");
    expect(&variance, 36, "variance");
    expect(&covariance[0], 36 * exp(-1), "10 m on");
    expect(&covariance[1], 36 * exp(-2), "20 m on");
}
