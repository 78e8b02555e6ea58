#include "encrypt/wiretap_models.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

enum {
    N = 1000
};

static phw_wiretap_setting setting(const phw_wiretap_model *m, double bob, double eve,
                                   double rate)
{
    phw_wiretap_setting s = {.snr_bob = bob, .snr_eve = eve, .rate = rate};
    phw_params_preset(&s.params, m->params, m->n_params);
    return s;
}

Test(wiretap_models, are_found_by_name)
{
    size_t n = 0;
    const phw_wiretap_model *const *list = phw_wiretap_model_list(&n);
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; ++i) {
        const phw_wiretap_model *found = NULL;
        cr_assert_eq(phw_wiretap_model_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
    const phw_wiretap_model *found = NULL;
    cr_expect_eq(phw_wiretap_model_find(&found, "magic"), PHW_EARG);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not_null(strstr(phw_error_message(), list[i]->name));
}

/* At every end of every parameter, with ratios from none to many. */
static void check(const phw_wiretap_model *m, phw_wiretap_setting s)
{
    double last = 0;
    for (double rate = 0; rate < 20; rate = 2 * rate + 0.25) {
        phw_wiretap_figures f;
        s.rate = rate;
        m->figures(&f, &s);
        cr_expect(f.positive_probability >= 0 && f.positive_probability <= 1, "%s",
                  m->name);
        cr_expect(f.outage >= last - 1e-12 && f.outage <= 1, "%s: %g at %g", m->name,
                  f.outage, rate);
        cr_expect(f.ergodic_bits >= 0, "%s: %g", m->name, f.ergodic_bits);
        /* Markov: P(C >= R) <= E C / R. */
        cr_expect_leq(rate * (1 - f.outage), f.ergodic_bits + 1e-9, "%s", m->name);
        cr_expect(isnan(f.best_share) || (f.best_share >= 0 && f.best_share <= 1));
        last = f.outage;
    }
}

Test(wiretap_models, figures_are_such_wherever_the_parameters_stand)
{
    static const double ratio[] = {0, 1e-6, 1, 1e3, 1e10};
    size_t n = 0;
    const phw_wiretap_model *const *list = phw_wiretap_model_list(&n);
    for (size_t i = 0; i < n * 25; ++i) {
        const phw_wiretap_model *m = list[i / 25];
        phw_wiretap_setting s = setting(m, ratio[i % 5], ratio[i / 5 % 5], 1);
        check(m, s);
        for (size_t k = 0; k < 2 * m->n_params; ++k) {
            const phw_param *p = &m->params[k / 2];
            phw_wiretap_setting end = s;
            end.params.value[k / 2] = k % 2 == 0 ? p->min : p->max;
            check(m, end);
        }
    }
}

Test(wiretap_models, draws_do_not_depend_on_how_they_are_cut)
{
    size_t n = 0;
    const phw_wiretap_model *const *list = phw_wiretap_model_list(&n);
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), 0};
    for (size_t i = 0; i < n; ++i) {
        double whole[N];
        double piece[N];
        if (list[i]->draw == NULL)
            continue;
        const phw_wiretap_setting s = setting(list[i], 10, 3, 1);
        list[i]->draw(whole, &s, &rng, 5, N);
        for (size_t from = 0; from < N; from += 7)
            list[i]->draw(piece + from, &s, &rng, 5 + from,
                          N - from < 7 ? N - from : 7);
        cr_expect_arr_eq(whole, piece, sizeof whole, "%s", list[i]->name);
    }
}

/* Two ends where the jammed Eve has an SINR without a number. */
Test(wiretap_models, without_noise_there_is_no_secrecy_from_many_antennas)
{
    const phw_wiretap_model *m = NULL;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), 0};
    double bits[N];
    cr_assert_eq(phw_wiretap_model_find(&m, "jamming"), PHW_OK);
    phw_wiretap_setting s = setting(m, 100, 1, 1);
    s.params.value[1] = 2; /* Eve's antennas */
    s.params.value[2] = 1; /* all power for data */
    m->draw(bits, &s, &rng, 0, N);
    for (size_t i = 0; i < N; ++i)
        cr_assert_eq(bits[i], 0);
    s.params.value[1] = 1;
    s.snr_eve = 0;
    m->draw(bits, &s, &rng, 0, N);
    for (size_t i = 0; i < N; ++i)
        cr_assert_float_eq(bits[i], log2(101), 1e-12);
}
