#include "phy/sounding_zadoff_chu.h"

#include <complex.h>
#include <math.h>
#include <stdint.h>

#include "phy/sounding_form.h"

enum {
    LENGTH,
    ROOT,
    REPEATS,
    PREFIX
};

static uint64_t divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        const uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* e^(-j pi u n (n + N mod 2) / N), the phase reduced as a whole number modulo 2N. */
static void write(phw_cf *out, uint64_t n_core, uint64_t root)
{
    for (uint64_t n = 0; n < n_core; ++n) {
        const uint64_t square = n * (n + n_core % 2) % (2 * n_core);
        const uint64_t phase = root * square % (2 * n_core);
        out[n] = (phw_cf)cexp(CMPLX(0, -M_PI * (double)phase / (double)n_core));
    }
}

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const size_t n = (size_t)params->value[LENGTH];
    const size_t root = (size_t)params->value[ROOT];
    if (root >= n || divisor(n, root) != 1)
        return phw_fail(PHW_EARG,
                        "root: %zu; expected less than the length, %zu, and no divisor "
                        "in common with it",
                        root, n);
    phw_sounding_form form = {0};
    PHW_TRY(phw_sounding_form_alloc(&form, n, 1));
    write(form.core, n, root);
    const phw_status s = phw_sounding_form_use(&form, false);
    return phw_sounding_form_finish(out, &form, s, (size_t)params->value[REPEATS],
                                    params->value[PREFIX]);
}

static const phw_param param[] = {
    {.name = "length",
     .unit = "",
     .summary = "samples of the sequence; a prime has the most roots",
     .min = 3,
     .max = 8192,
     .preset = 139,
     .whole = true},
    {.name = "root",
     .unit = "",
     .summary = "which of the sequences; prime to the length",
     .min = 1,
     .max = 8191,
     .preset = 1,
     .whole = true},
    PHW_SOUNDING_PARAM_REPEATS(2),
    PHW_SOUNDING_PARAM_PREFIX,
};

const phw_sounding phw_sounding_zadoff_chu = {
    .name = "zadoff-chu",
    .summary = "Zadoff-Chu sequence: constant envelope, flat spectrum",
    .reference = "Chu, IEEE Trans. Inf. Theory 18 (1972) 531",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
};
