#include "channel/site_correlation.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "channel/angles.h"
#include "core/signal.h"

/* A pivot below this is rounding, and its antenna a sum of those before it. */
#define PIVOT_MIN 1e-10

/* A pivot below less than this is no rounding. */
#define PIVOT_REFUSED (-1e-6)

/* Noise of its own that each antenna gets where places say how they hang together, far
 * below single precision's: close antennas make R singular but for the rounding of its
 * entries, which a row divided by a vanishing pivot would blow up. */
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

static phw_status decompose(double complex *L, const phw_network_config *config,
                            const phw_antenna *antenna, size_t n)
{
    for (size_t a = 0; a < n; ++a) {
        for (size_t b = 0; b <= a; ++b) {
            double re;
            double im;
            phw_site_correlation(&re, &im, config, antenna[a], antenna[b]);
            L[a * n + b] = CMPLX(re, im);
        }
        if (config->correlation == NULL)
            L[a * n + a] += OWN_VARIANCE;
        if (reduce(L, n, a))
            return phw_fail(PHW_EARG,
                            "network: the correlation of node %.31s with those before "
                            "it can't be: with theirs it makes a negative variance",
                            config->node[antenna[a].node].name);
    }
    return PHW_OK;
}

phw_status phw_site_mixing(phw_cf *out, const phw_network_config *config,
                           const phw_antenna *antenna, size_t n)
{
    double complex *L = NULL;
    PHW_TRY(phw_array_alloc(&L, n * n, sizeof *L));
    const phw_status s = decompose(L, config, antenna, n);
    for (size_t i = 0; !s && i < n * n; ++i)
        out[i] = (phw_cf)L[i];
    free(L);
    return s;
}
