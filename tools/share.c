#include "tools/share.h"

#include <stdio.h>

#include "tools/interval.h"

void phw_share_tell(phw_result *r, const char *name, const char *label, size_t k,
                    size_t n)
{
    char field[64];
    char text[160];
    const phw_interval span = phw_interval_share(k, n);
    (void)snprintf(text, sizeof text, "%zu of %zu (95 %%: %.3g to %.3g)", k, n,
                   span.low, span.high);
    phw_result_text(r, name, n > 0 ? label : NULL, n > 0 ? text : NULL);
    (void)snprintf(field, sizeof field, "n_%s", name);
    phw_result_count(r, field, NULL, "", k);
    (void)snprintf(field, sizeof field, "n_%s_of", name);
    phw_result_count(r, field, NULL, "", n);
    (void)snprintf(field, sizeof field, "%s_interval", name);
    phw_result_interval(r, field, NULL, "", span.low, span.high);
}
