#include "kgen/reconcilers.h"

#include <string.h>

#include "kgen/reconciler_bch.h"
#include "kgen/reconciler_ldpc.h"
#include "kgen/reconciler_original.h"
#include "kgen/reconciler_soft.h"
#include "kgen/reconciler_yan.h"

static const phw_reconciler *const entries[] = {
    &phw_reconciler_yan,
    &phw_reconciler_original,
    &phw_reconciler_soft,
    &phw_reconciler_ldpc,
    &phw_reconciler_bch,
};

const phw_reconciler *const *phw_reconciler_list(size_t *n)
{
    *n = sizeof entries / sizeof *entries;
    return entries;
}

phw_status phw_reconciler_find(const phw_reconciler **out, const char *name)
{
    for (size_t i = 0; i < sizeof entries / sizeof *entries; ++i) {
        if (strcmp(entries[i]->name, name) == 0) {
            *out = entries[i];
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EARG,
                    "reconciler: there is no '%s'; there are yan, original, soft, ldpc",
                    name);
}
