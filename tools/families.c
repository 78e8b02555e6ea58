#include "tools/families.h"

#include <string.h>

#include "auth/classifiers.h"
#include "auth/fingerprint_features.h"
#include "auth/similarities.h"
#include "channel/angle_spreads.h"
#include "channel/antenna_array.h"
#include "channel/interferers.h"
#include "channel/laws.h"
#include "channel/path_losses.h"
#include "channel/power_amplifiers.h"
#include "channel/profiles.h"
#include "channel/spectra.h"
#include "datasets/import_formats.h"
#include "encrypt/ciphers.h"
#include "encrypt/noise_laws.h"
#include "encrypt/uplink_attacks.h"
#include "encrypt/wiretap_models.h"
#include "kgen/amplifiers.h"
#include "kgen/assessments.h"
#include "kgen/codes.h"
#include "kgen/estimators.h"
#include "kgen/feature_registry.h"
#include "kgen/filters.h"
#include "kgen/forecasters.h"
#include "kgen/informations.h"
#include "kgen/quantizers.h"
#include "kgen/randomizers.h"
#include "kgen/reconcilers.h"
#include "kgen/transforms.h"
#include "phy/channel_estimators.h"
#include "phy/cleaners.h"
#include "phy/line_codes.h"
#include "phy/modem.h"
#include "phy/pulse_codes.h"
#include "phy/soundings.h"
#include "tools/experiments.h"
#include "tools/keygen_column.h"
#include "tools/plots.h"
#include "tools/scenario.h"
#include "tools/scheme_files.h"

/* The registries that are an array of entries and its length. */
#define ARRAY_FAMILY(noun)                                        \
    static bool noun##_entry(phw_family_entry *out, size_t i)     \
    {                                                             \
        size_t n = 0;                                             \
        const phw_##noun *const *all = phw_##noun##_list(&n);     \
        if (i >= n)                                               \
            return false;                                         \
        *out = (phw_family_entry){.name = all[i]->name,           \
                                  .summary = all[i]->summary,     \
                                  .reference = all[i]->reference, \
                                  .params = all[i]->params,       \
                                  .n_params = all[i]->n_params};  \
        return true;                                              \
    }

ARRAY_FAMILY(feature)
ARRAY_FAMILY(filter)
ARRAY_FAMILY(transform)

/* What --feature takes: the three stages one after the other. */
static bool stage_entry(phw_family_entry *out, size_t i)
{
    const struct {
        const char *stage;
        bool (*entry)(phw_family_entry *out, size_t i);
    } part[] = {
        {"extract", feature_entry},
        {"filter", filter_entry},
        {"transform", transform_entry},
    };

    for (size_t k = 0; k < sizeof part / sizeof part[0]; ++k) {
        phw_family_entry ignored;
        size_t n = 0;
        if (part[k].entry(out, i)) {
            out->fact[out->n_facts++] = (phw_family_fact){"stage", part[k].stage, 0};
            return true;
        }
        while (part[k].entry(&ignored, n))
            ++n;
        i -= n;
    }
    return false;
}

ARRAY_FAMILY(randomizer)
ARRAY_FAMILY(quantizer)
ARRAY_FAMILY(estimator)
ARRAY_FAMILY(information)
ARRAY_FAMILY(forecaster)
ARRAY_FAMILY(reconciler)
ARRAY_FAMILY(amplifier)
ARRAY_FAMILY(code)
ARRAY_FAMILY(cleaner)
ARRAY_FAMILY(line_code)
ARRAY_FAMILY(pulse_code)
ARRAY_FAMILY(sounding)
ARRAY_FAMILY(channel_estimator)
ARRAY_FAMILY(noise_law)
ARRAY_FAMILY(uplink_attack)
ARRAY_FAMILY(similarity)
ARRAY_FAMILY(classifier)
ARRAY_FAMILY(fingerprint_feature)
ARRAY_FAMILY(cipher)
ARRAY_FAMILY(wiretap_model)
ARRAY_FAMILY(power_amplifier)
ARRAY_FAMILY(interferer)
ARRAY_FAMILY(angle_spread)
ARRAY_FAMILY(spectrum)
ARRAY_FAMILY(law)
ARRAY_FAMILY(path_loss)

