#include "phy/sounding_gold.h"

#include <stdint.h>

#include "phy/shift_register.h"
#include "phy/sounding_form.h"

#define ORDER_MAX  11
#define LENGTH_MAX ((1 << ORDER_MAX) - 1)

enum {
    ORDER,
    INDEX,
    REPEATS,
    PREFIX
};

/* Preferred pairs, in octal: an m-sequence's polynomial and that of its decimation by 3
 * (orders 5, 7, 9, 11) or by 5 (6, 10); there is none at order 8. */
static const struct {
    uint32_t u;
    uint32_t v;
} pair[ORDER_MAX + 1] = {
    [5] = {045, 075},     [6] = {0103, 0147},    [7] = {0211, 0217},
    [9] = {01021, 01131}, [10] = {02011, 02415}, [11] = {04005, 04445},
};

/* Sequences 0 and 1 are the pair itself; 2 + k is u + v, v moved by k. */
static void write(phw_cf *out, unsigned order, size_t index)
{
    const size_t n = ((size_t)1 << order) - 1;
    uint8_t u[LENGTH_MAX];
    uint8_t v[LENGTH_MAX];
    phw_m_sequence_write(u, pair[order].u, order);
    phw_m_sequence_write(v, pair[order].v, order);
    for (size_t i = 0; i < n; ++i) {
        const unsigned first = index == 1 ? 0 : u[i];
        const unsigned second = index == 0 ? 0 : v[(i + index + n - 2) % n];
        out[i] = (first ^ second) ? -1 : 1;
    }
}

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const unsigned order = (unsigned)params->value[ORDER];
    const size_t index = (size_t)params->value[INDEX];
    const size_t n = ((size_t)1 << order) - 1;
    if (pair[order].u == 0)
        return phw_fail(PHW_EARG,
                        "order: %u; expected one with a preferred pair: 5, 6, "
                        "7, 9, 10 or 11",
                        order);
    if (index > n + 1)
        return phw_fail(PHW_EARG, "index: %zu; expected 0 to %zu at order %u", index,
                        n + 1, order);
    phw_sounding_form form = {0};
    PHW_TRY(phw_sounding_form_alloc(&form, n, 1));
    write(form.core, order, index);
    const phw_status s = phw_sounding_form_use(&form, true);
    return phw_sounding_form_finish(out, &form, s, (size_t)params->value[REPEATS],
                                    params->value[PREFIX]);
}

static const phw_param param[] = {
    {.name = "order",
     .unit = "",
     .summary = "stages of the registers: 2^order - 1 chips; 5, 6, 7, 9, 10 or 11",
     .min = 5,
     .max = ORDER_MAX,
     .preset = 7,
     .whole = true},
    {.name = "index",
     .unit = "",
     .summary = "which of the family's 2^order + 1 sequences",
     .min = 0,
     .max = LENGTH_MAX + 1,
     .preset = 2,
     .whole = true},
    PHW_SOUNDING_PARAM_REPEATS(2),
    PHW_SOUNDING_PARAM_PREFIX,
};

const phw_sounding phw_sounding_gold = {
    .name = "gold",
    .summary = "one of a family of +-1 sequences with small cross correlations",
    .reference = "Gold, IEEE Trans. Inf. Theory 13 (1967) 619",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
};
