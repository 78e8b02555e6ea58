#include "phy/sounding_tone.h"

#include "phy/sounding_form.h"

enum {
    LENGTH,
    BIN,
    REPEATS,
    PREFIX
};

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const double *v = params->value;
    const phw_cf one = 1;
    const int half = (int)v[LENGTH] / 2;
    const int bin = (int)v[BIN];
    if (bin == 0 || bin < -half || bin >= half)
        return phw_fail(PHW_EARG,
                        "bin: %d; expected one of %d to %d, and not 0, where a "
                        "receiver's own leakage is",
                        bin, -half, half - 1);
    phw_sounding_form form = {0};
    PHW_TRY(phw_sounding_form_alloc(&form, (size_t)v[LENGTH], 1));
    form.bin[0] = bin;
    form.n_used = 1;
    const phw_status s = phw_sounding_form_fill(&form, &one);
    return phw_sounding_form_finish(out, &form, s, (size_t)v[REPEATS], v[PREFIX]);
}

static const phw_param param[] = {
    {.name = "length",
     .unit = "",
     .summary = "samples of a block",
     .min = 4,
     .max = 8192,
     .preset = 64,
     .whole = true},
    {.name = "bin",
     .unit = "",
     .summary = "cycles in a block, not 0",
     .min = -4096,
     .max = 4095,
     .preset = 8,
     .whole = true},
    PHW_SOUNDING_PARAM_REPEATS(8),
    PHW_SOUNDING_PARAM_PREFIX,
};

const phw_sounding phw_sounding_tone = {
    .name = "tone",
    .summary = "a single tone: no timing, and the channel at one frequency",
    .reference = "Rife and Boorstyn, IEEE Trans. Inf. Theory 20 (1974) 591",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
};
