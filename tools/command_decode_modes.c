#include "tools/command_decode_modes.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/mode_s.h"
#include "tools/decoded.h"
#include "tools/decoding.h"

#define WINDOW 1048576

/* One decoding. */
typedef struct job {
    float *magnitude;
    phw_mode_s_config config;
    phw_mode_s_addresses known;
    uint64_t n_preambles;
    uint64_t n_repaired;
} job;

/* The longest message, and what its pulses may be early or late. */
static size_t reach_of(const job *j)
{
    const double length = j->config.rate_hz / PHW_MODE_S_RATE_HZ;
    return (size_t)((PHW_MODE_S_SAMPLES_MAX + 4) * length) + 2;
}

static size_t end_of(const job *j, const phw_mode_s_message *m)
{
    const double length = j->config.rate_hz / PHW_MODE_S_RATE_HZ;
    const double halves = PHW_MODE_S_PREAMBLE + 2.0 * m->n_bits - 1;
    return (size_t)m->start + (size_t)(halves * length);
}

static void add(job *j, phw_decoding *d, const phw_mode_s_message *m)
{
    char icao[8];
    json_t *row = phw_decoding_row(d, d->window.from + m->start);
    (void)snprintf(icao, sizeof icao, "%06x", (unsigned)m->address);
    phw_decoded_count(row, "df", m->format);
    phw_decoded_text(row, "icao", icao);
    phw_decoded_flag(row, "crc_ok", 1);
    phw_decoded_flag(row, "repaired", m->repaired);
    phw_decoded_number(row, "level", m->level);
    phw_decoded_number(row, "snr_db", m->snr_db);
    (void)json_object_set_new_nocheck(row, "bits", phw_decoded_hex(m->bit, m->n_bits));
    j->n_repaired += m->repaired;
}

static phw_status decode(void *own, phw_decoding *d)
{
    job *j = own;
    const phw_sample_window *w = &d->window;
    phw_mode_s_messages found = {0};
    const bool is_real = !phw_sample_source_info(d->source)->type.is_complex;
    phw_sample_window_magnitudes(j->magnitude, w, is_real);
    PHW_TRY(phw_mode_s_search(&found, &j->known, j->magnitude, w->n, &j->config));
    for (size_t i = 0; i < found.n && found.message[i].start < d->safe; ++i) {
        add(j, d, &found.message[i]);
        phw_decoding_pass(d, end_of(j, &found.message[i]));
    }
    j->n_preambles += found.n_preambles;
    phw_mode_s_free(&found);
    return PHW_OK;
}

/* How many messages there are of each aircraft. */
static json_t *aircraft(const job *j, const json_t *messages)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < j->known.n; ++i) {
        char icao[8];
        uint64_t n = 0;
        size_t k = 0;
        json_t *message = NULL;
        (void)snprintf(icao, sizeof icao, "%06x", (unsigned)j->known.address[i]);
        json_t *name = json_string(icao);
        json_array_foreach(messages, k, message) n +=
            (uint64_t)json_equal(json_object_get(message, "icao"), name);
        json_t *row = json_object();
        (void)json_object_set_new_nocheck(row, "icao", name);
        phw_decoded_count(row, "n_messages", n);
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static void report(const void *own, const phw_decoding *d, phw_result *r)
{
    const job *j = own;
    phw_result_count(r, "n_preambles", "places like a preamble", "", j->n_preambles);
    phw_result_count(r, "n_messages", "messages with good parity", "", d->n_rows);
    phw_result_count(r, "n_repaired", "of them with one bit repaired", "",
                     j->n_repaired);
    phw_result_json(r, "aircraft", "aircraft", aircraft(j, d->rows));
}

static phw_status prepare(void *own, phw_decoding *d, const phw_arguments *arguments)
{
    job *j = own;
    const double rate_hz = d->rate_hz;
    j->config = (phw_mode_s_config){rate_hz, phw_argument_given(arguments, "repair")};
    if (!(rate_hz >= PHW_MODE_S_RATE_HZ && rate_hz <= PHW_MODE_S_RATE_MAX_HZ))
        return phw_fail(PHW_EINPUT,
                        "%s: %g samples a second; Mode S needs %g to %g: half a bit "
                        "is 0.5 us",
                        phw_argument_positional(arguments, 0), rate_hz,
                        PHW_MODE_S_RATE_HZ, PHW_MODE_S_RATE_MAX_HZ);
    d->reach = reach_of(j);
    d->size = WINDOW + 2 * d->reach;
    return phw_array_alloc(&j->magnitude, d->size, sizeof *j->magnitude);
}

static phw_status refuse(const void *own, const phw_decoding *d, const char *name)
{
    const job *j = own;
    return phw_fail(PHW_ESHORT,
                    "%s: no Mode S message in %llu samples (%llu places looked "
                    "like a preamble); check --type and --rate",
                    name, (unsigned long long)d->n_samples,
                    (unsigned long long)j->n_preambles);
}

static const phw_decoder decoder = {"messages", prepare, decode, report, refuse};

static phw_status run(const phw_arguments *arguments)
{
    job *j = calloc(1, sizeof *j);
    if (j == NULL)
        return phw_fail(PHW_ENOMEM, "no memory");
    const phw_status s = phw_decoding_run(&decoder, j, arguments);
    free(j->magnitude);
    free(j);
    return s;
}

static const phw_option option[] = {
    PHW_OPTIONS_SOURCE,
    {.param = {.name = "repair",
               .summary = "turn over one wrong bit of squitters of known aircraft"},
     .kind = PHW_OPTION_FLAG},
};

const phw_command phw_command_decode_modes = {
    .name = "decode modes",
    .summary = "reads the Mode S and ADS-B messages of a recording at 1090 MHz",
    .detail =
        "Any rate from 2 MS/s. A message counts when its parity is good; where that\n"
        "is mixed with an address (formats 0, 4, 5, 16, 20, 21) or an interrogator's\n"
        "code (format 11), when the aircraft named itself before, or in the same\n"
        "stretch of a million samples. bits is the whole message, parity included.",
    .example = "phyward decode modes datasets/recordings/adsb/modes1_1090M_2M.cu8 "
               "--rate 2M",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", PHW_SOURCE_SUMMARY, false}},
    .run = run,
};
