#include "tools/command_decode_lora.h"

#include <jansson.h>
#include <math.h>

#include "phy/chirp.h"
#include "phy/lora_preamble.h"
#include "tools/decoded.h"
#include "tools/decoding.h"

#define SF_LEAST  7
#define SYMBOLS   24 /* of a preamble with what is behind it, and some */
#define WINDOW    262144
#define N_WIDTHS  3
#define N_FACTORS (PHW_CHIRP_SF_MAX - SF_LEAST + 1)

static const double widths[N_WIDTHS] = {125e3, 250e3, 500e3};

/* The chirps that are looked for. */
typedef struct job {
    phw_lora_config config[N_WIDTHS * N_FACTORS];
    size_t n_configs;
} job;

static void add(phw_decoding *d, const phw_lora_preamble *p)
{
    const double start = (double)d->window.from + p->start;
    const double whole = fmax(0, round(start));
    json_t *row = phw_decoding_row(d, (uint64_t)whole);
    phw_decoded_number(row, "timing", start - whole);
    phw_decoded_count(row, "spreading_factor", p->sf);
    phw_decoded_number(row, "bandwidth_hz", p->bandwidth_hz);
    phw_decoded_number(row, "cfo_hz", p->cfo_hz);
    phw_decoded_number(row, "snr_db", p->snr_db);
    phw_decoded_number(row, "amplitude", p->amplitude);
    phw_decoded_count(row, "n_up", p->n_up);
    phw_decoded_count(row, "sync_word", p->sync);
    phw_decoding_pass(d, (uint64_t)fmax(0, p->end));
}

static phw_status decode(void *own, phw_decoding *d)
{
    const job *j = own;
    const phw_sample_window *w = &d->window;
    phw_lora_preambles found = {0};
    const phw_status s =
        phw_lora_find(&found, w->sample, w->n, j->config, j->n_configs);
    for (size_t i = 0; !s && i < found.n && found.preamble[i].start < (double)d->safe;
         ++i)
        add(d, &found.preamble[i]);
    phw_lora_free(&found);
    return s;
}

static void report(const void *own, const phw_decoding *d, phw_result *r)
{
    (void)own;
    phw_result_count(r, "n_preambles", "preambles", "", d->n_rows);
}

static void choose(job *j, phw_decoding *d, const phw_arguments *arguments)
{
    const bool one_factor = phw_argument_given(arguments, "sf");
    const bool one_width = phw_argument_given(arguments, "bandwidth");
    const unsigned sf = (unsigned)phw_argument_count(arguments, "sf");
    for (size_t w = 0; w < (one_width ? 1 : N_WIDTHS); ++w) {
        const double width_hz =
            one_width ? phw_argument_number(arguments, "bandwidth") : widths[w];
        if (width_hz > d->rate_hz)
            continue;
        for (unsigned k = SF_LEAST; k <= PHW_CHIRP_SF_MAX; ++k) {
            if (!one_factor || k == sf)
                j->config[j->n_configs++] = (phw_lora_config){d->rate_hz, width_hz, k};
        }
    }
    for (size_t i = 0; i < j->n_configs; ++i) {
        const double chips = SYMBOLS * (double)(1U << j->config[i].sf);
        const double reach = chips * d->rate_hz / j->config[i].bandwidth_hz;
        d->reach = (size_t)fmax((double)d->reach, reach);
    }
}

static phw_status prepare(void *own, phw_decoding *d, const phw_arguments *arguments)
{
    job *j = own;
    choose(j, d, arguments);
    if (j->n_configs == 0)
        return phw_fail(PHW_EINPUT,
                        "%s: %g samples a second; LoRa's chirps of --bandwidth %g Hz "
                        "need as many at least",
                        phw_argument_positional(arguments, 0), d->rate_hz,
                        phw_argument_given(arguments, "bandwidth")
                            ? phw_argument_number(arguments, "bandwidth")
                            : widths[0]);
    d->size = WINDOW + 3 * d->reach;
    return PHW_OK;
}

static phw_status refuse(const void *own, const phw_decoding *d, const char *name)
{
    (void)own;
    return phw_fail(PHW_ESHORT,
                    "%s: no LoRa preamble in %llu samples; check --type, --rate, "
                    "--sf and --bandwidth",
                    name, (unsigned long long)d->n_samples);
}

static const phw_decoder decoder = {"preambles", prepare, decode, report, refuse};

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    return phw_decoding_run(&decoder, &j, arguments);
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
