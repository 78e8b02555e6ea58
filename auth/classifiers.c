#include "auth/classifiers.h"

#include "auth/classifier_knn.h"
#include "auth/classifier_lda.h"
#include "auth/classifier_mahalanobis.h"
#include "core/param.h"

static const phw_classifier *const entries[] = {
    &phw_classifier_mahalanobis,
    &phw_classifier_lda,
    &phw_classifier_knn,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_classifier *const *phw_classifier_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_classifier_find(const phw_classifier **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "classifier", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
