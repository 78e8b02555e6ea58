#include "tools/keygen_options.h"

#include <string.h>

#include "kgen/amplifiers.h"
#include "kgen/filter_detrend.h"
#include "kgen/quantizers.h"
#include "kgen/randomizers.h"
#include "kgen/reconcilers.h"
#include "kgen/transforms.h"
#include "tools/scheme.h"

const char *const phw_keygen_answers[] = {"no", "yes", NULL};
const char *const phw_keygen_accountings[] = {"error-known", "one-way", "two-way",
                                              NULL};
const char *const phw_keygen_pairings[] = {"sequence", "time", NULL};
const char *const phw_keygen_interpolations[] = {"none",         "linear", "cubic",
                                                 "band-limited", "wiener", NULL};
const char *const phw_keygen_loadings[] = {"rate", "gain", NULL};
const char *const phw_keygen_entropies[] = {
    "counted", "gaussian",      "collision",     "sp80090b",        "mcv",
    "markov",  "lag",           "90b-collision", "90b-compression", "90b-t-tuple",
    "90b-lrs", "90b-multi-mcw", "90b-lag",       "90b-multi-mmc",   "90b-lz78y",
    NULL};

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

READ_ENTRY(randomizer)
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

/* "NAME:param=value..." of a transform. */
static phw_status choose_transform(phw_pipeline *inout, const char *text)
{
    const phw_transform *entry = NULL;
    const char *rest = NULL;
    phw_params params;
    char name[64];
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_transform_find(&entry, name));
    PHW_TRY(phw_params_read(&params, entry->params, entry->n_params, rest));
    phw_pipeline_set_transform(inout, entry, &params);
    return PHW_OK;
}

static phw_status read_transform(phw_pipeline *inout, const phw_arguments *arguments,
                                 const phw_trace *example)
{
    const char *text = phw_argument_text(arguments, "transform");
    if (text != NULL && inout->n_transforms > 0)
        return phw_fail(PHW_EARG, "--transform: --feature names one too; say it once");
    if (inout->n_transforms > 0)
        return PHW_OK;
    const phw_status s =
        choose_transform(inout, text != NULL ? text : standard_transform(example));
    return s ? phw_fail_within(s, "--transform") : PHW_OK;
}

/* --detrend goes before the filters that --feature names. */
static phw_status read_detrend(phw_pipeline *inout, const phw_arguments *arguments)
{
    const size_t window = phw_argument_count(arguments, "detrend");
    if (window == 0)
        return PHW_OK;
    if (inout->n_filters == PHW_PIPELINE_MAX)
        return phw_fail(PHW_EARG, "--detrend: --feature has %d filters already",
                        PHW_PIPELINE_MAX);
    memmove(&inout->filter[1], &inout->filter[0],
            inout->n_filters * sizeof inout->filter[0]);
    ++inout->n_filters;
    inout->filter[0] = (phw_pipeline_filter){.entry = &phw_filter_detrend,
                                             .params = {.value = {(double)window}}};
    return PHW_OK;
}

static phw_status read_pipeline(phw_pipeline *out, const phw_arguments *arguments,
                                const phw_trace *example)
{
    phw_pipeline p = {0};
    const char *text = phw_argument_text(arguments, "feature");
    phw_status s = text != NULL ? phw_pipeline_read(&p, text) : PHW_OK;
    if (!s && p.n_extractors == 0)
        s = phw_pipeline_read(&p, standard_feature(example));
    if (s)
        return phw_fail_within(s, "--feature");
    PHW_TRY(read_detrend(&p, arguments));
    PHW_TRY(read_transform(&p, arguments, example));
    *out = p;
    return PHW_OK;
}

static phw_status read_entries(phw_agreement_config *config,
                               const phw_arguments *arguments)
{
    const struct {
        const char *name;
        phw_status (*read)(phw_agreement_config *config, const char *text);
    } entry[] = {
        {"randomizer", read_randomizer},
        {"quantizer", read_quantizer},
        {"reconciler", read_reconciler},
        {"amplifier", read_amplifier},
    };

    for (size_t i = 0; i < sizeof entry / sizeof entry[0]; ++i) {
        const phw_status s =
            entry[i].read(config, phw_argument_text(arguments, entry[i].name));
        if (s)
            return phw_fail_within(s, "--%s", entry[i].name);
    }
    return PHW_OK;
}

phw_status phw_keygen_features(phw_agreement_config *out,
                               const phw_arguments *arguments, const phw_trace *example)
{
    phw_agreement_config config;
    PHW_TRY(phw_agreement_preset(&config));
    PHW_TRY(read_pipeline(&config.pipeline, arguments, example));
    config.pairing = (phw_pairing)phw_argument_count(arguments, "align");
    config.between = (phw_interpolation)phw_argument_count(arguments, "interpolate");
    /* The default is for pairing by time; by sequence it would ask for what is not. */
    if (config.pairing == PHW_PAIRING_SEQUENCE &&
        !phw_argument_given(arguments, "interpolate"))
        config.between = PHW_INTERPOLATION_NONE;
    *out = config;
    return PHW_OK;
}

static phw_status configure(phw_agreement_config *out, const phw_arguments *arguments,
                            const phw_trace *example)
{
    phw_agreement_config config;
    PHW_TRY(phw_keygen_features(&config, arguments, example));
    PHW_TRY(read_entries(&config, arguments));
    config.eve_knows_channels =
        phw_argument_count(arguments, "eve-knows-own-channels") > 0;
    config.sample_fraction = phw_argument_number(arguments, "sample");
    config.loading = (phw_loading)phw_argument_count(arguments, "loading");
    config.accounting = (phw_accounting)phw_argument_count(arguments, "accounting");
    config.reconcile_block_bits = (size_t)phw_argument_count(arguments, "block-bits");
    config.assessment = (phw_assessment_kind)phw_argument_count(arguments, "entropy");
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

phw_status phw_keygen_config(phw_agreement_config *out, const phw_arguments *arguments,
                             const phw_trace *example)
{
    const size_t at =
        phw_option_find(arguments->option, arguments->n_options, "scheme");
    if (at == SIZE_MAX || arguments->value[at].text == NULL)
        return configure(out, arguments, example);
    static const phw_option allowed[] = {PHW_OPTIONS_KEYGEN};
    phw_scheme scheme;
    phw_arguments with = *arguments;
    PHW_TRY(phw_scheme_read(&scheme, arguments->value[at].text));
    PHW_TRY(
        phw_scheme_apply(&with, &scheme, allowed, sizeof allowed / sizeof allowed[0]));
    const phw_status s = configure(out, &with, example);
    return s ? phw_fail_within(s, "--scheme %s", scheme.name) : PHW_OK;
}
