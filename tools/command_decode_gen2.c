#include "tools/command_decode_gen2.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phy/epc_reply.h"
#include "phy/line_code_manchester.h"
#include "phy/line_codes.h"
#include "tools/decoded.h"
#include "tools/gen2_replies.h"
#include "tools/progress.h"
#include "tools/sample_window.h"

#define WINDOW   262144
#define NEAR     1.25 /* the link frequency that is given is sought within it */
#define PC_BITS  16
#define CRC_BITS 16
#define BITS     570 /* of the longest reply with what is before it, and some */

/* One decoding. */
typedef struct job {
    phw_sample_source *source;
    phw_sample_window window;
    phw_epc_config config;
    const phw_line_code *code; /* NULL: any */
    json_t *replies;
    uint64_t n_samples;
    uint64_t n_replies;
    uint64_t n_good;
} job;

static size_t reach_of(const job *j)
{
    const size_t chips =
        j->code != NULL ? j->code->chips_per_bit : (size_t)PHW_LINE_CHIPS_MAX;
    const double length = j->config.rate_hz / (2 * j->config.blf_low_hz);
    return (size_t)((double)(BITS * chips) * length);
}

static void put_bits(json_t *row, const char *name, const phw_epc_reply *r,
                     unsigned from, unsigned to)
{
    (void)json_object_set_new_nocheck(row, name,
                                      phw_decoded_hex(r->bit + from, to - from));
}

static void add(job *j, const phw_epc_reply *r)
{
    const char *kind = phw_gen2_kind(r);
    json_t *row = json_object();
    phw_decoded_count(row, "start_sample", j->window.from + r->start);
    phw_decoded_text(row, "code", r->code->name);
    phw_decoded_text(row, "kind", kind);
    phw_decoded_number(row, "blf_hz", r->blf_hz);
    phw_decoded_number(row, "snr_db", r->snr_db);
    phw_decoded_number(row, "half_step", r->half_step);
    phw_decoded_flag(row, "crc_ok", r->fault == PHW_EPC_GOOD);
    phw_decoded_text(row, "fault",
                     r->fault == PHW_EPC_GOOD ? NULL : phw_epc_fault_text(r->fault));
    phw_decoded_text(row, "pc", NULL);
    phw_decoded_text(row, "epc", NULL);
    if (strcmp(kind, "epc") == 0) {
        put_bits(row, "pc", r, 0, PC_BITS);
        put_bits(row, "epc", r, PC_BITS, r->n_bits - CRC_BITS);
    }
    phw_decoded_count(row, "n_bits", r->n_bits);
    put_bits(row, "bits", r, 0, r->n_bits);
    (void)json_array_append_new(j->replies, row);
    ++j->n_replies;
    j->n_good += r->fault == PHW_EPC_GOOD;
}

/* Takes the replies that end in the window for sure; `n_done` gets up to where. */
static phw_status decode(job *j, size_t *n_done)
{
    const phw_sample_window *w = &j->window;
    const size_t safe = w->last ? w->n : w->n - reach_of(j);
    const bool is_real = !phw_sample_source_info(j->source)->type.is_complex;
    phw_epc_replies found = {0};
    PHW_TRY(phw_gen2_find(&found, w, is_real, &j->config, j->code));
    size_t done = safe;
    for (size_t i = 0; i < found.n && found.reply[i].start < safe; ++i) {
        add(j, &found.reply[i]);
        const size_t end = (size_t)found.reply[i].end;
        done = end > done && end <= w->n ? end : done;
    }
    phw_epc_free(&found);
    *n_done = done;
    return PHW_OK;
}

static phw_status decode_all(job *j, phw_progress *bar)
{
    size_t n_done = 0;
    do {
        PHW_TRY(phw_sample_window_move(&j->window, j->source, n_done));
        PHW_TRY(decode(j, &n_done));
        phw_progress_show(bar, (double)(j->window.from + j->window.n));
    } while (!j->window.last);
    j->n_samples = j->window.from + j->window.n;
    return PHW_OK;
}

