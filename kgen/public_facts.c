#include "kgen/public_facts.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "kgen/labels.h"
#include "kgen/randomization.h"
#include "kgen/rows.h"

void phw_public_facts_free(phw_public_facts *facts)
{
    free(facts->sequence);
    free(facts->time_s);
    phw_blob_free(&facts->basis);
    phw_bits_free(&facts->said);
    phw_blob_free(&facts->level);
    phw_blob_free(&facts->grade);
    phw_bits_free(&facts->keep);
    phw_bits_free(&facts->sampled);
    phw_bits_free(&facts->used);
    *facts = (phw_public_facts){0};
}

static phw_status take_rows(phw_public_facts *facts, const int64_t *sequence,
                            const double *time_s, size_t n)
{
    free(facts->sequence);
    free(facts->time_s);
    facts->sequence = NULL;
    facts->time_s = NULL;
    facts->n_rows = 0;
    PHW_TRY(phw_array_alloc(&facts->sequence, n, sizeof *facts->sequence));
    memcpy(facts->sequence, sequence, n * sizeof *sequence);
    if (time_s != NULL) {
        PHW_TRY(phw_array_alloc(&facts->time_s, n, sizeof *facts->time_s));
        memcpy(facts->time_s, time_s, n * sizeof *time_s);
    }
    facts->n_rows = n;
    return PHW_OK;
}

phw_status phw_public_facts_rows(phw_public_facts *facts, const phw_features *x,
                                 bool times)
{
    return take_rows(facts, x->sequence, times ? x->time_s : NULL, x->n_rows);
}

static phw_status copy_blob(phw_blob *out, const phw_blob *blob)
{
    PHW_TRY(phw_blob_alloc(out, blob->size));
    if (blob->size > 0)
        memcpy(out->byte, blob->byte, blob->size);
    return PHW_OK;
}

phw_status phw_public_facts_copy(phw_public_facts *out, const phw_public_facts *facts)
{
    phw_public_facts f = {.seed = facts->seed};
    phw_status s = PHW_OK;
    if (facts->n_rows > 0)
        s = take_rows(&f, facts->sequence, facts->time_s, facts->n_rows);
    if (!s)
        s = copy_blob(&f.basis, &facts->basis);
    if (!s)
        s = copy_blob(&f.level, &facts->level);
    if (!s)
        s = copy_blob(&f.grade, &facts->grade);
    if (!s)
        s = phw_bits_copy(&f.said, &facts->said);
    if (!s)
        s = phw_bits_copy(&f.keep, &facts->keep);
    if (!s)
        s = phw_bits_copy(&f.sampled, &facts->sampled);
    if (!s)
        s = phw_bits_copy(&f.used, &facts->used);
    if (s) {
        phw_public_facts_free(&f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

/* How far row r of x is from row i of the facts, in numbers or in seconds. */
static double distance(const phw_features *x, size_t r, const phw_public_facts *facts,
                       size_t i)
{
    const double d = facts->time_s != NULL
                         ? x->time_s[r] - facts->time_s[i]
                         : (double)x->sequence[r] - (double)facts->sequence[i];
    return d < 0 ? -d : d;
}

/* Her nearest row for each of theirs; all three lists rise. */
static phw_status nearest_rows(phw_features *out, uint8_t *has, const phw_features *x,
                               const phw_public_facts *facts)
{
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, facts->n_rows, sizeof *row));
    size_t at = 0;
    for (size_t i = 0; i < facts->n_rows; ++i) {
        while (at + 1 < x->n_rows &&
               distance(x, at + 1, facts, i) <= distance(x, at, facts, i))
            ++at;
        row[i] = at;
        if (has != NULL)
            has[i] = facts->time_s == NULL && distance(x, at, facts, i) <= 0;
    }
    const phw_status s = phw_features_select(out, x, row, facts->n_rows);
    free(row);
    return s;
}

/* Where her series can be read at their very instants, it is. */
static phw_status read_between(phw_features *inout, uint8_t *has, const phw_features *x,
                               const phw_public_facts *facts, phw_interpolation between)
{
    phw_features fine = {0};
    const phw_status s =
        phw_features_interpolate(&fine, x, facts->time_s, facts->n_rows, between);
    if (s)
        return s == PHW_ESHORT ? PHW_OK : s;
    for (size_t c = 0; c < fine.n_components; ++c) {
        for (size_t r = 0; r < fine.n_rows; ++r)
            phw_features_series(inout, c)[fine.sequence[r]] =
                phw_features_series(&fine, c)[r];
    }
    for (size_t r = 0; r < fine.n_rows && has != NULL; ++r)
        has[fine.sequence[r]] = 1;
    phw_features_free(&fine);
    return PHW_OK;
}

phw_status phw_eavesdrop_rows(phw_features *out, uint8_t *has, const phw_features *x,
                              const phw_public_facts *facts, phw_interpolation between)
{
    phw_features near = {0};
    if (facts->n_rows == 0)
        return phw_fail(PHW_ESHORT, "eavesdrop: the transcript fixed no rows");
    PHW_TRY(nearest_rows(&near, has, x, facts));
    if (facts->time_s != NULL) {
        const phw_status s = read_between(&near, has, x, facts, between);
        if (s) {
            phw_features_free(&near);
            return s;
        }
    }
    *out = near;
    return PHW_OK;
}

/* Her labels under their mask: she keeps what they kept. */
static phw_status label(phw_raw *out, const phw_features *values,
                        const phw_public_facts *facts,
                        const phw_agreement_config *config)
{
    phw_labels labels = {0};
    const phw_labelling how = {config->quantizer, &config->quantizer_params,
                               config->component_bits};
    PHW_TRY(phw_labels_make(&labels, values, &how, false, &facts->said));
    for (size_t c = 0; c < labels.n_components; ++c) {
        if (labels.component[c].n > 0)
            memset(labels.component[c].keep, 1, labels.component[c].n);
    }
    const phw_status s = phw_raw_build(out, &labels, &facts->keep);
    phw_labels_free(&labels);
    return s;
}

phw_status phw_eavesdrop(phw_raw *out, const phw_trace *trace,
                         const phw_public_facts *facts,
                         const phw_agreement_config *config)
{
    if (facts->n_rows == 0 || facts->keep.n == 0)
        return phw_fail(PHW_ESHORT, "eavesdrop: the transcript fixed no bits");
    phw_features x = {0};
    phw_features near = {0};
    phw_features values = {0};
    phw_randomization random = {0};
    phw_status s = phw_rows_extract(&x, trace, config);
    if (!s)
        s = phw_eavesdrop_rows(&near, NULL, &x, facts, config->between);
    if (!s)
        s = phw_pipeline_apply(&values, &near, facts->basis.byte, facts->basis.size,
                               &config->pipeline);
    if (!s)
        s = phw_randomize(&random, &values, facts->seed, config);
    if (!s)
        s = label(out, &values, facts, config);
    phw_randomization_free(&random);
    phw_features_free(&x);
    phw_features_free(&near);
    phw_features_free(&values);
    return s;
}
