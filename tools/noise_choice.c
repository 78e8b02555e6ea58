#include "tools/noise_choice.h"

#include "encrypt/noise_laws.h"

phw_status phw_noise_choice_read(phw_noise_config *inout, const char *text)
{
    char name[64];
    const char *rest = NULL;
    const phw_noise_law *law = NULL;
    phw_params params;
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_noise_law_find(&law, name));
    PHW_TRY(phw_params_read(&params, law->params, law->n_params, rest));
    inout->law = law;
    inout->params = params;
    return PHW_OK;
}
