#include "kgen/labels.h"

#include <stdlib.h>

#include "core/signal.h"

static unsigned bits_of(const phw_labelling *how, size_t c)
{
    return how->n_bits != NULL ? how->n_bits[c] : how->quantizer->n_bits(how->params);
}

static unsigned said_of(const phw_labelling *how, size_t c)
{
    const unsigned n_bits = bits_of(how, c);
    return n_bits > 0 ? phw_quantizer_said_bits(how->quantizer, how->params, n_bits)
                      : 0;
}

size_t phw_labels_said_bits(const phw_labelling *how, size_t n_components,
                            size_t n_rows)
{
    size_t n = 0;
    for (size_t c = 0; c < n_components; ++c)
        n += said_of(how, c) * n_rows;
    return n;
}

static phw_status announce(phw_bits *said, size_t *at, const phw_features *x, size_t c,
                           const phw_labelling *how)
{
    const unsigned n_said = said_of(how, c);
    if (n_said == 0)
        return PHW_OK;
    uint8_t *one = NULL;
    PHW_TRY(phw_array_alloc(&one, x->n_rows, 1));
    const phw_status s = how->quantizer->announce(
        one, phw_features_series(x, c), x->n_rows, bits_of(how, c), how->params);
    for (size_t r = 0; r < x->n_rows && !s; ++r) {
        for (unsigned bit = n_said; bit-- > 0;)
            phw_bits_set(said, (*at)++, (one[r] >> bit) & 1U);
    }
    free(one);
    return s ? phw_fail_within(s, "component %zu", c) : PHW_OK;
}

phw_status phw_labels_announce(phw_bits *said, const phw_features *x,
                               const phw_labelling *how)
{
    phw_bits all = {0};
    PHW_TRY(
        phw_bits_alloc(&all, phw_labels_said_bits(how, x->n_components, x->n_rows)));
    size_t at = 0;
    phw_status s = PHW_OK;
    for (size_t c = 0; c < x->n_components && !s; ++c)
        s = announce(&all, &at, x, c, how);
    if (s) {
        phw_bits_free(&all);
        return s;
    }
    *said = all;
    return PHW_OK;
}

/* Takes the sayings of n samples out of `said`; NULL when there are none. */
static phw_status unpack(uint8_t **out, size_t *at, const phw_bits *said, size_t n,
                         unsigned n_said)
{
    *out = NULL;
    if (n_said == 0)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(out, n, 1));
    for (size_t r = 0; r < n; ++r) {
        unsigned value = 0;
        for (unsigned bit = 0; bit < n_said; ++bit)
            value = 2 * value + phw_bits_get(said, (*at)++);
        (*out)[r] = (uint8_t)value;
    }
    return PHW_OK;
}

static phw_status label(phw_labels *labels, size_t *at, const phw_features *x, size_t c,
                        const phw_labelling *how, bool leader, const phw_bits *said)
{
    const unsigned n_said = said_of(how, c);
    uint8_t *heard = NULL;
    PHW_TRY(unpack(&heard, at, said, x->n_rows, n_said));
    const phw_status s =
        how->quantizer->label(&labels->component[c], phw_features_series(x, c),
                              x->n_rows, bits_of(how, c), how->params, leader, heard);
    if (s) {
        free(heard);
        return phw_fail_within(s, "component %zu", c);
    }
    labels->component[c].said = heard;
    labels->component[c].said_bits = n_said;
    return PHW_OK;
}

/* Labels the components of x into the zeroed labels->component. */
static phw_status label_all(phw_labels *labels, const phw_features *x,
                            const phw_labelling *how, bool leader, const phw_bits *said)
{
    size_t n_used = 0;
    size_t at = 0;
    for (size_t c = 0; c < x->n_components; ++c) {
        if (bits_of(how, c) == 0)
            continue;
        PHW_TRY(label(labels, &at, x, c, how, leader, said));
        ++n_used;
    }
    if (n_used == 0)
        return phw_fail(PHW_EARG, "quantizer %s: none of %zu components is used",
                        how->quantizer->name, x->n_components);
    return PHW_OK;
}

phw_status phw_labels_make(phw_labels *out, const phw_features *x,
                           const phw_labelling *how, bool leader, const phw_bits *said)
{
    const size_t expected = phw_labels_said_bits(how, x->n_components, x->n_rows);
    if (said->n != expected)
        return phw_fail(PHW_EPEER, "labels: %zu bits are said, expected %zu", said->n,
                        expected);
    phw_labels labels = {.n_components = x->n_components, .n_rows = x->n_rows};
    PHW_TRY(
        phw_array_alloc(&labels.component, x->n_components, sizeof *labels.component));
    const phw_status s = label_all(&labels, x, how, leader, said);
    if (s) {
        phw_labels_free(&labels);
        return s;
    }
    *out = labels;
    return PHW_OK;
}

void phw_labels_free(phw_labels *labels)
{
    for (size_t c = 0; c < labels->n_components; ++c)
        phw_symbols_free(&labels->component[c]);
    free(labels->component);
    *labels = (phw_labels){0};
}

size_t phw_labels_count(const phw_labels *labels)
{
    size_t n = 0;
    for (size_t c = 0; c < labels->n_components; ++c)
        n += labels->component[c].n;
    return n;
}

phw_status phw_labels_keep(phw_bits *out, const phw_labels *labels)
{
    phw_bits keep = {0};
    PHW_TRY(phw_bits_alloc(&keep, phw_labels_count(labels)));
    size_t at = 0;
    for (size_t c = 0; c < labels->n_components; ++c) {
        for (size_t r = 0; r < labels->component[c].n; ++r)
            phw_bits_set(&keep, at++, labels->component[c].keep[r]);
    }
    *out = keep;
    return PHW_OK;
}
