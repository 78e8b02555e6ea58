#include "phy/sounding_m_sequence.h"

#include "phy/shift_register.h"
#include "phy/sounding_form.h"

#define LENGTH_MAX ((1 << PHW_M_SEQUENCE_ORDER_MAX) - 1)

enum {
    ORDER,
    REPEATS,
    PREFIX
};

/* Bin 0 has the power 1, the others n + 1: it is not used. */
static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const unsigned order = (unsigned)params->value[ORDER];
    const size_t n = ((size_t)1 << order) - 1;
    uint8_t bit[LENGTH_MAX];
    phw_sounding_form form = {0};
    PHW_TRY(phw_sounding_form_alloc(&form, n, 1));
    phw_m_sequence_write(bit, phw_m_sequence_polynomial(order), order);
    for (size_t i = 0; i < n; ++i)
        form.core[i] = bit[i] ? -1 : 1;
    const phw_status s = phw_sounding_form_use(&form, true);
    return phw_sounding_form_finish(out, &form, s, (size_t)params->value[REPEATS],
                                    params->value[PREFIX]);
}

static const phw_param param[] = {
    {.name = "order",
     .unit = "",
     .summary = "stages of the register: 2^order - 1 chips",
     .min = PHW_M_SEQUENCE_ORDER_MIN,
     .max = PHW_M_SEQUENCE_ORDER_MAX,
     .preset = 7,
     .whole = true},
    PHW_SOUNDING_PARAM_REPEATS(2),
    PHW_SOUNDING_PARAM_PREFIX,
};

const phw_sounding phw_sounding_m_sequence = {
    .name = "m-sequence",
    .summary = "maximum-length sequence of +-1",
    .reference = "Golomb, Shift Register Sequences, 1967",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
};