static const phw_family_entry scenario_text[PHW_N_SCENARIO_TEXTS] = {
    [PHW_SCENARIO_DESCRIPTION] = {.name = "description",
                                  .summary = "what it is about, in a line of text"},
    [PHW_SCENARIO_PROFILE] = {.name = "profile",
                              .summary = "the channel's power delay profile, by name "
                                         "(phyward list profile has all), or its taps: "
                                         "0ns 0dB k=6dB, 30ns -1dB, 1.2us -10dB "
                                         "spectrum=gauss2; default exponential"},
    [PHW_SCENARIO_SPECTRUM] = {.name = "spectrum",
                               .summary = "Doppler spectrum of every tap, by name; "
                                          "default the profile's"},
    [PHW_SCENARIO_LAW] = {.name = "law",
                          .summary =
                              "law of the first tap's envelope, by name; default "
                              "what rice_k_db says"},
    [PHW_SCENARIO_PATH_LOSS] = {.name = "path_loss",
                                .summary = "how power falls with the nodes' distance, "
                                           "by name; default not at all"},
    [PHW_SCENARIO_UPLINK_NOISE] = {.name = "uplink_noise",
                                   .summary = "the law of the noise over an uplink: "
                                              "phyward list noise has all; default "
                                              "shaped"},
    [PHW_SCENARIO_SOUNDING] = {.name = "sounding",
                               .summary = "what is sent at level iq, by name (phyward "
                                          "list sounding); default 802.11's preamble"},
    [PHW_SCENARIO_RANDOMIZER] = {.name = "randomizer",
                                 .summary = "what of the air is made random for each "
                                            "exchange (phyward list randomizer): "
                                            "product, pilots, beams or ris; default "
                                            "nothing"},
};

static bool import_entry(phw_family_entry *out, size_t i)
{
    size_t n = 0;
    const phw_import_format *const *all = phw_import_format_list(&n);
    if (i >= n)
        return false;
    *out = (phw_family_entry){.name = all[i]->name,
                              .summary = all[i]->summary,
                              .reference = all[i]->reference};
    return true;
}

/* Field i of all sections. */
static bool field_entry(phw_family_entry *out, size_t i)
{
    for (int id = 0; id < PHW_N_SCENARIO_SECTIONS; ++id) {
        const phw_scenario_section *section =
            phw_scenario_section_at((phw_scenario_section_id)id);
        if (i >= section->n_fields) {
            i -= section->n_fields;
            continue;
        }
        const phw_scenario_field *f = &section->field[i];
        *out = (phw_family_entry){.name = f->path,
                                  .summary = f->param.summary,
                                  .params = &f->param,
                                  .n_params = f->kind != PHW_FIELD_TEXT};
        return true;
    }
    return false;
}

static bool array_entry(phw_family_entry *out, size_t i)
{
    const phw_array_entry *form = phw_array_entry_at(i);
    if (form == NULL)
        return false;
    *out = (phw_family_entry){.name = form->name,
                              .summary = form->summary,
                              .reference = form->reference,
                              .params = form->params,
                              .n_params = form->n_params};
    return true;
}

/* A scenario key is an entry with one parameter, itself, but for the texts. */
static bool scenario_entry(phw_family_entry *out, size_t i)
{
    if (i < PHW_N_SCENARIO_TEXTS) {
        *out = scenario_text[i];
        return true;
    }
    i -= PHW_N_SCENARIO_TEXTS;
    if (i >= PHW_N_SCENARIO_KEYS)
        return field_entry(out, i - PHW_N_SCENARIO_KEYS);
    const phw_param *p = phw_scenario_param((phw_scenario_key)i);
    *out = (phw_family_entry){
        .name = p->name, .summary = p->summary, .params = p, .n_params = 1};
    return true;
}

/* What --entropy chooses: which estimators are asked. */
static bool assessment_entry(phw_family_entry *out, size_t i)
{
    const phw_assessment_entry *a = phw_assessment_at(i);
    if (a == NULL)
        return false;
    *out = (phw_family_entry){
        .name = a->name, .summary = a->summary, .reference = a->reference};
    return true;
}

