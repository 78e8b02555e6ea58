#include "kgen/reconcilers.h"

#include "kgen/reconciler_bch.h"
#include "kgen/reconciler_biconf.h"
#include "kgen/reconciler_ldpc.h"
#include "kgen/reconciler_low_latency.h"
#include "kgen/reconciler_low_leak.h"
#include "kgen/reconciler_option3.h"
#include "kgen/reconciler_option4.h"
#include "kgen/reconciler_option7.h"
#include "kgen/reconciler_option8.h"
#include "kgen/reconciler_original.h"
#include "kgen/reconciler_polar.h"
#include "kgen/reconciler_soft.h"
#include "kgen/reconciler_throughput.h"
#include "kgen/reconciler_winnow.h"
#include "kgen/reconciler_yan.h"

static const phw_reconciler *const entries[] = {
    &phw_reconciler_throughput, &phw_reconciler_low_leak, &phw_reconciler_low_latency,
    &phw_reconciler_yan,        &phw_reconciler_original, &phw_reconciler_biconf,
    &phw_reconciler_option3,    &phw_reconciler_option4,  &phw_reconciler_option7,
    &phw_reconciler_option8,    &phw_reconciler_soft,     &phw_reconciler_ldpc,
    &phw_reconciler_bch,        &phw_reconciler_winnow,   &phw_reconciler_polar,
};

#define N_ENTRIES (sizeof entries / sizeof *entries)

const phw_reconciler *const *phw_reconciler_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_reconciler_find(const phw_reconciler **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "reconciler", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
