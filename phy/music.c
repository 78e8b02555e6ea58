#include "phy/music.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

/* Points of the search for each of the vectors' places, and how often the bracket of a
 * minimum is cut to its golden part: to 1e-9 of its width. */
#define POINTS_A_PLACE 6
#define CUTS           43
#define GOLDEN         0.6180339887498949

static double complex entry(const phw_subspace *s, size_t k, size_t i)
{
    double re = 0;
    double im = 0;
    phw_subspace_vector(&re, &im, s, k, i);
    return CMPLX(re, im);
}

static double square(double complex x)
{
    return creal(x) * creal(x) + cimag(x) * cimag(x);
}

double phw_music_rest(const phw_subspace *s, size_t n_waves, const phw_cf *steering)
{
    const size_t n = phw_subspace_length(s);
    double whole = 0;
    double rest = 0;
    for (size_t i = 0; i < n; ++i)
        whole += phw_cf_power(steering[i]);
    for (size_t k = n_waves; k < n; ++k) {
        double complex part = 0;
        for (size_t i = 0; i < n; ++i)
            part += conj(entry(s, k, i)) * (double complex)steering[i];
        rest += square(part);
    }
    return rest / whole;
}

/* The rest of an even line, from the waves' directions: fewer than the noise's. */
static double rest_at(const phw_subspace *s, size_t n_waves, double cycles)
{
    const size_t n = phw_subspace_length(s);
    const double complex step = CMPLX(cos(2 * M_PI * cycles), sin(2 * M_PI * cycles));
    double rest = (double)n;
    for (size_t k = 0; k < n_waves; ++k) {
        /* Horner's rule from the last place. */
        double complex sum = 0;
        for (size_t i = n; i-- > 0;)
            sum = sum * step + conj(entry(s, k, i));
        rest -= square(sum);
    }
    return rest / (double)n;
}

static double find_minimum(const phw_subspace *s, size_t n_waves, double low,
                           double high)
{
    double a = high - GOLDEN * (high - low);
    double b = low + GOLDEN * (high - low);
    double at_a = rest_at(s, n_waves, a);
    double at_b = rest_at(s, n_waves, b);
    for (int i = 0; i < CUTS; ++i) {
        if (at_a < at_b) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - GOLDEN * (high - low);
            at_a = rest_at(s, n_waves, a);
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + GOLDEN * (high - low);
            at_b = rest_at(s, n_waves, b);
        }
    }
    return (low + high) / 2;
}

typedef struct minimum {
    double cycles;
    double rest;
} minimum;

/* Among the deepest of list[n_found] of `most`, or lost. */
static size_t keep(minimum *list, size_t n_found, size_t most, minimum m)
{
    size_t i = n_found < most ? n_found : most;
    while (i > 0 && list[i - 1].rest > m.rest) {
        if (i < most)
            list[i] = list[i - 1];
        --i;
    }
    if (i < most)
        list[i] = m;
    return n_found < most ? n_found + 1 : n_found;
}

static int rising(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

phw_status phw_music_search(double *cycles, size_t *n_found, const phw_subspace *s,
                            size_t n_waves)
{
    minimum list[PHW_SUBSPACE_MAX];
    const size_t n = phw_subspace_length(s);
    const size_t n_points = POINTS_A_PLACE * n;
    const double step = 1 / (double)n_points;
    size_t found = 0;
    if (n_waves >= n)
        return phw_fail(PHW_EARG, "music: %zu waves in vectors of %zu; expected fewer",
                        n_waves, n);
    double before = rest_at(s, n_waves, -0.5 - step);
    double at = rest_at(s, n_waves, -0.5);
    for (size_t i = 0; i < n_points && n_waves > 0; ++i) {
        const double x = -0.5 + (double)i * step;
        const double after = rest_at(s, n_waves, x + step);
        if (at < before && at <= after) {
            const double lowest = find_minimum(s, n_waves, x - step, x + step);
            found = keep(list, found, n_waves,
                         (minimum){lowest, rest_at(s, n_waves, lowest)});
        }
        before = at;
        at = after;
    }
    for (size_t k = 0; k < found; ++k)
        cycles[k] = list[k].cycles - floor(list[k].cycles + 0.5);
    if (found > 1)
        qsort(cycles, found, sizeof *cycles, rising);
    *n_found = found;
    return PHW_OK;
}
