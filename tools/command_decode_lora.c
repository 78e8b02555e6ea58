#include "tools/command_decode_lora.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phy/chirp.h"
#include "phy/lora_preamble.h"
#include "tools/decoded.h"
#include "tools/progress.h"
#include "tools/sample_window.h"

#define SF_LEAST  7
#define SYMBOLS   24 /* of a preamble with what is behind it, and some */
#define WINDOW    262144
#define N_WIDTHS  3
#define N_FACTORS (PHW_CHIRP_SF_MAX - SF_LEAST + 1)

static const double widths[N_WIDTHS] = {125e3, 250e3, 500e3};

/* One decoding. */
typedef struct job {
    phw_sample_source *source;
    phw_sample_window window;
    phw_lora_config config[N_WIDTHS * N_FACTORS];
    size_t n_configs;
    double rate_hz;
    size_t reach;
    json_t *preambles;
    uint64_t n_samples;
    uint64_t n_found;
} job;

static void add(job *j, const phw_lora_preamble *p)
{
    json_t *row = json_object();
    const double start = (double)j->window.from + p->start;
    const double whole = fmax(0, round(start));
    phw_decoded_count(row, "start_sample", (uint64_t)whole);
    phw_decoded_number(row, "timing", start - whole);
    phw_decoded_count(row, "spreading_factor", p->sf);
    phw_decoded_number(row, "bandwidth_hz", p->bandwidth_hz);
    phw_decoded_number(row, "cfo_hz", p->cfo_hz);
    phw_decoded_number(row, "snr_db", p->snr_db);
    phw_decoded_number(row, "amplitude", p->amplitude);
    phw_decoded_count(row, "n_up", p->n_up);
    phw_decoded_count(row, "sync_word", p->sync);
    (void)json_array_append_new(j->preambles, row);
    ++j->n_found;
}

/* Takes the preambles that end in the window for sure; `n_done` gets up to where. */
static phw_status decode(job *j, size_t *n_done)
{
    const phw_sample_window *w = &j->window;
    const size_t safe = w->last ? w->n : w->n - j->reach;
    phw_lora_preambles found = {0};
    const phw_status s =
        phw_lora_find(&found, w->sample, w->n, j->config, j->n_configs);
    double done = (double)safe;
    for (size_t i = 0; !s && i < found.n; ++i) {
        const phw_lora_preamble *p = &found.preamble[i];
        if (p->start >= (double)safe)
            break;
        add(j, p);
        done = fmax(done, fmin(p->end, (double)w->n));
    }
    phw_lora_free(&found);
    *n_done = (size_t)done;
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
    phw_result_count(r, "n_preambles", "preambles", "", j->n_found);
    phw_sample_source_report(j->source, r);
    phw_result_json(r, "preambles", "preambles", json_incref(j->preambles));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

/* Which chirps are looked for. */
static void choose(job *j, const phw_arguments *arguments)
{
    const bool one_factor = phw_argument_given(arguments, "sf");
    const bool one_width = phw_argument_given(arguments, "bandwidth");
    const unsigned sf = (unsigned)phw_argument_count(arguments, "sf");
    for (size_t w = 0; w < (one_width ? 1 : N_WIDTHS); ++w) {
        const double width_hz =
            one_width ? phw_argument_number(arguments, "bandwidth") : widths[w];
        if (width_hz > j->rate_hz)
            continue;
        for (unsigned k = SF_LEAST; k <= PHW_CHIRP_SF_MAX; ++k) {
            if (!one_factor || k == sf)
                j->config[j->n_configs++] = (phw_lora_config){j->rate_hz, width_hz, k};
        }
    }
    for (size_t i = 0; i < j->n_configs; ++i) {
        const double chips = SYMBOLS * (double)(1U << j->config[i].sf);
        const double reach = chips * j->rate_hz / j->config[i].bandwidth_hz;
        j->reach = (size_t)fmax((double)j->reach, reach);
    }
}

static phw_status prepare(job *j, const phw_arguments *arguments)
{
    PHW_TRY(phw_decoded_open(&j->source, arguments));
    j->rate_hz = phw_sample_source_info(j->source)->rate_hz;
    choose(j, arguments);
    if (j->n_configs == 0)
        return phw_fail(PHW_EINPUT,
                        "%s: %g samples a second; LoRa's chirps of --bandwidth %g Hz "
                        "need as many at least",
                        phw_argument_positional(arguments, 0), j->rate_hz,
                        phw_argument_given(arguments, "bandwidth")
                            ? phw_argument_number(arguments, "bandwidth")
                            : widths[0]);
    PHW_TRY(phw_sample_window_alloc(&j->window, WINDOW + 3 * j->reach));
    j->preambles = json_array();
    return j->preambles != NULL ? PHW_OK : phw_fail(PHW_ENOMEM, "no memory");
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
    if (j->n_found == 0)
        return phw_fail(PHW_ESHORT,
                        "%s: no LoRa preamble in %llu samples; check --type, --rate, "
                        "--sf and --bandwidth",
                        phw_argument_positional(arguments, 0),
                        (unsigned long long)j->n_samples);
    return PHW_OK;
}

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    const phw_status s = work(&j, arguments);
    json_decref(j.preambles);
    phw_sample_window_free(&j.window);
    phw_sample_source_close(j.source);
    return s;
}

static const phw_option option[] = {
    PHW_OPTIONS_SOURCE,
    {.param = {.name = "sf",
               .unit = "",
               .summary = "spreading factor; by default all from 7 to 12",
               .min = SF_LEAST,
               .max = PHW_CHIRP_SF_MAX,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N",
     .no_preset = true},
    {.param = {.name = "bandwidth",
               .unit = "Hz",
               .summary = "of the chirps; by default 125k, 250k and 500k",
               .min = 1e3,
               .max = 1e7},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'b',
     .placeholder = "HZ",
     .no_preset = true},
};

const phw_command phw_command_decode_lora = {
    .name = "decode lora",
    .summary = "finds LoRa preambles, in and below the noise",
    .detail =
        "Spreading factor, bandwidth, carrier offset and the instant of the first up\n"
        "chirp: start_sample + timing, in samples. Offsets up to a quarter of the\n"
        "bandwidth. sync_word is what the two symbols behind the chirps tell (18 for\n"
        "private networks, 52 for LoRaWAN). The payload is not decoded.",
    .example = "phyward decode lora capture_868.1M_1000k.cf32 --sf 7 --bandwidth 125k",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", PHW_SOURCE_SUMMARY, false}},
    .run = run,
};
