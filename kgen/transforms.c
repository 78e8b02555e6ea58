#include "kgen/transforms.h"

#include "core/param.h"
#include "kgen/transform_dct.h"
#include "kgen/transform_none.h"
#include "kgen/transform_pca.h"
#include "kgen/transform_spectrum.h"
#include "kgen/transform_wavelet.h"
#include "kgen/transform_whiten.h"

static const phw_transform *const entries[] = {
    &phw_transform_none,     &phw_transform_dct,    &phw_transform_pca,
    &phw_transform_klt,      &phw_transform_whiten, &phw_transform_wavelet,
    &phw_transform_spectrum,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_transform *const *phw_transform_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_transform_find(const phw_transform **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "transform", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