static bool profile_entry(phw_family_entry *out, size_t i)
{
    const phw_profile *p = phw_profile_at(i);
    if (p == NULL)
        return false;
    phw_profile_facts f;
    phw_profile_describe(&f, p);
    *out = (phw_family_entry){
        .name = p->name,
        .summary = p->summary,
        .reference = p->reference,
        .params = p->param,
        .n_params = p->n_params,
        .fact = {{"taps", NULL, (double)f.n_taps},
                 {"delay_unit", p->scalable ? "norm" : "ns", 0},
                 {"mean_excess_delay", NULL, f.mean_excess_delay},
                 {"rms_delay_spread", NULL, f.rms_delay_spread},
                 {"max_delay", NULL, f.max_delay},
                 {"power_sum", NULL, f.power_sum}},
        .n_facts = 6,
    };
    return true;
}

static bool modulation_entry(phw_family_entry *out, size_t i)
{
    phw_family_entry entry = {0};
    if (!phw_modem_at(&entry.name, &entry.summary, i))
        return false;
    *out = entry;
    return true;
}

static bool plot_entry(phw_family_entry *out, size_t i)
{
    const phw_plot *p = phw_plot_at(i);
    if (p == NULL)
        return false;
    *out = (phw_family_entry){.name = p->name, .summary = p->title};
    return true;
}

static bool experiment_entry(phw_family_entry *out, size_t i)
{
    const phw_experiment *e = phw_experiment_at(i);
    if (e == NULL)
        return false;
    *out = (phw_family_entry){
        .name = e->name,
        .summary = e->summary,
        .reference = e->reference,
        .fact = {{"axis", e->axis.name, 0}, {"unit", e->axis.unit, 0}},
        .n_facts = 2};
    return true;
}

static bool scheme_entry(phw_family_entry *out, size_t i)
{
    const phw_scheme_file *f = phw_scheme_file_at(i);
    if (f == NULL)
        return false;
    *out = (phw_family_entry){
        .name = f->name, .summary = f->description, .reference = f->reference};
    return true;
}

static bool column_entry(phw_family_entry *out, size_t i)
{
    const phw_keygen_column *c = phw_keygen_column_at(i);
    if (c == NULL)
        return false;
    *out = (phw_family_entry){.name = c->name, .summary = c->definition};
    return true;
}

