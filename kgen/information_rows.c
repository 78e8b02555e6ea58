#include "kgen/information_rows.h"

#include "kgen/series.h"

static phw_status check_end(const phw_features *x, const char *who, const char *end)
{
    for (size_t c = 0; c < x->n_components; ++c) {
        const phw_status s = phw_series_check(phw_features_series(x, c), x->n_rows);
        if (s)
            return phw_fail_within(s, "%s: component %zu of %s", who, c, end);
    }
    return PHW_OK;
}

phw_status phw_information_check(const phw_features *a, const phw_features *b,
                                 bool pairs, size_t least, const char *who)
{
    if (a->n_rows != b->n_rows)
        return phw_fail(PHW_EARG, "%s: %zu and %zu rows, expected as many", who,
                        a->n_rows, b->n_rows);
    if (pairs && a->n_components != b->n_components)
        return phw_fail(PHW_EARG, "%s: %zu and %zu components, expected as many", who,
                        a->n_components, b->n_components);
    if (a->n_components == 0 || b->n_components == 0)
        return phw_fail(PHW_EARG, "%s: no components", who);
    if (a->n_rows < least)
        return phw_fail(PHW_ESHORT, "%s: %zu rows, at least %zu", who, a->n_rows,
                        least);
    PHW_TRY(check_end(a, who, "the first end"));
    return check_end(b, who, "the second end");
}
