#include "phy/sounding_golay.h"

#include "phy/sounding_form.h"

enum {
    ORDER,
    REPEATS,
    PREFIX
};

/* (a, b) becomes (a b, a -b), from (1, 1): the powers of their spectra add up to 2n. */
static void write(phw_cf *a, phw_cf *b, size_t n)
{
    a[0] = 1;
    b[0] = 1;
    for (size_t m = 1; m < n; m *= 2) {
        for (size_t i = 0; i < m; ++i) {
            const phw_cf first = a[i];
            a[m + i] = b[i];
            b[m + i] = -b[i];
            b[i] = first;
        }
    }
}

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const size_t n = (size_t)1 << (unsigned)params->value[ORDER];
    phw_sounding_form form = {0};
    PHW_TRY(phw_sounding_form_alloc(&form, n, 2));
    write(form.core, form.core + n, n);
    const phw_status s = phw_sounding_form_use(&form, false);
    return phw_sounding_form_finish(out, &form, s, (size_t)params->value[REPEATS],
                                    params->value[PREFIX]);
}

static const phw_param param[] = {
    {.name = "order",
     .unit = "",
     .summary = "2^order chips each",
     .min = 3,
     .max = 13,
     .preset = 7,
     .whole = true},
    {.name = "repeats",
     .unit = "",
     .summary = "times that each of the pair is sent",
     .min = 1,
     .max = 31,
     .preset = 2,
     .whole = true},
    PHW_SOUNDING_PARAM_PREFIX,
};

const phw_sounding phw_sounding_golay = {
    .name = "golay",
    .summary = "complementary pair of +-1 sequences, one after the other",
    .reference = "Golay, IRE Trans. Inf. Theory 7 (1961) 82",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
};
