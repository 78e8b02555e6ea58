/* The wiretap channels' draws against their closed forms. With a fixed seed the 5 sigma
 * bounds below are met or not once and for all; over seeds each is missed with
 * probability 6e-7. */
#include <math.h>

#include <criterion/criterion.h>

#include "encrypt/wiretap_models.h"

enum {
    DRAWS = 200000,
    BATCH = 1000,
    TAIL_DRAWS = 50000
};

typedef struct counts {
    double n, positive, outage, sum, squares;
} counts;

static counts simulate(const phw_wiretap_model *m, const phw_wiretap_setting *s,
                       size_t n)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x3e), 0};
    counts c = {.n = (double)n};
    double bits[BATCH];
    for (size_t from = 0; from < n; from += BATCH) {
        m->draw(bits, s, &rng, from, BATCH);
        for (size_t i = 0; i < BATCH; ++i) {
            c.positive += bits[i] > 0;
            c.outage += bits[i] < s->rate;
            c.sum += bits[i];
            c.squares += bits[i] * bits[i];
        }
    }
    return c;
}

/* Binomial: sigma = sqrt(p (1 - p) / n), and one count more for where p is next to 0.
 */
static void share(double hits, double n, double p, const char *what, double db)
{
    cr_expect_float_eq(hits / n, p, 5 * sqrt(p * (1 - p) / n) + 1 / n,
                       "%s at %g dB: %.6f, not %.6f", what, db, hits / n, p);
}

static void agree(const phw_wiretap_model *m, const phw_wiretap_setting *s, size_t n)
{
    phw_wiretap_figures f;
    const counts c = simulate(m, s, n);
    const double db = 10 * log10(s->snr_bob);
    m->figures(&f, s);
    share(c.positive, c.n, f.positive_probability, "positive", db);
    share(c.outage, c.n, f.outage, "outage", db);
    const double mean = c.sum / c.n;
    const double sigma = sqrt((c.squares / c.n - mean * mean) / c.n);
    cr_expect_float_eq(mean, f.ergodic_bits, 5 * sigma + 1e-12, "%s: %.6f, not %.6f",
                       m->name, mean, f.ergodic_bits);
}

static const phw_wiretap_model *model(const char *name, phw_wiretap_setting *s)
{
    const phw_wiretap_model *m = NULL;
    cr_assert_eq(phw_wiretap_model_find(&m, name), PHW_OK);
    phw_params_preset(&s->params, m->params, m->n_params);
    return m;
}

Test(wiretap, fading_draws_have_the_figures_of_the_closed_forms)
{
    static const double db[][2] = {{10, 0}, {10, 10}, {20, 10}, {15, 5}, {0, 10}};
    static const double rate[] = {.1, 1, 2};
    static const char *const name[] = {"rayleigh", "backscatter"};
    for (size_t i = 0; i < 30; ++i) {
        phw_wiretap_setting s = {.snr_bob = pow(10, db[i / 6][0] / 10),
                                 .snr_eve = pow(10, db[i / 6][1] / 10),
                                 .rate = rate[i / 2 % 3]};
        const phw_wiretap_model *m = model(name[i % 2], &s);
        agree(m, &s, DRAWS);
    }
}

/* N antennas, Eve's, the share: with and without noise at Eve, nulling included. */
Test(wiretap, jammed_draws_have_the_figures_of_the_closed_forms)
{
    static const double setting[][3] = {{4, 1, .5}, {4, 2, .5},  {8, 3, .5},
                                        {4, 3, .8}, {2, 1, .25}, {4, 4, .5}};
    for (size_t i = 0; i < sizeof setting / sizeof setting[0]; ++i) {
        phw_wiretap_setting s = {.snr_bob = 30, .snr_eve = 10, .rate = 2};
        const phw_wiretap_model *m = model("jamming", &s);
        for (size_t k = 0; k < 3; ++k)
            s.params.value[k] = setting[i][k];
        agree(m, &s, TAIL_DRAWS);
    }
}
