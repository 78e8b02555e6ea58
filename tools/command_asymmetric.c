#include "tools/command_asymmetric.h"

#include <math.h>

#include "datasets/traces.h"
#include "tools/asymmetric.h"
#include "tools/asymmetric_result.h"
#include "tools/asymmetric_tag.h"
#include "tools/matched.h"
#include "tools/outputs.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/workers.h"

static const char *const links[] = {"envelope", "triangle", NULL};
static const char *const entropies[] = {"counted", "sp80090b", NULL};

/* The inputs; eve is empty when there is none. */
typedef struct traces {
    phw_trace device, reader, eve;
    bool has_eve;
} traces;

static void free_traces(traces *t)
{
    phw_trace_free(&t->device);
    phw_trace_free(&t->reader);
    phw_trace_free(&t->eve);
}

static phw_status open_all(traces *t, const phw_arguments *arguments)
{
    const char *device = phw_argument_positional(arguments, 0);
    const char *reader = phw_argument_positional(arguments, 1);
    const char *eve = phw_argument_text(arguments, "eve");
    PHW_TRY(phw_trace_open(&t->device, device, NULL));
    PHW_TRY(phw_trace_open(&t->reader, reader, NULL));
    t->has_eve = eve != NULL;
    if (t->has_eve)
        PHW_TRY(phw_trace_open(&t->eve, eve, NULL));
    PHW_TRY(phw_matched_check(&t->device, device, &t->reader, reader,
                              PHW_PAIRING_SEQUENCE, false));
    return phw_argument_given(arguments, "round-trip")
               ? phw_asymmetric_round_trip(&t->reader,
                                           phw_argument_number(arguments, "round-trip"),
                                           phw_argument_count(arguments, "tag-seed"))
               : PHW_OK;
}

static phw_assessment_kind assessment_of(const phw_arguments *arguments)
{
    static const phw_assessment_kind kind[] = {PHW_ASSESS_COUNTED, PHW_ASSESS_SP80090B};
    return kind[phw_argument_count(arguments, "entropy")];
}

static phw_status read_config(phw_zero_power_config *out,
                              const phw_arguments *arguments)
{
    const double share = phw_argument_number(arguments, "sample");
    const phw_zero_power_config c = {
        .link = (phw_zero_power_link)phw_argument_count(arguments, "link"),
        .n_tones = (unsigned)phw_argument_count(arguments, "tones"),
        .adc_bits = (unsigned)phw_argument_count(arguments, "adc-bits"),
        .n_bits = (unsigned)phw_argument_count(arguments, "bits"),
        .guard_256 = (unsigned)lround(256 * phw_argument_number(arguments, "guard")),
        .window = (size_t)phw_argument_count(arguments, "window"),
        .sample_every = share > 0 ? (unsigned)lround(1 / share) : 0,
        .assumed_error_rate = phw_argument_number(arguments, "error-rate"),
        .assessment = assessment_of(arguments),
        .eve_information_bits = phw_argument_number(arguments, "eve-information"),
        .security_bits = (unsigned)phw_argument_count(arguments, "epsilon"),
        .key_bits_min = (size_t)phw_argument_count(arguments, "key-bits"),
    };
    if (c.key_bits_min % 8 != 0)
        return phw_fail(PHW_EARG, "--key-bits: %zu; expected a multiple of 8",
                        c.key_bits_min);
    if (c.window > 0 && c.window < 16)
        return phw_fail(PHW_EARG, "--window: %zu; expected 16 or more, or 0 for all",
                        c.window);
    PHW_TRY(phw_zero_power_check(&c));
    *out = c;
    return PHW_OK;
}

static phw_status write_key(const phw_asymmetric *a, const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "output");
    if (path == NULL || a->status != PHW_OK)
        return PHW_OK;
    phw_key key = {0};
    phw_outputs outputs = {0};
    phw_status s = phw_asymmetric_key(&key, a);
    if (!s)
        s = phw_outputs_add_key(&outputs, &key, path);
    if (!s)
        s = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    phw_key_free(&key);
    return s;
}

static phw_status tell(const phw_asymmetric *a, const phw_zero_power_config *config,
                       const phw_arguments *arguments)
{
    char explanation[512];
    phw_result *r = NULL;
    phw_asymmetric_explain(explanation, sizeof explanation, a, config);
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "device", "device", phw_argument_positional(arguments, 0));
    phw_result_text(r, "reader", "reader", phw_argument_positional(arguments, 1));
    phw_asymmetric_fields(r, a, config, explanation);
    if (phw_argument_given(arguments, "seed"))
        phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    phw_status s = write_key(a, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    if (!s && a->status != PHW_OK)
        s = phw_fail(a->status, "%s", explanation);
    return s;
}

/* What a thread needs, so that another one can show that it works. */
typedef struct job {
    phw_asymmetric asymmetric;
    const traces *traces;
    const phw_zero_power_config *config;
    phw_entropy entropy;
    phw_progress progress;
} job;

static phw_status agree(void *context, size_t item, size_t worker)
{
    job *j = context;
    const traces *t = j->traces;
    (void)item;
    (void)worker;
    return phw_asymmetric_run(&j->asymmetric, &t->device, &t->reader,
                              t->has_eve ? &t->eve : NULL, j->config, &j->entropy);
}

