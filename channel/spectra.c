#include "channel/spectra.h"

#include "channel/spectrum_jakes.h"

static const phw_spectrum *const entries[] = {
    &phw_spectrum_jakes,
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
    const phw_status s = phw_params_read(&choice.params, choice.entry->params,
                                         choice.entry->n_params, rest);
    if (s)
        return phw_fail_within(s, "spectrum %s", name);
    *out = choice;
    return PHW_OK;
}

const phw_spectrum *phw_spectrum_entry(const phw_spectrum_choice *choice)
{
    return choice->entry != NULL ? choice->entry : &phw_spectrum_jakes;
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
