#include "tools/command_decode_pulses.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "phy/pulse_bursts.h"
#include "phy/pulse_reader.h"
#include "tools/decoded.h"
#include "tools/progress.h"
#include "tools/sample_window.h"

/* A window is twice the longest burst: one that begins in the first half is whole. */
#define WINDOW ((size_t)1 << 21)

/* One decoding. */
typedef struct job {
    phw_sample_source *source;
    phw_sample_window window;
    phw_pulse_reader *reader;
    phw_pulse_message message;
    double rate_hz;
    size_t gap;
    size_t bits_least;
    bool inverted; /* IEEE's convention for Manchester */
    json_t *bursts;
    uint64_t n_samples;
    uint64_t n_strong; /* stretches above the noise */
    uint64_t n_read;
} job;

static void add(job *j)
{
    const phw_pulse_message *m = &j->message;
    phw_pulse_reading *r = &j->message.reading;
    json_t *row = json_object();
    if (j->inverted && strcmp(m->code->name, "manchester") == 0) {
        for (size_t i = 0; i < r->n_bits; ++i)
            r->bit[i] = !r->bit[i];
    }
    phw_decoded_count(row, "start_sample", j->window.from + m->from);
    phw_decoded_count(row, "n_samples", m->to - m->from);
    phw_decoded_text(row, "modulation", m->keyed ? "ook" : "fsk");
    phw_decoded_text(row, "code", m->code->name);
    phw_decoded_number(row, "symbol_rate", j->rate_hz / r->symbol);
    phw_decoded_number(row, "unit_s", r->unit / j->rate_hz);
    phw_decoded_number(row, "snr_db", m->snr_db);
    phw_decoded_number(row, "cfo_hz", m->cfo * j->rate_hz);
    phw_decoded_number(row, "deviation_hz", m->deviation * j->rate_hz);
    phw_decoded_number(row, "misfit", r->misfit);
    phw_decoded_count(row, "n_bits", r->n_bits);
    (void)json_object_set_new_nocheck(row, "bits", phw_decoded_hex(r->bit, r->n_bits));
    (void)json_array_append_new(j->bursts, row);
    ++j->n_read;
}

static phw_status read_burst(job *j, const phw_pulse_burst *b)
{
    const phw_sample_window *w = &j->window;
    ++j->n_strong;
    PHW_TRY(phw_pulse_reader_run(j->reader, &j->message, w->sample, w->n, b));
    if (j->message.code != NULL && j->message.reading.n_bits >= j->bits_least)
        add(j);
    return PHW_OK;
}

/* Takes the bursts that begin where the window is safe; `n_done` gets up to where. */
static phw_status decode(job *j, size_t *n_done)
{
    const phw_sample_window *w = &j->window;
    const size_t safe = w->last ? w->n : w->n / 2;
    phw_pulse_burst_list found = {0};
    PHW_TRY(phw_pulse_bursts_find(&found, w->sample, w->n, j->gap));
    size_t done = safe;
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < found.n && found.burst[i].from < safe; ++i) {
        s = read_burst(j, &found.burst[i]);
        done = found.burst[i].to > done ? found.burst[i].to : done;
    }
    phw_pulse_bursts_free(&found);
    *n_done = done;
    return s;
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
    phw_result_count(r, "n_strong", "stretches above the noise", "", j->n_strong);
    phw_result_count(r, "n_bursts", "of them read", "", j->n_read);
    phw_sample_source_report(j->source, r);
    phw_result_json(r, "bursts", "bursts", json_incref(j->bursts));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status prepare(job *j, const phw_arguments *arguments)
{
    PHW_TRY(phw_decoded_open(&j->source, arguments));
    const phw_recording_meta *meta = phw_sample_source_info(j->source);
    j->rate_hz = meta->rate_hz;
    j->gap = (size_t)(phw_argument_number(arguments, "gap") * j->rate_hz);
    j->bits_least = (size_t)phw_argument_count(arguments, "min-bits");
    j->inverted = phw_argument_given(arguments, "ieee");
    if (j->gap > WINDOW / 4)
        j->gap = WINDOW / 4;
    PHW_TRY(phw_sample_window_alloc(&j->window, WINDOW));
    PHW_TRY(phw_pulse_reader_create(&j->reader));
    j->bursts = json_array();
    return j->bursts != NULL ? PHW_OK : phw_fail(PHW_ENOMEM, "no memory");
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
    if (j->n_read == 0)
        return phw_fail(PHW_ESHORT,
                        "%s: no burst of pulses in %llu samples (%llu stretches stood "
                        "above the noise); check --type, --gap and --min-bits",
                        phw_argument_positional(arguments, 0),
                        (unsigned long long)j->n_samples,
                        (unsigned long long)j->n_strong);
    return PHW_OK;
}

static phw_status run(const phw_arguments *arguments)
{
    job *j = calloc(1, sizeof *j);
    if (j == NULL)
        return phw_fail(PHW_ENOMEM, "no memory");
    const phw_status s = work(j, arguments);
    json_decref(j->bursts);
    phw_pulse_reader_destroy(j->reader);
    phw_sample_window_free(&j->window);
    phw_sample_source_close(j->source);
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
