#include "kgen/grading.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/trust.h"
#include "kgen/trust_told.h"

static bool used(const phw_labelling *how, size_t c)
{
    return how->n_bits == NULL || how->n_bits[c] > 0;
}

static size_t count(const phw_features *x, const phw_labelling *how)
{
    size_t n = 0;
    for (size_t c = 0; c < x->n_components; ++c)
        n += used(how, c) ? x->n_rows : 0;
    return n;
}

phw_status phw_grading_levels(phw_blob *out, const phw_features *x,
                              const phw_labelling *how)
{
    if (how->quantizer->levels == NULL)
        return PHW_OK;
    phw_blob b = {0};
    PHW_TRY(phw_blob_alloc(&b, count(x, how)));
    size_t at = 0;
    for (size_t c = 0; c < x->n_components; ++c) {
        if (!used(how, c))
            continue;
        how->quantizer->levels(b.byte + at, phw_features_series(x, c), x->n_rows);
        at += x->n_rows;
    }
    *out = b;
    return PHW_OK;
}

phw_status phw_grading_grades(phw_blob *out, const phw_features *x,
                              const phw_labelling *how, const phw_blob *level)
{
    if (how->quantizer->grades == NULL)
        return PHW_OK;
    if (level->size != count(x, how))
        return phw_fail(PHW_EPEER, "grading: levels of %zu samples, there are %zu",
                        level->size, count(x, how));
    phw_blob b = {0};
    PHW_TRY(phw_blob_alloc(&b, level->size));
    phw_status s = PHW_OK;
    size_t at = 0;
    for (size_t c = 0; c < x->n_components && !s; ++c) {
        if (!used(how, c))
            continue;
        s = how->quantizer->grades(b.byte + at, level->byte + at,
                                   phw_features_series(x, c), x->n_rows);
        at += x->n_rows;
    }
    if (s) {
        phw_blob_free(&b);
        return s;
    }
    *out = b;
    return PHW_OK;
}

phw_status phw_grading_mask(phw_bits *keep, const phw_blob *grade)
{
    if (grade->size == 0)
        return PHW_OK;
    if (grade->size != keep->n)
        return phw_fail(PHW_EPEER, "grading: grades of %zu samples, there are %zu",
                        grade->size, keep->n);
    for (size_t i = 0; i < keep->n; ++i) {
        if (grade->byte[i] >= PHW_TRUST_GRADES)
            return phw_fail(PHW_EPEER, "grading: sample %zu is of grade %u of %d", i,
                            grade->byte[i], PHW_TRUST_GRADES);
    }
    for (size_t i = 0; i < keep->n; ++i) {
        if (grade->byte[i] == PHW_TRUST_HOPELESS)
            phw_bits_set(keep, i, false);
    }
    return PHW_OK;
}

phw_status phw_grading_rates(phw_selection *inout, const phw_bits *keep,
                             const phw_blob *grade)
{
    if (grade->size == 0)
        return PHW_OK;
    phw_reconcile_segment *segment = NULL;
    PHW_TRY(phw_array_alloc(&segment, inout->n_used + 1, sizeof *segment));
    size_t n = 0;
    size_t raw = 0;
    double errors = 0;
    for (size_t i = 0; i < keep->n; ++i) {
        if (!phw_bits_get(keep, i) || !phw_bits_get(&inout->used, raw++))
            continue;
        const double rate = phw_trust_rate(grade->byte[i]);
        segment[n] =
            (phw_reconcile_segment){.from = n, .to = n + 1, .error_rate = rate};
        errors += rate;
        ++n;
    }
    free(inout->segment);
    inout->segment = segment;
    inout->n_segments = n;
    inout->error_rate = n > 0 ? errors / (double)n : 0;
    return PHW_OK;
}

/* The leader's bits by sample. */
static void spread(uint8_t *bit, const phw_bits *keep, const phw_bits *key)
{
    size_t at = 0;
    for (size_t i = 0; i < keep->n; ++i)
        bit[i] = phw_bits_get(keep, i) ? phw_bits_get(key, at++) : PHW_TRUST_DROPPED;
}

phw_status phw_grading_told(uint32_t *bits, const phw_features *x,
                            const phw_labelling *how, const phw_blob *level,
                            const phw_bits *keep, const phw_bits *key)
{
    *bits = 0;
    if (how->quantizer->told == NULL)
        return PHW_OK;
    uint8_t *bit = NULL;
    PHW_TRY(phw_array_alloc(&bit, keep->n + 1, 1));
    spread(bit, keep, key);
    double sum = 0;
    phw_status s = PHW_OK;
    size_t at = 0;
    for (size_t c = 0; c < x->n_components && !s; ++c) {
        double one = 0;
        if (!used(how, c))
            continue;
        s = how->quantizer->told(&one, level->byte + at, phw_features_series(x, c),
                                 bit + at, x->n_rows);
        sum += one;
        at += x->n_rows;
    }
    sodium_memzero(bit, keep->n + 1);
    free(bit);
    if (!s)
        *bits = (uint32_t)fmin(ceil(sum), (double)key->n);
    return s;
}
