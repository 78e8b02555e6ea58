#include "tools/command_decode_gen2.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "phy/epc_reply.h"
#include "phy/line_code_manchester.h"
#include "phy/line_codes.h"
#include "tools/decoded.h"
#include "tools/decoding.h"
#include "tools/gen2_replies.h"

#define WINDOW   262144
#define NEAR     1.25 /* the link frequency that is given is sought within it */
#define PC_BITS  16
#define CRC_BITS 16
#define BITS     570 /* of the longest reply with what is before it, and some */

/* One decoding. */
typedef struct job {
    phw_epc_config config;
    const phw_line_code *code; /* NULL: any */
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

static void add(job *j, phw_decoding *d, const phw_epc_reply *r)
{
    const char *kind = phw_gen2_kind(r);
    json_t *row = phw_decoding_row(d, d->window.from + r->start);
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
    j->n_good += r->fault == PHW_EPC_GOOD;
}

static phw_status decode(void *own, phw_decoding *d)
{
    job *j = own;
    const bool is_real = !phw_sample_source_info(d->source)->type.is_complex;
    phw_epc_replies found = {0};
    PHW_TRY(phw_gen2_find(&found, &d->window, is_real, &j->config, j->code));
    for (size_t i = 0; i < found.n && found.reply[i].start < d->safe; ++i) {
        add(j, d, &found.reply[i]);
        phw_decoding_pass(d, found.reply[i].end);
    }
    phw_epc_free(&found);
    return PHW_OK;
}

static void report(const void *own, const phw_decoding *d, phw_result *r)
{
    const job *j = own;
    phw_result_count(r, "n_replies", "replies", "", d->n_rows);
    phw_result_count(r, "n_crc_ok", "of them with a good CRC", "", j->n_good);
}

static phw_status prepare(void *own, phw_decoding *d, const phw_arguments *arguments)
{
    job *j = own;
    double low_hz = PHW_EPC_BLF_MIN_HZ;
    double high_hz = PHW_EPC_BLF_MAX_HZ;
    if (phw_argument_given(arguments, "blf")) {
        low_hz = fmax(low_hz, phw_argument_number(arguments, "blf") / NEAR);
        high_hz = fmin(high_hz, phw_argument_number(arguments, "blf") * NEAR);
    }
    high_hz = fmin(high_hz, d->rate_hz / 4);
    if (!(low_hz < high_hz))
        return phw_fail(PHW_EINPUT,
                        "%s: %g samples a second; a tag's link frequency of %g Hz "
                        "needs four times it",
                        phw_argument_positional(arguments, 0), d->rate_hz, low_hz);
    j->config = (phw_epc_config){d->rate_hz, low_hz, high_hz};
    d->reach = reach_of(j);
    d->size = WINDOW + 4 * d->reach;
    return PHW_OK;
}

static phw_status refuse(const void *own, const phw_decoding *d, const char *name)
{
    const job *j = own;
    return phw_fail(PHW_ESHORT,
                    "%s: no tag's reply in %llu samples, link frequencies %.4g to "
                    "%.4g Hz; check --rate, --blf and --type",
                    name, (unsigned long long)d->n_samples, j->config.blf_low_hz,
                    j->config.blf_high_hz);
}

static const phw_decoder decoder = {"replies", prepare, decode, report, refuse};

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    const char *code = phw_argument_text(arguments, "code");
    if (strcmp(code, "auto") != 0 && phw_line_code_find(&j.code, code) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--code (auto, too)");
    if (j.code == &phw_line_code_manchester)
        return phw_fail(PHW_EARG, "--code %s: no tag of EPC Gen2 has it", code);
    return phw_decoding_run(&decoder, &j, arguments);
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