static const phw_family family[] = {
    {"profile", "power delay profiles of the simulated channel", profile_entry,
     "delay_unit norm: delays scale with the RMS delay spread that is asked for. "
     "power_sum: of the table as it stands; powers are normalised to sum to 1. Taps "
     "can be written out too, with a Rice factor or a Doppler spectrum of their own: "
     "0ns 0dB k=6dB, 30ns -1dB, 1.2us -10dB spectrum=gauss2."},
    {"angles", "how a site's waves are spread over directions", angle_spread_entry,
     NULL},
    {"array", "where a node's antennas are", array_entry,
     "Several by parameters: ula:n=8:spacing=0.5:axis_deg=90."},
    {"spectrum", "Doppler spectra of a tap's fading", spectrum_entry,
     "Shifts are in units of the largest one. With parameters: "
     "directional:mean_deg=30:kappa=5."},
    {"law", "laws of a tap's envelope", law_entry, NULL},
    {"power_amplifier", "what a radio's power amplifier does to its samples",
     power_amplifier_entry,
     "Amplitude 1 is where a model saturates, or what its formula was fitted to; "
     "backoff_db says how far below it a signal of power 1 is."},
    {"interferer", "other transmitters that a receiver hears", interferer_entry, NULL},
    {"path_loss", "how much a link loses over its length", path_loss_entry, NULL},
    {"sounding", "waveforms that a channel is sounded with", sounding_entry,
     "The share of the prefix is what echoes may last. With parameters: "
     "zadoff-chu:length=839:root=25."},
    {"cleaner", "what is taken out of a trace", cleaner_entry,
     "Steps of phyward clean, in the order in which they are best taken. Antennas "
     "stand one after the other in a probe."},
    {"import", "others' channel captures and matrices that become traces", import_entry,
     "Told apart by content, in this order."},
    {"feature", "how a trace becomes the values that are quantized", stage_entry,
     "keygen --feature A,B,...: extractors side by side, then filters of an end's own "
     "series, then transforms of what both ends have, in this order."},
    {"filter", "what is done to an end's own series before rows are paired",
     filter_entry,
     "What is smoothed or predicted hangs together more and has less entropy an "
     "instant: it is charged on what comes out."},
    {"transform", "how components are decorrelated", transform_entry, NULL},
    {"randomizer", "what is made random where channels stand", randomizer_entry,
     "Of the air: product, pilots, beams, ris. An Eve who knows her own channels "
     "learns what product and pilots draw. Of the values, in public: permute, "
     "sample."},
    {"quantizer", "how series become bits", quantizer_entry, NULL},
    {"entropy", "who tells the min-entropy of raw bits: keygen --entropy",
     assessment_entry,
     "Estimators of the standard come beside counted, never instead: none of these "
     "names claims more than counted does but gaussian, which is a model, and "
     "collision, which is of another entropy."},
    {"estimator", "how the min-entropy of a sequence of symbols is told",
     estimator_entry,
     "keygen --entropy counted (the default) asks mcv, markov and lag and takes the "
     "least; gaussian asks gaussian and lag, and takes the lesser; collision asks none "
     "of them: it counts the collision entropy of one-bit symbols, less what the "
     "transform says of how its values hang together; sp80090b asks all but gaussian. "
     "mcv, markov (of bits) and those named 90b-... are the standard's ten, which "
     "phyward entropy runs on a file of samples; lag looks at all distances."},
    {"information", "how mutual information of two ends' features is told",
     information_entry,
     "For phyward information. Of Gaussian series coherence charges what their own "
     "past tells; the others take rows as if they had none."},
    {"forecaster", "how a series is foreseen from its past", forecaster_entry,
     "For phyward predict. Who knows the past foresees as well: what is left for a key "
     "is what is new in every sample."},
    {"reconciler", "how Bob's bits become Alice's", reconciler_entry, NULL},
    {"amplifier", "how reconciled bits are shortened to a key", amplifier_entry, NULL},
    {"experiment", "what phyward richness changes of a channel", experiment_entry,
     NULL},
    {"scheme", "ways to make a key, as --scheme takes them", scheme_entry,
     "Files of options of phyward keygen, in datasets/schemes; a file of your own ends "
     "in .yaml."},
    {"column", "columns of phyward bench keygen", column_entry, NULL},
    {"similarity", "tests of whether a frame came over a known channel",
     similarity_entry, NULL},
    {"classifier", "how a fingerprint is compared with those enrolled",
     classifier_entry, NULL},
    {"cipher", "what keystream does to symbols", cipher_entry,
     "Several at once, by commas: labels are xored, symbols permuted, then rotated, in "
     "whichever order they are named. A frame's tag is made of the xored labels."},
    {"channel_estimator", "how pilots become a channel", channel_estimator_entry,
     "Delays and distances are in samples: of a trace, 1 over its bandwidth."},
    {"line_code", "line codes of a tag's uplink", line_code_entry, NULL},
    {"pulse_code", "codes of pulses that phyward decode pulses tells", pulse_code_entry,
     NULL},
    {"noise", "laws of the artificial noise over an uplink", noise_law_entry, NULL},
    {"attack", "what Eve tries on a protected uplink", uplink_attack_entry, NULL},
    {"modulation", "liquid-dsp's linear modulations", modulation_entry, NULL},
    {"wiretap", "wiretap channels of phyward secrecy", wiretap_model_entry, NULL},
    {"code", "how a chip's flipped cells are corrected", code_entry,
     "--code repetition:times=R,CODE says each bit of a CODE word R times."},
    {"fingerprint", "what a burst shows of its sender's hardware",
     fingerprint_feature_entry,
     "The trace that phyward probe writes has a column of each. All hold noise; those "
     "of error and band hold the channel too."},
    {"plot", "pictures of a report", plot_entry, NULL},
    {"scenario", "keys of a scenario file, and of --set", scenario_entry, NULL},
};

const phw_family *phw_family_at(size_t i)
{
    return i < sizeof family / sizeof family[0] ? &family[i] : NULL;
}

const phw_family *phw_family_find(const char *name)
{
    for (size_t i = 0; i < sizeof family / sizeof family[0]; ++i) {
        if (strcmp(family[i].name, name) == 0)
            return &family[i];
    }
    return NULL;
}
