#include "channel/fading_part.h"

#include <math.h>
#include <stdlib.h>

#include "channel/spectra.h"
#include "core/signal.h"

/* A spectrum is narrow below this share of its edge. */
#define NARROW 0.5

/* What may lie beyond the reach of a narrow one, on each side: it counts as at its end.
 */
#define BEYOND 5e-9

/* Less than this is a line, in fd. */
#define LINE 1e-9

static phw_fading_part measure(const phw_spectrum_choice *spectrum)
{
    const double edge = phw_spectrum_entry(spectrum)->edge;
    const double low = phw_spectrum_quantile(spectrum, BEYOND);
    const double high = phw_spectrum_quantile(spectrum, 1 - BEYOND);
    const double reach = 0.5 * (high - low);
    if (reach >= NARROW * edge)
        return (phw_fading_part){.reach = edge};
    return (phw_fading_part){
        .centre = low + reach, .reach = reach > LINE ? reach : 0, .is_narrow = true};
}

static bool go_together(const phw_fading_part *a, const phw_fading_part *b)
{
    return a->is_narrow == b->is_narrow &&
           (!a->is_narrow || (a->centre == b->centre && a->reach == b->reach));
}

/* Into the part that it goes with, or one of its own. */
static void place(phw_fading_part *part, size_t *n_parts, size_t *at,
                  const phw_fading_part *measured)
{
    size_t k = 0;
    while (k < *n_parts && !go_together(&part[k], measured))
        ++k;
    if (k == *n_parts) {
        part[k] = *measured;
        ++*n_parts;
    }
    part[k].reach = fmax(part[k].reach, measured->reach);
    ++part[k].n;
    *at = k;
}

static phw_status list(phw_fading_part *part, size_t n_parts, const size_t *at,
                       size_t n)
{
    for (size_t k = 0; k < n_parts; ++k) {
        PHW_TRY(phw_array_alloc(&part[k].index, part[k].n, sizeof *part[k].index));
        part[k].n = 0;
    }
    for (size_t i = 0; i < n; ++i)
        part[at[i]].index[part[at[i]].n++] = i;
    return PHW_OK;
}

static void sort_out(phw_fading_part *part, size_t *n_parts, size_t *at,
                     const phw_fading_config *config)
{
    static const phw_spectrum_choice clarke = {0};
    phw_fading_part measured = measure(&clarke);
    for (size_t i = 0; i < config->n; ++i) {
        const phw_spectrum_choice *s = config->spectrum;
        if (s != NULL && (i == 0 || !phw_spectrum_same(&s[i], &s[i - 1])))
            measured = measure(&s[i]);
        place(part, n_parts, &at[i], &measured);
    }
}

phw_status phw_fading_split(phw_fading_part **out, size_t *n_parts,
                            const phw_fading_config *config)
{
    phw_fading_part *part = NULL;
    size_t *at = NULL;
    size_t n = 0;
    phw_status s = phw_array_alloc(&part, config->n, sizeof *part);
    if (!s)
        s = phw_array_alloc(&at, config->n, sizeof *at);
    if (!s) {
        sort_out(part, &n, at, config);
        s = list(part, n, at, config->n);
    }
    free(at);
    if (s) {
        phw_fading_parts_free(part, n);
        return s;
    }
    *out = part;
    *n_parts = n;
    return PHW_OK;
}

void phw_fading_parts_free(phw_fading_part *part, size_t n_parts)
{
    for (size_t k = 0; part != NULL && k < n_parts; ++k)
        free(part[k].index);
    free(part);
}
