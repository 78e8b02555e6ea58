#include "encrypt/wiretap_models.h"

#include <string.h>

#include "encrypt/wiretap_model_awgn.h"
#include "encrypt/wiretap_model_backscatter.h"
#include "encrypt/wiretap_model_beam.h"
#include "encrypt/wiretap_model_binary.h"
#include "encrypt/wiretap_model_jamming.h"
#include "encrypt/wiretap_model_rayleigh.h"
#include "encrypt/wiretap_model_split.h"

static const phw_wiretap_model *const entries[] = {
    &phw_wiretap_model_awgn,        &phw_wiretap_model_rayleigh,
    &phw_wiretap_model_backscatter, &phw_wiretap_model_jamming,
    &phw_wiretap_model_beam,        &phw_wiretap_model_binary,
    &phw_wiretap_model_split,
};

const phw_wiretap_model *const *phw_wiretap_model_list(size_t *n)
{
    *n = sizeof entries / sizeof *entries;
    return entries;
}

phw_status phw_wiretap_model_find(const phw_wiretap_model **out, const char *name)
{
    for (size_t i = 0; i < sizeof entries / sizeof *entries; ++i) {
        if (strcmp(entries[i]->name, name) == 0) {
            *out = entries[i];
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EARG,
                    "wiretap: there is no '%s'; there are awgn, rayleigh, backscatter, "
                    "jamming, beam, binary and split",
                    name);
}
