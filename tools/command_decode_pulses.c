#include "tools/command_decode_pulses.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "phy/pulse_bursts.h"
#include "phy/pulse_reader.h"
#include "tools/decoded.h"
#include "tools/decoding.h"

/* A window is twice the longest burst: one that begins in the first half is whole. */
#define WINDOW ((size_t)1 << 21)

/* One decoding. */
typedef struct job {
    phw_pulse_reader *reader;
    phw_pulse_message message;
    size_t gap;
    size_t bits_least;
    bool inverted;     /* IEEE's convention for Manchester */
    uint64_t n_strong; /* stretches above the noise */
} job;

static void add(job *j, phw_decoding *d)
{
    const phw_pulse_message *m = &j->message;
    phw_pulse_reading *r = &j->message.reading;
    json_t *row = phw_decoding_row(d, d->window.from + m->from);
    if (j->inverted && strcmp(m->code->name, "manchester") == 0) {
        for (size_t i = 0; i < r->n_bits; ++i)
            r->bit[i] = !r->bit[i];
    }
    phw_decoded_count(row, "n_samples", m->to - m->from);
    phw_decoded_text(row, "modulation", m->keyed ? "ook" : "fsk");
    phw_decoded_text(row, "code", m->code->name);
    phw_decoded_number(row, "symbol_rate", d->rate_hz / r->symbol);
    phw_decoded_number(row, "unit_s", r->unit / d->rate_hz);
    phw_decoded_number(row, "snr_db", m->snr_db);
    phw_decoded_number(row, "cfo_hz", m->cfo * d->rate_hz);
    phw_decoded_number(row, "deviation_hz", m->deviation * d->rate_hz);
    phw_decoded_number(row, "misfit", r->misfit);
    phw_decoded_count(row, "n_bits", r->n_bits);
    (void)json_object_set_new_nocheck(row, "bits", phw_decoded_hex(r->bit, r->n_bits));
}

static phw_status read_burst(job *j, phw_decoding *d, const phw_pulse_burst *b)
{
    const phw_sample_window *w = &d->window;
    ++j->n_strong;
    PHW_TRY(phw_pulse_reader_run(j->reader, &j->message, w->sample, w->n, b));
    if (j->message.code != NULL && j->message.reading.n_bits >= j->bits_least)
        add(j, d);
    phw_decoding_pass(d, b->to);
    return PHW_OK;
}

static phw_status decode(void *own, phw_decoding *d)
{
    job *j = own;
    phw_pulse_burst_list found = {0};
    PHW_TRY(phw_pulse_bursts_find(&found, d->window.sample, d->window.n, j->gap));
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < found.n && found.burst[i].from < d->safe; ++i)
        s = read_burst(j, d, &found.burst[i]);
    phw_pulse_bursts_free(&found);
    return s;
}

static void report(const void *own, const phw_decoding *d, phw_result *r)
{
    const job *j = own;
    phw_result_count(r, "n_strong", "stretches above the noise", "", j->n_strong);
    phw_result_count(r, "n_bursts", "of them read", "", d->n_rows);
}

static phw_status prepare(void *own, phw_decoding *d, const phw_arguments *arguments)
{
    job *j = own;
    j->gap = (size_t)(phw_argument_number(arguments, "gap") * d->rate_hz);
    j->bits_least = (size_t)phw_argument_count(arguments, "min-bits");
    j->inverted = phw_argument_given(arguments, "ieee");
    if (j->gap > WINDOW / 4)
        j->gap = WINDOW / 4;
    d->size = WINDOW;
    d->reach = WINDOW / 2;
    return phw_pulse_reader_create(&j->reader);
}

static phw_status refuse(const void *own, const phw_decoding *d, const char *name)
{
    const job *j = own;
    return phw_fail(PHW_ESHORT,
                    "%s: no burst of pulses in %llu samples (%llu stretches stood "
                    "above the noise); check --type, --gap and --min-bits",
                    name, (unsigned long long)d->n_samples,
                    (unsigned long long)j->n_strong);
}

static const phw_decoder decoder = {"bursts", prepare, decode, report, refuse};

static phw_status run(const phw_arguments *arguments)
{
    job *j = calloc(1, sizeof *j);
    if (j == NULL)
        return phw_fail(PHW_ENOMEM, "no memory");
    const phw_status s = phw_decoding_run(&decoder, j, arguments);
    phw_pulse_reader_destroy(j->reader);
    free(j);
    return s;
}

static const phw_option option[] = {
    PHW_OPTIONS_SOURCE,
    {.param = {.name = "gap",
               .unit = "s",
               .summary = "silence that ends a burst",
               .min = 1e-6,
               .max = 10,
               .preset = 0.005},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S"},
    {.param = {.name = "min-bits",
               .unit = "",
               .summary = "bursts with fewer bits are left out",
               .min = 1,
               .max = PHW_PULSE_BITS_MAX,
               .preset = 8,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "ieee",
               .summary = "Manchester as IEEE 802.3 has it: 1 is low, then high"},
     .kind = PHW_OPTION_FLAG},
};

const phw_command phw_command_decode_pulses = {
    .name = "decode pulses",
    .summary = "reads bursts of pulses without knowing their rate or code",
    .detail =
        "On-off and frequency keying; Manchester, pulse width, pulse position, plain\n"
        "levels (phyward list pulse_code). unit_s is the shortest mark or space,\n"
        "symbol_rate the bits a second. A tenth of the recording has to be silence:\n"
        "from it the noise is told.",
    .example = "phyward decode pulses capture_433.92M_250k.cu8",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", PHW_SOURCE_SUMMARY, false}},
    .run = run,
};