static phw_status report(job *j, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_decoded_begin(r, j->source, arguments, j->n_samples);
    phw_result_count(r, "n_replies", "replies", "", j->n_replies);
    phw_result_count(r, "n_crc_ok", "of them with a good CRC", "", j->n_good);
    phw_sample_source_report(j->source, r);
    phw_result_json(r, "replies", "replies", json_incref(j->replies));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status prepare(job *j, const phw_arguments *arguments)
{
    const char *code = phw_argument_text(arguments, "code");
    if (strcmp(code, "auto") != 0 && phw_line_code_find(&j->code, code) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--code (auto, too)");
    if (j->code == &phw_line_code_manchester)
        return phw_fail(PHW_EARG, "--code %s: no tag of EPC Gen2 has it", code);
    PHW_TRY(phw_decoded_open(&j->source, arguments));
    const double rate_hz = phw_sample_source_info(j->source)->rate_hz;
    double low_hz = PHW_EPC_BLF_MIN_HZ;
    double high_hz = PHW_EPC_BLF_MAX_HZ;
    if (phw_argument_given(arguments, "blf")) {
        low_hz = fmax(low_hz, phw_argument_number(arguments, "blf") / NEAR);
        high_hz = fmin(high_hz, phw_argument_number(arguments, "blf") * NEAR);
    }
    high_hz = fmin(high_hz, rate_hz / 4);
    if (!(low_hz < high_hz))
        return phw_fail(PHW_EINPUT,
                        "%s: %g samples a second; a tag's link frequency of %g Hz "
                        "needs four times it",
                        phw_argument_positional(arguments, 0), rate_hz, low_hz);
    j->config = (phw_epc_config){rate_hz, low_hz, high_hz};
    PHW_TRY(phw_sample_window_alloc(&j->window, WINDOW + 4 * reach_of(j)));
    j->replies = json_array();
    return j->replies != NULL ? PHW_OK : phw_fail(PHW_ENOMEM, "no memory");
}

static phw_status work(job *j, const phw_arguments *arguments)
{
    PHW_TRY(prepare(j, arguments));
    phw_progress bar;
    phw_progress_start(&bar, "decoding", phw_sample_source_total(j->source), arguments);
    const phw_status s = decode_all(j, &bar);
    phw_progress_end(&bar);
    PHW_TRY(s);
    PHW_TRY(report(j, arguments));
    if (j->n_replies == 0)
        return phw_fail(PHW_ESHORT,
                        "%s: no tag's reply in %llu samples, link frequencies %.4g to "
                        "%.4g Hz; check --rate, --blf and --type",
                        phw_argument_positional(arguments, 0),
                        (unsigned long long)j->n_samples, j->config.blf_low_hz,
                        j->config.blf_high_hz);
    return PHW_OK;
}

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    const phw_status s = work(&j, arguments);
    json_decref(j.replies);
    phw_sample_window_free(&j.window);
    phw_sample_source_close(j.source);
    return s;
}

static const phw_option option[] = {
    PHW_OPTIONS_SOURCE,
    {.param = {.name = "code",
               .summary = "line code: fm0, miller2, miller4, miller8 or auto"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME",
     .text_preset = "auto"},
    {.param = {.name = "blf",
               .unit = "Hz",
               .summary =
                   "the tag's link frequency, sought within 25 %; by default all "
                   "from 40 to 640 kHz",
               .min = PHW_EPC_BLF_MIN_HZ,
               .max = PHW_EPC_BLF_MAX_HZ},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "HZ",
     .no_preset = true},
};

const phw_command phw_command_decode_gen2 = {
    .name = "decode gen2",
    .summary = "reads the EPC Gen2 tags' replies of a recording",
    .detail =
        "Magnitudes (a text of one number a line is a recording too) or complex\n"
        "samples, which are read along four axes. pc and epc are told where the reply\n"
        "has the length that its PC says; a random number of 16 bits has no CRC.\n"
        "Naming code and link frequency makes it many times faster.",
    .example =
        "phyward decode gen2 datasets/recordings/GPL-3.0/epc_gen2_reply.sigmf-meta",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", PHW_SOURCE_SUMMARY, false}},
    .run = run,
};
