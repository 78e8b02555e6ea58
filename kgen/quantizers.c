#include "kgen/quantizers.h"

#include "core/param.h"
#include "kgen/quantizer_cdf.h"
#include "kgen/quantizer_cqa.h"
#include "kgen/quantizer_differential.h"
#include "kgen/quantizer_guard.h"
#include "kgen/quantizer_jana.h"
#include "kgen/quantizer_lattice.h"
#include "kgen/quantizer_lloyd_max.h"
#include "kgen/quantizer_maq.h"
#include "kgen/quantizer_mathur.h"
#include "kgen/quantizer_median.h"
#include "kgen/quantizer_ranking.h"
#include "kgen/quantizer_signs.h"
#include "kgen/quantizer_vq.h"

static const phw_quantizer *const entries[] = {
    &phw_quantizer_median,  &phw_quantizer_guard,        &phw_quantizer_cdf,
    &phw_quantizer_cqa,     &phw_quantizer_maq,          &phw_quantizer_lloyd_max,
    &phw_quantizer_lattice, &phw_quantizer_differential, &phw_quantizer_ranking,
    &phw_quantizer_jana,    &phw_quantizer_mathur,       &phw_quantizer_vq,
    &phw_quantizer_signs,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_quantizer *const *phw_quantizer_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_quantizer_find(const phw_quantizer **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "quantizer", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
