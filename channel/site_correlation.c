#include "channel/site_correlation.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "channel/angles.h"
#include "core/signal.h"

/* A pivot below this is rounding, and its antenna a sum of those before it. */
#define PIVOT_MIN 1e-10

/* A pivot below less than this is no rounding. */
#define PIVOT_REFUSED (-1e-6)

/* Noise of its own that each antenna gets where places or a model say how they hang
 * together, far below single precision's: close antennas make R singular but for the
 * rounding of its entries, which a row divided by a vanishing pivot would blow up.
 * Under an explicit correlation of the nodes, elements of one number have it by that.
 */
#define OWN_VARIANCE 1e-7

/* From b's antenna to a's in wavelengths, with `places` or within the arrays only. */
static void displacement(double out[3], const phw_network_config *config,
                         const phw_antenna *a, const phw_antenna *b, double places)
{
    const phw_node *from = &config->node[b->node];
    const phw_node *to = &config->node[a->node];
    const double wavelength = phw_network_config_wavelength_m(config);
    double p[3];
    double q[3];
    phw_array_element(p, &to->array, a->element);
    phw_array_element(q, &from->array, b->element);
    for (int i = 0; i < 3; ++i)
        out[i] = p[i] - q[i] +
                 places * (to->position_m[i] - from->position_m[i]) / wavelength;
}

/* The array whose model says how elements hang together; NULL: no model does. */
static const phw_array *model_of(const phw_network_config *config, const phw_antenna *a,
                                 const phw_antenna *b)
{
    const phw_array *p = &config->node[a->node].array;
    const phw_array *q = &config->node[b->node].array;
    if (!p->modelled && !q->modelled)
        return NULL;
    if (!p->modelled)
        return q;
    return q->modelled && phw_array_size(q) > phw_array_size(p) ? q : p;
}

void phw_site_correlation(double *re, double *im, const phw_network_config *config,
                          phw_antenna a, phw_antenna b)
{
    const phw_angles_choice *angles = &config->site[config->node[a.node].site].angles;
    const phw_array *model = model_of(config, &a, &b);
    const bool given = config->correlation != NULL;
    double scale = given && a.node != b.node
                       ? config->correlation[a.node * config->n_nodes + b.node]
                       : 1;
    if (model != NULL) {
        double of_elements;
        double zero;
        phw_array_correlation(&of_elements, &zero, model, a.element, b.element, angles);
        scale *= of_elements;
        /* Their first elements' places remain. */
        a.element = 0;
        b = a.node == b.node ? a : (phw_antenna){.node = b.node};
    }
    double d[3];
    displacement(d, config, &a, &b, given ? 0 : 1);
    phw_angles_correlation(re, im, angles, d);
    *re *= scale;
    *im *= scale;
}

/* Row a of L from the rows above it and row a of R, in place (Cholesky and
 * Banachiewicz).
 */
static phw_status reduce(double complex *L, size_t n, size_t a)
{
    double complex *row = L + a * n;
    for (size_t b = 0; b <= a; ++b) {
        const double complex *other = L + b * n;
        double complex rest = row[b];
        for (size_t k = 0; k < b; ++k)
            rest -= row[k] * conj(b == a ? row[k] : other[k]);
        if (b < a) {
            row[b] = creal(other[b]) > 0 ? rest / creal(other[b]) : 0;
            continue;
        }
        if (!(creal(rest) >= PIVOT_REFUSED))
            return PHW_EARG;
        row[a] = creal(rest) > PIVOT_MIN ? sqrt(creal(rest)) : 0;
    }
    return PHW_OK;
}

/* R of the antennas of a site as its rows are asked for. */
typedef struct correlation {
    const phw_network_config *config;
    const phw_antenna *antenna;
    bool has_arrays;
    double complex
        *lag; /* of elements of the line whose row it is, by their distance */
} correlation;

/* All elements of a line hang together as the first one does. */
static double complex entry(const correlation *r, phw_antenna a, phw_antenna b)
{
    const bool on_line =
        a.node == b.node && r->config->node[a.node].array.form == PHW_ARRAY_ULA;
    if (on_line && b.element > 0)
        return r->lag[a.element - b.element];
    double re;
    double im;
    phw_site_correlation(&re, &im, r->config, a, b);
    if (on_line)
        r->lag[a.element] = CMPLX(re, im);
    return CMPLX(re, im);
}

static double own_variance(const correlation *r, phw_antenna a, phw_antenna b)
{
    const double *given = r->config->correlation;
    if (a.element != b.element || (given != NULL && !r->has_arrays))
        return 0;
    if (a.node == b.node)
        return OWN_VARIANCE;
    return given != NULL ? OWN_VARIANCE * given[a.node * r->config->n_nodes + b.node]
                         : 0;
}

static phw_status decompose(double complex *L, const correlation *r, size_t n)
{
    for (size_t a = 0; a < n; ++a) {
        for (size_t b = 0; b <= a; ++b)
            L[a * n + b] = entry(r, r->antenna[a], r->antenna[b]) +
                           own_variance(r, r->antenna[a], r->antenna[b]);
        if (reduce(L, n, a))
            return phw_fail(PHW_EARG,
                            "network: the correlation of node %.31s with those before "
                            "it can't be: with theirs it makes a negative variance",
                            r->config->node[r->antenna[a].node].name);
    }
    return PHW_OK;
}

phw_status phw_site_mixing(phw_cf *out, const phw_network_config *config,
                           const phw_antenna *antenna, size_t n)
{
    double complex *L = NULL;
    correlation r = {.config = config, .antenna = antenna};
    for (size_t i = 0; i < n; ++i)
        r.has_arrays = r.has_arrays || antenna[i].element > 0;
    PHW_TRY(phw_array_alloc(&L, n * n, sizeof *L));
    phw_status s = phw_array_alloc(&r.lag, PHW_ARRAY_ELEMENTS_MAX, sizeof *r.lag);
    if (!s)
        s = decompose(L, &r, n);
    for (size_t i = 0; !s && i < n * n; ++i)
        out[i] = (phw_cf)L[i];
    free(L);
    free(r.lag);
    return s;
}
