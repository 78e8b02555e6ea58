#include "kgen/labels.h"

#include <stdlib.h>

#include "core/signal.h"

/* Labels the components of x into the zeroed labels->component. */
static phw_status label_all(phw_labels *labels, const phw_features *x,
                            const phw_quantizer *quantizer, const phw_params *params,
                            const uint8_t *n_bits, bool leader)
{
    const unsigned asked = quantizer->n_bits(params);
    size_t n_used = 0;
    for (size_t c = 0; c < x->n_components; ++c) {
        const unsigned bits = n_bits != NULL ? n_bits[c] : asked;
        if (bits == 0)
            continue;
        const phw_status s =
            quantizer->label(&labels->component[c], phw_features_series(x, c),
                             x->n_rows, bits, params, leader);
        if (s)
            return phw_fail_within(s, "component %zu", c);
        ++n_used;
    }
    if (n_used == 0)
        return phw_fail(PHW_EARG, "quantizer %s: none of %zu components is used",
                        quantizer->name, x->n_components);
    return PHW_OK;
}

phw_status phw_labels_make(phw_labels *out, const phw_features *x,
                           const phw_quantizer *quantizer, const phw_params *params,
                           const uint8_t *n_bits, bool leader)
{
    phw_labels labels = {.n_components = x->n_components, .n_rows = x->n_rows};
    PHW_TRY(
        phw_array_alloc(&labels.component, x->n_components, sizeof *labels.component));
    const phw_status s = label_all(&labels, x, quantizer, params, n_bits, leader);
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
