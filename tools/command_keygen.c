#include "tools/command_keygen.h"

#include <math.h>
#include <stdio.h>

#include "datasets/traces.h"
#include "tools/keygen.h"
#include "tools/keygen_options.h"
#include "tools/keygen_report.h"
#include "tools/keygen_result.h"
#include "tools/keygen_text.h"
#include "tools/outputs.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/scheme.h"
#include "tools/workers.h"

/* The inputs; eve is empty when there is none. */
typedef struct traces {
    phw_trace alice, bob, eve;
    bool has_eve;
} traces;

static void free_traces(traces *t)
{
    phw_trace_free(&t->alice);
    phw_trace_free(&t->bob);
    phw_trace_free(&t->eve);
}

static phw_status open_eve(traces *t, const phw_arguments *arguments)
{
    const char *eve = phw_argument_text(arguments, "eve");
    t->has_eve = eve != NULL;
    if (!t->has_eve)
        return PHW_OK;
    PHW_TRY(phw_trace_open(&t->eve, eve, NULL));
    if (t->eve.kind != t->alice.kind ||
        t->eve.n_coefficients % t->alice.n_coefficients != 0)
        return phw_fail(PHW_EINPUT,
                        "--eve %s: not of the kind and width (or so many times it) of "
                        "%s",
                        eve, phw_argument_positional(arguments, 0));
    return PHW_OK;
}

static phw_status delay(traces *t, const phw_agreement_config *config,
                        const phw_arguments *arguments)
{
    if (config->pairing != PHW_PAIRING_TIME)
        return phw_fail(PHW_EARG, "--delay: probes are paired by sequence number; "
                                  "expected --align time with it");
    return phw_matched_delay(&t->alice, &t->bob, &t->eve,
                             phw_argument_number(arguments, "delay"));
}

/* The configuration too: what is not given depends on the traces. */
static phw_status open_all(traces *t, phw_agreement_config *config,
                           const phw_arguments *arguments)
{
    const char *alice = phw_argument_positional(arguments, 0);
    const char *bob = phw_argument_positional(arguments, 1);
    PHW_TRY(phw_trace_open(&t->alice, alice, NULL));
    PHW_TRY(phw_keygen_config(config, arguments, &t->alice));
    PHW_TRY(phw_trace_open(&t->bob, bob, NULL));
    PHW_TRY(open_eve(t, arguments));
    const bool delayed = phw_argument_given(arguments, "delay");
    if (delayed)
        PHW_TRY(delay(t, config, arguments));
    return phw_matched_check(&t->alice, alice, &t->bob, bob, config->pairing, delayed);
}

static phw_status open_entropy(phw_entropy entropy[2], const phw_arguments *arguments)
{
    if (!phw_argument_given(arguments, "seed")) {
        PHW_TRY(phw_entropy_system(&entropy[PHW_ALICE]));
        return phw_entropy_system(&entropy[PHW_BOB]);
    }
    const uint64_t seed = phw_argument_count(arguments, "seed");
    PHW_TRY(phw_entropy_seeded(&entropy[PHW_ALICE], seed, "alice"));
    return phw_entropy_seeded(&entropy[PHW_BOB], seed, "bob");
}

static phw_status write_key(phw_outputs *outputs, const phw_keygen *k,
                            const phw_agreement_config *config, const char *path)
{
    phw_key key = {0};
    PHW_TRY(phw_keygen_key(&key, k, config));
    const phw_status s = phw_outputs_add_key(outputs, &key, path);
    phw_key_free(&key);
    return s;
}

/* What is missing from it is told once it is there. */
static phw_status write_page(phw_outputs *outputs, char missing[PHW_PAGE_MISSING_SIZE],
                             const phw_keygen *k, const traces *t,
                             const phw_agreement_config *config,
                             const phw_result *result, const phw_arguments *arguments)
{
    char subject[512];
    char explanation[512];
    (void)snprintf(subject, sizeof subject, "%s and %s",
                   phw_argument_positional(arguments, 0),
                   phw_argument_positional(arguments, 1));
    phw_keygen_explain(explanation, sizeof explanation, k, config);
    const phw_keygen_page page = {
        .keygen = k,
        .config = config,
        .result = result,
        .subject = subject,
        .explanation = explanation,
        .has_eve = t->has_eve,
        .keep_scripts = phw_argument_given(arguments, "plot-scripts"),
    };
    return phw_keygen_page_write(outputs, &page, phw_argument_text(arguments, "report"),
                                 missing);
}

