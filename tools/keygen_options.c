#include "tools/keygen_options.h"

#include "kgen/amplifiers.h"
#include "kgen/feature_registry.h"
#include "kgen/quantizers.h"
#include "kgen/reconcilers.h"
#include "kgen/transforms.h"

const char *const phw_keygen_pairings[] = {"sequence", "time", NULL};
const char *const phw_keygen_interpolations[] = {"none", "linear", "cubic", NULL};
const char *const phw_keygen_estimators[] = {"counted", "gaussian", "collision", NULL};

/* Reads --NOUN "name:param=value..." into config->NOUN and config->NOUN_params. */
#define READ_ENTRY(noun)                                                          \
    static phw_status read_##noun(phw_agreement_config *config, const char *text) \
    {                                                                             \
        char name[64];                                                            \
        const char *params = NULL;                                                \
        PHW_TRY(phw_choice_split(name, &params, text, sizeof name));              \
        PHW_TRY(phw_##noun##_find(&config->noun, name));                          \
        return phw_params_read(&config->noun##_params, config->noun->params,      \
                               config->noun->n_params, params);                   \
    }

READ_ENTRY(feature)
READ_ENTRY(transform)
READ_ENTRY(quantizer)
READ_ENTRY(reconciler)
READ_ENTRY(amplifier)

/* What of a trace is quantized when nobody says: its kind knows. */
static const char *standard_feature(const phw_trace *example)
{
    return example->kind == PHW_TRACE_POWER_DB ? "power" : "amplitude";
}

/* Many values a probe are correlated with each other. One is taken as it is: blocks of
 * a cosine transform would hide its memory from estimators that look one step back. */
static const char *standard_transform(const phw_trace *example)
{
    return example->n_coefficients > 1 ? "pca" : "none";
}

static phw_status read_entries(phw_agreement_config *config,
                               const phw_arguments *arguments, const phw_trace *example)
{
    const struct {
        const char *name;
        phw_status (*read)(phw_agreement_config *config, const char *text);
        const char *standard;
    } entry[] = {
        {"feature", read_feature, standard_feature(example)},
        {"transform", read_transform, standard_transform(example)},
        {"quantizer", read_quantizer, NULL},
        {"reconciler", read_reconciler, NULL},
        {"amplifier", read_amplifier, NULL},
    };

    for (size_t i = 0; i < sizeof entry / sizeof entry[0]; ++i) {
        const char *text = phw_argument_text(arguments, entry[i].name);
        const phw_status s =
            entry[i].read(config, text != NULL ? text : entry[i].standard);
        if (s)
            return phw_fail_within(s, "--%s", entry[i].name);
    }
    return PHW_OK;
}

phw_status phw_keygen_config(phw_agreement_config *out, const phw_arguments *arguments,
                             const phw_trace *example)
{
    phw_agreement_config config;
    PHW_TRY(phw_agreement_preset(&config));
    PHW_TRY(read_entries(&config, arguments, example));
    config.detrend_window = (size_t)phw_argument_count(arguments, "detrend");
    config.pairing = (phw_pairing)phw_argument_count(arguments, "align");
    config.between = (phw_interpolation)phw_argument_count(arguments, "interpolate");
    /* The default is for pairing by time; by sequence it would ask for what is not. */
    if (config.pairing == PHW_PAIRING_SEQUENCE &&
        !phw_argument_given(arguments, "interpolate"))
        config.between = PHW_INTERPOLATION_NONE;
    config.sample_fraction = phw_argument_number(arguments, "sample");
    config.assessment = (phw_assessment_kind)phw_argument_count(arguments, "estimator");
    config.eve_information_bits = phw_argument_number(arguments, "eve-information");
    config.security_bits = (unsigned)phw_argument_count(arguments, "epsilon");
    config.tag_bits = (unsigned)phw_argument_count(arguments, "tag-bits");
    config.key_bits_min = (size_t)phw_argument_count(arguments, "key-bits");
    config.key_bits_max = 0;
    if (config.key_bits_min % 8 != 0)
        return phw_fail(PHW_EARG, "--key-bits: %zu; expected a multiple of 8",
                        config.key_bits_min);
    PHW_TRY(phw_agreement_check(&config));
    *out = config;
    return PHW_OK;
}
