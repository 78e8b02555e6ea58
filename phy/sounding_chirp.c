#include "phy/sounding_chirp.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/sounding_form.h"

enum {
    LENGTH,
    SHARE,
    DIRECTION,
    REPEATS,
    PREFIX
};

/* Phases -pi k^2 / K of K neighbouring bins of equal power: their group delay rises
 * evenly from bin to bin over one period (Schroeder, equation 11), so that the whole is
 * a chirp of all but constant envelope, and nothing is outside the band. */
static void set_bins(phw_sounding_form *form, phw_cf *value, size_t n_used, bool down)
{
    const int32_t half = (int32_t)(n_used / 2);
    for (size_t i = 0; i < n_used; ++i) {
        const double k = (int32_t)i - half;
        const double turn = k * k / (2 * (double)n_used);
        form->bin[i] = (int32_t)i - half;
        value[i] = (phw_cf)cexp(CMPLX(0, (down ? 2 : -2) * M_PI * turn));
    }
    form->n_used = n_used;
}

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const size_t n = (size_t)params->value[LENGTH];
    const size_t n_used = (size_t)(params->value[SHARE] * (double)n);
    phw_sounding_form form = {0};
    phw_cf *value = NULL;
    if (n_used < 2)
        return phw_fail(PHW_EARG, "share: %g of %zu bins; expected 2 of them or more",
                        params->value[SHARE], n);
    PHW_TRY(phw_array_alloc(&value, n_used, sizeof *value));
    phw_status s = phw_sounding_form_alloc(&form, n, 1);
    if (!s) {
        set_bins(&form, value, n_used, params->value[DIRECTION] != 0);
        s = phw_sounding_form_fill(&form, value);
    }
    free(value);
    return phw_sounding_form_finish(out, &form, s, (size_t)params->value[REPEATS],
                                    params->value[PREFIX]);
}

static const char *const direction[] = {"up", "down", NULL};

static const phw_param param[] = {
    {.name = "length",
     .unit = "",
     .summary = "samples of a sweep",
     .min = 16,
     .max = 8192,
     .preset = 128,
     .whole = true},
    {.name = "share",
     .unit = "",
     .summary = "of the band that is swept",
     .min = 0.05,
     .max = 1,
     .preset = 0.8},
    {.name = "direction", .unit = "", .summary = "of the sweep", .choice = direction},
    PHW_SOUNDING_PARAM_REPEATS(2),
    PHW_SOUNDING_PARAM_PREFIX,
};

const phw_sounding phw_sounding_chirp = {
    .name = "chirp",
    .summary = "linear sweep over a share of the band, nothing outside it",
    .reference = "Schroeder, IEEE Trans. Inf. Theory 16 (1970) 85",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
};
