#include "tools/command_uplink_recover.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "encrypt/cancellation.h"
#include "tools/result.h"
#include "tools/uplink_cover.h"
#include "tools/uplink_options.h"
#include "tools/uplink_samples.h"
#include "tools/uplink_uncover.h"

typedef struct job {
    phw_uplink_samples samples;
    phw_uplink_samples original; /* empty without --truth */
    phw_uplink_covers covers;
    phw_uplink_uncovering result;
    phw_key key;
    double before; /* mean power of the noise that was laid, */
    double after;  /* and of what is left of it; with --truth alone */
} job;

static void drop(job *j)
{
    phw_key_free(&j->key);
    phw_uplink_uncovering_free(&j->result);
    phw_uplink_covers_free(&j->covers);
    phw_uplink_samples_free(&j->original);
    phw_uplink_samples_free(&j->samples);
}

/* Power of what differs from the original in the covers. */
static double distance(const job *j)
{
    double sum = 0;
    double n = 0;
    for (size_t i = 0; i < j->covers.n; ++i) {
        const phw_uplink_cover *c = &j->covers.cover[i];
        const phw_cf *x = j->samples.signal.sample + c->from;
        const phw_cf *y = j->original.signal.sample + c->from;
        for (size_t k = 0; k < c->count; ++k)
            sum += phw_cf_power(x[k] - y[k]);
        n += (double)c->count;
    }
    return sum / n;
}

/* Least squares leave L / N of the rest's power: the formula of encrypt/cancellation.h
 * with one value a half bit. */
static double expected_db(const job *j, size_t n_taps)
{
    double before = 0;
    double after = 0;
    for (size_t i = 0; i < j->result.n; ++i) {
        const phw_uplink_uncovered *u = &j->result.cover[i];
        const phw_uplink_cover *c = &j->covers.cover[i];
        before += u->noise_power * (double)c->count;
        after += phw_cancellation_residual((double)n_taps,
                                           (double)c->count / c->clock.length, 0,
                                           u->residual_power) *
                 (double)c->count;
    }
    return phw_cancellation_db(before, after);
}

static json_t *rows(const job *j)
{
    json_t *list = json_array();
    for (size_t i = 0; i < j->result.n; ++i) {
        const phw_uplink_uncovered *u = &j->result.cover[i];
        const phw_uplink_message *m = u->message;
        const double all = u->noise_power + u->residual_power;
        char hex[PHW_EPC_BITS_MAX / 4 + 2] = "";
        if (m != NULL)
            phw_uplink_message_hex(hex, sizeof hex, m);
        (void)json_array_append_new(
            list,
            json_pack("{s:I,s:I,s:b,s:I,s:s,s:f,s:s}", "start",
                      (json_int_t)j->covers.cover[i].from, "count",
                      (json_int_t)j->covers.cover[i].count, "crc_ok", (int)(m != NULL),
                      "bits", (json_int_t)(m != NULL ? m->n_bits : 0), "hex", hex,
                      "explained", all > 0 ? u->noise_power / all : 0.0, "fault",
                      m != NULL || u->fault == NULL ? "" : u->fault));
    }
    return list;
}

static phw_status report(const job *j, const phw_arguments *arguments)
{
    const bool told = j->original.signal.n > 0;
    const size_t n_taps = (size_t)phw_argument_count(arguments, "taps");
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "recording", phw_argument_positional(arguments, 0));
    phw_result_text(r, "signal", "signal", phw_uplink_kind_name(j->covers.kind));
    phw_result_count(r, "messages", "messages protected", "", j->covers.n);
    phw_result_count(r, "crc_ok", "of them read with a good CRC", "", j->result.n_good);
    phw_result_text(r, "noise", "law of the noise", j->covers.law);
    phw_result_text(r, "component", "of the noise is laid",
                    phw_uplink_covers_component(&j->covers));
    phw_result_count(r, "stream", "stream", "", j->covers.stream);
    phw_result_count(r, "frame", "frame", "", j->covers.frame);
    phw_result_count(r, "noise_found", "messages with this key's noise for sure", "",
                     j->result.n_explained);
    phw_result_number(r, "cancellation_db", "cancellation", "dB",
                      told ? phw_cancellation_db(j->before, j->after)
                           : expected_db(j, n_taps));
    phw_result_text(r, "cancellation_by", "told by",
                    told ? "the original" : "the formula of least squares");
    phw_result_json(r, "rows", "messages", rows(j));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status judge(const job *j, const char *path)
{
    PHW_TRY(phw_uplink_uncovering_check(&j->result, path));
    if (j->result.n_good == 0)
        return phw_fail(PHW_ENOCONV,
                        "%s: the noise of this key was cancelled, but none of %zu "
                        "messages has a good CRC: try other --taps",
                        path, j->result.n);
    return PHW_OK;
}

static phw_status read_truth(job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "truth");
    if (path == NULL)
        return PHW_OK;
    PHW_TRY(phw_uplink_truth_read(&j->original, &j->samples, path, arguments));
    j->before = distance(j);
    return PHW_OK;
}

static phw_status recover(job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    PHW_TRY(phw_uplink_seed_key(&j->key, arguments));
    PHW_TRY(phw_uplink_samples_read(&j->samples, path, NULL));
    PHW_TRY(phw_uplink_covers_read(&j->covers, path, j->samples.meta));
    PHW_TRY(read_truth(j, arguments));
    const phw_status s =
        phw_uplink_uncover(&j->result, &j->samples, &j->covers, &j->key,
                           (size_t)phw_argument_count(arguments, "taps"));
    if (s)
        return phw_fail_within(s, "%s", path);
    if (j->original.signal.n > 0)
        j->after = distance(j);
    PHW_TRY(judge(j, path));
    return report(j, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    const phw_status s = recover(&j, arguments);
    drop(&j);
    return s;
}

static const phw_option option[] = {
    PHW_OPTION_SEED_KEY,
    PHW_OPTION_UPLINK_TAPS,
    PHW_OPTIONS_UPLINK_TRUTH,
};

const phw_command phw_command_uplink_recover = {
    .name = "uplink recover",
    .summary = "reads the messages of a protected recording with the noise's key",
    .detail =
        "Regenerates the noise, estimates its channel by least squares over each\n"
        "message, subtracts it and reads what is below. A key whose noise is not in\n"
        "the recording is refused (status 5, nothing is printed); noise cancelled but\n"
        "no CRC good is status 1. --truth tells the cancellation that was reached.",
    .example = "phyward uplink recover noisy.sigmf-meta --seed-key k.bin --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"NOISY", "what phyward uplink protect wrote", false}},
    .run = run,
};
