#include "phy/sounding_ofdm_comb.h"

#include <math.h>
#include <stdint.h>

#include "phy/sounding_form.h"

#define SKIPPED 1600 /* N_C: bits of the sequence that are not used */

enum {
    N_FFT,
    CARRIERS,
    SPACING,
    OFFSET,
    SEQUENCE,
    REPEATS,
    PREFIX
};

/* The length-31 Gold sequence of LTE and NR, a register for each part (3GPP TS 38.211,
 * 5.2.1): bit 0 of a state is x(n). */
typedef struct gold31 {
    uint32_t x1;
    uint32_t x2;
} gold31;

static int step(gold31 *g)
{
    const int bit = (int)((g->x1 ^ g->x2) & 1);
    const uint32_t next1 = (g->x1 >> 3 ^ g->x1) & 1;
    const uint32_t next2 = (g->x2 >> 3 ^ g->x2 >> 2 ^ g->x2 >> 1 ^ g->x2) & 1;
    g->x1 = g->x1 >> 1 | next1 << 30;
    g->x2 = g->x2 >> 1 | next2 << 30;
    return bit;
}

/* r(m) = (1 - 2 c(2m) + j (1 - 2 c(2m + 1))) / sqrt 2 (3GPP TS 38.211, 7.4.1.1.1). */
static phw_cf point(gold31 *g)
{
    const float rail = (float)sqrt(0.5);
    const float re = step(g) ? -rail : rail;
    const float im = step(g) ? -rail : rail;
    return CMPLXF(re, im);
}

/* Of carriers around the centre, without bin 0, every so many one carries a pilot. */
static phw_status fill(phw_sounding_form *form, const phw_params *params)
{
    const int carriers = (int)params->value[CARRIERS];
    const int spacing = (int)params->value[SPACING];
    phw_cf value[PHW_SOUNDING_CORE_MAX / 16];
    gold31 g = {.x1 = 1, .x2 = (uint32_t)params->value[SEQUENCE]};
    for (int i = 0; i < SKIPPED; ++i)
        (void)step(&g);
    for (int i = (int)params->value[OFFSET]; i < carriers; i += spacing) {
        const int bin = i - carriers / 2;
        form->bin[form->n_used] = bin < 0 ? bin : bin + 1;
        value[form->n_used++] = point(&g);
    }
    return phw_sounding_form_fill(form, value);
}

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const double *v = params->value;
    if (v[CARRIERS] >= v[N_FFT])
        return phw_fail(PHW_EARG, "carriers: %.0f of %.0f bins; expected fewer",
                        v[CARRIERS], v[N_FFT]);
    if (v[OFFSET] >= v[SPACING] || v[OFFSET] >= v[CARRIERS])
        return phw_fail(PHW_EARG,
                        "offset: %.0f; expected less than the spacing, %.0f, and the "
                        "carriers, %.0f",
                        v[OFFSET], v[SPACING], v[CARRIERS]);
    phw_sounding_form form = {0};
    PHW_TRY(phw_sounding_form_alloc(&form, (size_t)v[N_FFT], 1));
    const phw_status s = fill(&form, params);
    return phw_sounding_form_finish(out, &form, s, (size_t)v[REPEATS], v[PREFIX]);
}

static const phw_param param[] = {
    {.name = "n_fft",
     .unit = "",
     .summary = "samples of a symbol",
     .min = 16,
     .max = 4096,
     .preset = 64,
     .whole = true},
    {.name = "carriers",
     .unit = "",
     .summary = "carriers around the centre, bin 0 not counted",
     .min = 2,
     .max = 4095,
     .preset = 52,
     .whole = true},
    {.name = "spacing",
     .unit = "",
     .summary = "every so many carriers bears a pilot",
     .min = 1,
     .max = 64,
     .preset = 2,
     .whole = true},
    {.name = "offset",
     .unit = "",
     .summary = "the first pilot's carrier, of those",
     .min = 0,
     .max = 63,
     .preset = 0,
     .whole = true},
    {.name = "sequence",
     .unit = "",
     .summary = "what the pilots' Gold sequence starts with (c_init)",
     .min = 0,
     .max = 2147483647,
     .preset = 1,
     .whole = true},
    PHW_SOUNDING_PARAM_REPEATS(2),
    PHW_SOUNDING_PARAM_PREFIX,
};

const phw_sounding phw_sounding_ofdm_comb = {
    .name = "ofdm-comb",
    .summary = "QPSK pilots on a comb of OFDM carriers, as of LTE and NR",
    .reference = "3GPP TS 38.211, sections 5.2.1 and 7.4.1",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
};
