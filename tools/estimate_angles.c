#include "tools/estimate_angles.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>

#include "phy/esprit.h"
#include "phy/music.h"
#include "phy/subspace.h"
#include "tools/cancel.h"

typedef struct wave {
    double cycles;
    double power;
} wave;

/* The covariance's power along a wave: of waves that are apart, theirs and the noise's.
 */
static double power_of(const phw_subspace *s, double cycles)
{
    const size_t n = phw_subspace_length(s);
    double power = 0;
    for (size_t k = 0; k < n; ++k) {
        double complex part = 0;
        for (size_t i = 0; i < n; ++i) {
            double re = 0;
            double im = 0;
            phw_subspace_vector(&re, &im, s, k, i);
            part += CMPLX(re, -im) * cexp(CMPLX(0, 2 * M_PI * cycles * (double)i));
        }
        power += phw_subspace_values(s)[k] *
                 (creal(part) * creal(part) + cimag(part) * cimag(part));
    }
    return power;
}

static void sort(wave *list, size_t n)
{
    for (size_t i = 1; i < n; ++i) {
        const wave w = list[i];
        size_t k = i;
        for (; k > 0 && list[k - 1].power < w.power; --k)
            list[k] = list[k - 1];
        list[k] = w;
    }
}

static phw_status find(wave list[PHW_ANGLES_MAX], size_t *n_found, phw_subspace *s,
                       const phw_angle_plan *plan)
{
    double cycles[PHW_ANGLES_MAX];
    size_t n = plan->n_waves;
    PHW_TRY(phw_subspace_split(s, true));
    if (n == 0) {
        n = phw_subspace_order(s);
        n = n < PHW_ANGLES_MAX ? n : PHW_ANGLES_MAX;
    }
    if (plan->music)
        PHW_TRY(phw_music_search(cycles, &n, s, n));
    else
        PHW_TRY(phw_esprit(cycles, s, n));
    for (size_t w = 0; w < n; ++w)
        list[w] = (wave){cycles[w], power_of(s, cycles[w])};
    sort(list, n);
    *n_found = n;
    return PHW_OK;
}

static void add_probe(phw_subspace *s, const phw_trace *t, size_t probe)
{
    phw_cf snapshot[PHW_SUBSPACE_MAX];
    const size_t n = t->n_coefficients / t->n_antennas;
    const phw_cf *h = t->cplx + probe * t->n_coefficients;
    phw_subspace_reset(s);
    for (size_t k = 0; k < n; ++k) {
        for (size_t a = 0; a < t->n_antennas; ++a)
            snapshot[a] = h[a * n + k];
        phw_subspace_add(s, snapshot);
    }
}

/* Degrees of a turn from antenna to antenna; NaN for one that no angle makes. */
static double degrees(double cycles, double spacing)
{
    const double sine = cycles / spacing;
    return fabs(sine) <= 1 ? asin(sine) * 180 / M_PI : (double)NAN;
}

static phw_status fill(double *const column[PHW_ANGLES_MAX], size_t n_columns,
                       phw_subspace *s, const phw_trace *trace,
                       const phw_angle_plan *plan)
{
    for (size_t p = 0; p < trace->n_probes; ++p) {
        wave list[PHW_ANGLES_MAX];
        size_t n = 0;
        PHW_TRY(phw_cancel_check());
        add_probe(s, trace, p);
        PHW_TRY(find(list, &n, s, plan));
        for (size_t w = 0; w < n && w < n_columns; ++w)
            column[w][p] = degrees(list[w].cycles, plan->spacing);
    }
    return PHW_OK;
}

phw_status phw_estimate_angles(phw_trace *out, const phw_trace *trace,
                               const phw_angle_plan *plan)
{
    double *column[PHW_ANGLES_MAX] = {0};
    phw_subspace *s = NULL;
    const size_t n = trace->n_antennas;
    const size_t n_columns = plan->n_waves > 0 ? plan->n_waves : PHW_ANGLES_MAX;
    if (n < 2 || n <= plan->n_waves || n > PHW_SUBSPACE_MAX)
        return phw_fail(PHW_EINPUT,
                        "--angle: the trace has %zu antennas; expected more than waves "
                        "asked for, 2 to %d",
                        n, PHW_SUBSPACE_MAX);
    for (size_t w = 0; w < n_columns && w + 1 < n; ++w) {
        char name[32];
        (void)snprintf(name, sizeof name, "angle%zu_deg", w + 1);
        PHW_TRY(phw_trace_add_column(&column[w], out, name, "deg"));
    }
    PHW_TRY(phw_subspace_create(&s, n));
    const phw_status status =
        fill(column, n_columns < n - 1 ? n_columns : n - 1, s, trace, plan);
    phw_subspace_destroy(s);
    return status;
}