static phw_status agree_and_tell(const traces *t, const phw_zero_power_config *config,
                                 const phw_arguments *arguments)
{
    job j = {.traces = t, .config = config};
    if (phw_argument_given(arguments, "seed"))
        PHW_TRY(phw_entropy_seeded(&j.entropy, phw_argument_count(arguments, "seed"),
                                   "reader"));
    else
        PHW_TRY(phw_entropy_system(&j.entropy));
    phw_progress_start(&j.progress, "agreement", 1, arguments);
    phw_status s = phw_workers_run(1, 1, agree, &j, &j.progress);
    phw_progress_end(&j.progress);
    if (!s)
        s = tell(&j.asymmetric, config, arguments);
    phw_asymmetric_free(&j.asymmetric);
    phw_entropy_wipe(&j.entropy);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_zero_power_config config;
    traces t = {0};
    PHW_TRY(read_config(&config, arguments));
    phw_status s = open_all(&t, arguments);
    if (!s)
        s = agree_and_tell(&t, &config, arguments);
    free_traces(&t);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "key file, mode 0600"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "KEY",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "eve", .summary = "the eavesdropper's trace"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'e',
     .placeholder = "FILE[:PART]",
     .file = PHW_OPTION_READS},
    {.param = {.name = "link",
               .unit = "",
               .summary =
                   "what is measured: the envelope, or of two tags the product of "
                   "direct and reflected envelope, neighbours in the traces",
               .choice = links},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "WHICH"},
    {.param = {.name = "round-trip",
               .unit = "dB",
               .summary =
                   "READER is the channel one way: the reader hears its square, a "
                   "tag's reflection, with noise so far below",
               .min = -20,
               .max = 100},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SNR",
     .no_preset = true},
    {.param = {.name = "tag-seed",
               .unit = "",
               .summary = "of the noise of --round-trip",
               .preset = 1,
               .max = 9007199254740991.0,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "tones",
               .unit = "",
               .summary = "values a probe, spread over the traces' coefficients",
               .min = 1,
               .max = PHW_ZERO_POWER_TONES_MAX,
               .preset = 1,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "bits",
               .unit = "",
               .summary = "bits a value",
               .min = 1,
               .max = PHW_ZERO_POWER_BITS_MAX,
               .preset = 1,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "guard",
               .unit = "",
               .summary =
                   "share of each cell that the device drops on either side of a "
                   "threshold",
               .max = 0.45},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SHARE"},
    {.param = {.name = "window",
               .unit = "",
               .summary = "probes that share their thresholds, 0 for all",
               .max = PHW_ZERO_POWER_ROWS_MAX,
               .preset = 256,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "PROBES"},
    {.param = {.name = "adc-bits",
               .unit = "",
               .summary = "bits of the device's converter",
               .min = 4,
               .max = 16,
               .preset = 10,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "BITS"},
    {.param = {.name = "sample",
               .unit = "",
               .summary = "share of raw bits compared in public and dropped",
               .max = 0.5,
               .preset = 0.05},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SHARE"},
    {.param = {.name = "error-rate",
               .unit = "",
               .summary = "of the bits, where none are compared",
               .max = 0.25,
               .preset = 0.05},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "RATE"},
    {.param = {.name = "entropy",
               .unit = "",
               .summary = "where the min-entropy comes from",
               .choice = entropies},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "WHICH"},
    {.param = {.name = "epsilon",
               .unit = "",
               .summary = "the key is off uniform by at most 2^-BITS (or 2^-64, say)",
               .min = 1,
               .max = 256,
               .preset = 64,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .is_exponent = true,
     .placeholder = "BITS"},
    {.param = {.name = "eve-information",
               .unit = "bit",
               .summary = "known to Eve of the raw bits; more where --eve says so",
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "BITS"},
    {.param = {.name = "key-bits",
               .unit = "",
               .summary = "bits wanted, a multiple of 8: fewer is no key",
               .min = 128,
               .max = 32768,
               .preset = 128,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    PHW_OPTION_SEED_OF_SECRETS("protocol randomness"),
};

const phw_command phw_command_asymmetric = {
    .name = "asymmetric",
    .summary = "a key between an end almost without power and a reader",
    .detail =
        "The device measures envelopes, finds thresholds by whole-number\n"
        "comparisons, sends BCH remainders of its bits and hashes; it draws no\n"
        "random numbers and decodes nothing. The reader estimates the channel,\n"
        "decodes, and says how long the key may be. The key is of the device's\n"
        "bits: n - k of a block are charged.\n\n"
        "DEVICE is a trace of the channel as the device hears it, through an\n"
        "emulated detector and converter; READER that of the way back. With several\n"
        "coefficients, --tones says how many of them are probed in turn. A reader\n"
        "that hears a tag's reflection has the square of the channel and takes the\n"
        "root, whose sign is lost and not needed: --round-trip makes that of a trace\n"
        "of the channel one way.\n\n"
        "What the device did is counted in its own code path: whole-number\n"
        "multiplications, additions, comparisons and logic, memory, bits sent.",
    .example = "phyward simulate datasets/scenarios/zero-power-envelope.yaml -o tag\n  "
               "phyward asymmetric tag/device.h5 tag/reader.h5 --eve tag/eve.h5 \\\n"
               "      -o tag/shared.key",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"DEVICE", "the device's trace, FILE[:PART]", false},
                   {"READER", "the reader's trace, FILE[:PART]", false}},
    .run = run,
};
