#include "channel/spectra.h"

#include <math.h>

#include "channel/spectrum_bell.h"
#include "channel/spectrum_custom.h"
#include "channel/spectrum_directional.h"
#include "channel/spectrum_flat.h"
#include "channel/spectrum_gauss.h"
#include "channel/spectrum_jakes.h"
#include "channel/spectrum_line.h"

static const phw_spectrum *const entries[] = {
    &phw_spectrum_jakes,  &phw_spectrum_flat,        &phw_spectrum_isotropic_3d,
    &phw_spectrum_gauss,  &phw_spectrum_gauss1,      &phw_spectrum_gauss2,
    &phw_spectrum_bell,   &phw_spectrum_directional, &phw_spectrum_line,
    &phw_spectrum_custom,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

/* Halvings of 2 edge: 2^-41 is 1e-12 of the edge. */
#define HALVINGS 42

#define NAME_SIZE 32

const phw_spectrum *const *phw_spectrum_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_spectrum_find(const phw_spectrum **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "spectrum", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

phw_status phw_spectrum_choose(phw_spectrum_choice *out, const char *text)
{
    char name[NAME_SIZE];
    const char *rest = NULL;
    phw_spectrum_choice choice = {0};
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_spectrum_find(&choice.entry, name));
    phw_status s = phw_params_read(&choice.params, choice.entry->params,
                                   choice.entry->n_params, rest);
    if (!s && choice.entry->check != NULL)
        s = choice.entry->check(&choice.params);
    if (s)
        return phw_fail_within(s, "spectrum %s", name);
    *out = choice;
    return PHW_OK;
}

const phw_spectrum *phw_spectrum_entry(const phw_spectrum_choice *choice)
{
    return choice->entry != NULL ? choice->entry : &phw_spectrum_jakes;
}

bool phw_spectrum_same(const phw_spectrum_choice *a, const phw_spectrum_choice *b)
{
    const phw_spectrum *entry = phw_spectrum_entry(a);
    if (phw_spectrum_entry(b) != entry)
        return false;
    for (size_t k = 0; k < entry->n_params; ++k) {
        const double difference = a->params.value[k] - b->params.value[k];
        if (difference < 0 || difference > 0)
            return false;
    }
    return true;
}

double phw_spectrum_cdf(const phw_spectrum_choice *choice, double x)
{
    return phw_spectrum_entry(choice)->cdf(x, &choice->params);
}

void phw_spectrum_correlation(double *re, double *im, const phw_spectrum_choice *choice,
                              double x)
{
    phw_spectrum_entry(choice)->correlation(re, im, x, &choice->params);
}

double phw_spectrum_quantile(const phw_spectrum_choice *choice, double u)
{
    const phw_spectrum *s = phw_spectrum_entry(choice);
    const double share = u > 0 ? (u < 1 ? u : 1) : 0;
    if (s->quantile != NULL)
        return s->quantile(share, &choice->params);
    double low = -s->edge;
    double high = s->edge;
    for (int i = 0; i < HALVINGS; ++i) {
        const double middle = 0.5 * (low + high);
        if (s->cdf(middle, &choice->params) < share)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* R = 1 + j w m1 - w^2 m2 / 2 - ..., w = 2 pi x: what two small delays, one half of the
 * other, say of m1 and m2 when the next term is taken out (Richardson). */
void phw_spectrum_moments(double *mean, double *square,
                          const phw_spectrum_choice *choice)
{
    const double angle = 0.05 / phw_spectrum_entry(choice)->edge;
    double first[2];
    double second[2];
    for (int i = 0; i < 2; ++i) {
        const double w = i == 0 ? angle : 0.5 * angle;
        double re = 1;
        double im = 0;
        phw_spectrum_correlation(&re, &im, choice, w / (2 * M_PI));
        first[i] = im / w;
        second[i] = 2 * (1 - re) / (w * w);
    }
    *mean = (4 * first[1] - first[0]) / 3;
    *square = (4 * second[1] - second[0]) / 3;
}