/* The key is renamed last: whoever finds it has all the rest too. */
static phw_status write_files(const phw_keygen *k, const traces *t,
                              const phw_agreement_config *config,
                              const phw_result *result, const phw_arguments *arguments)
{
    const char *page = phw_argument_text(arguments, "report");
    const char *path = phw_argument_text(arguments, "output");
    char missing[PHW_PAGE_MISSING_SIZE] = "";
    phw_outputs outputs = {0};
    phw_status s = PHW_OK;
    if (page != NULL)
        s = write_page(&outputs, missing, k, t, config, result, arguments);
    if (!s && path != NULL && k->status == PHW_OK)
        s = write_key(&outputs, k, config, path);
    if (!s)
        s = phw_outputs_commit(&outputs);
    if (!s)
        phw_page_tell("keygen", missing);
    phw_outputs_discard(&outputs);
    return s;
}

static phw_status tell(const phw_keygen *k, const traces *t,
                       const phw_agreement_config *config,
                       const phw_arguments *arguments)
{
    char explanation[512];
    phw_result *r = NULL;
    phw_keygen_explain(explanation, sizeof explanation, k, config);
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "alice", "Alice", phw_argument_positional(arguments, 0));
    phw_result_text(r, "bob", "Bob", phw_argument_positional(arguments, 1));
    phw_result_number(
        r, "delay_s",
        phw_argument_given(arguments, "delay") ? "Alice is later by" : NULL,
        t->alice.has_time ? "s" : "probes",
        phw_argument_given(arguments, "delay") ? phw_argument_number(arguments, "delay")
                                               : 0);
    phw_keygen_fields(r, k, config, explanation);
    if (phw_argument_given(arguments, "seed"))
        phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    phw_status s = write_files(k, t, config, r, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    if (!s && k->status != PHW_OK)
        s = phw_fail(k->status, "%s", explanation);
    return s;
}

/* What a thread needs, so that another one can show how far it is. */
typedef struct job {
    phw_keygen keygen;
    const traces *traces;
    const phw_agreement_config *config;
    phw_entropy entropy[2];
    phw_progress progress;
} job;

static phw_status agree(void *context, size_t item, size_t worker)
{
    job *j = context;
    const traces *t = j->traces;
    (void)item;
    (void)worker;
    return phw_keygen_run(&j->keygen, &t->alice, &t->bob, t->has_eve ? &t->eve : NULL,
                          j->config, j->entropy, &j->progress);
}

static phw_status agree_and_tell(const traces *t, const phw_agreement_config *config,
                                 const phw_arguments *arguments)
{
    job j = {.traces = t, .config = config};
    PHW_TRY(open_entropy(j.entropy, arguments));
    phw_progress_start(&j.progress, "agreement", 1, arguments);
    phw_status s = phw_workers_run(1, 1, agree, &j, &j.progress);
    phw_progress_end(&j.progress);
    if (!s)
        s = tell(&j.keygen, t, config, arguments);
    phw_keygen_free(&j.keygen);
    phw_entropy_wipe(&j.entropy[PHW_ALICE]);
    phw_entropy_wipe(&j.entropy[PHW_BOB]);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_agreement_config config;
    traces t = {0};
    phw_status s = open_all(&t, &config, arguments);
    if (!s)
        s = agree_and_tell(&t, &config, arguments);
    free_traces(&t);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output",
               .summary = "key file, mode 0600; 32 bytes unless --key-bits"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "KEY",
     .file = PHW_OPTION_WRITES},
    PHW_OPTIONS_REPORT,
    {.param = {.name = "eve", .summary = "the eavesdropper's trace"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'e',
     .placeholder = "FILE[:PART]",
     .file = PHW_OPTION_READS},
    PHW_OPTION_SCHEME,
    PHW_OPTIONS_KEYGEN,
    {.param = {.name = "delay",
               .unit = "",
               .summary = "Alice's instants are later by this (--align time)",
               .min = -1e9,
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SECONDS",
     .no_preset = true},
    PHW_OPTION_SEED_OF_SECRETS("protocol randomness"),
};

const phw_command phw_command_keygen = {
    .name = "keygen",
    .summary = "a key from two traces of one channel, every bit accounted for",
    .detail =
        "Both ends run in memory and trade the messages that they would send. The\n"
        "key is as long as the min-entropy less all that was disclosed allows; with\n"
        "fewer bits than --key-bits there is none (exit status 6), and it says why.\n"
        "FILE:PART picks a party of a trace file or a column of a table.\n\n"
        "--delay: the two ways of an exchange are not simultaneous. With --align time\n"
        "and --interpolate Bob's series is read at Alice's instants; traces without\n"
        "time_s then count probes, so 0.5 is half an exchange.\n\n"
        "Both ends' bits are here, so reconciliation_efficiency holds what was\n"
        "disclosed against n h(p) of each bit plane, p its true error rate.",
    .example =
        "phyward simulate datasets/scenarios/walking-wifi.yaml --seed 7 -o walk\n  "
        "phyward keygen walk/alice.h5 walk/bob.h5 --eve walk/eve.h5 \\\n"
        "      -o walk/shared.key --report walk/report.html",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"ALICE", "Alice's trace, FILE[:PART]", false},
                   {"BOB", "Bob's trace, FILE[:PART]", false}},
    .run = run,
};
