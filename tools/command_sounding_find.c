#include "tools/command_sounding_find.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "datasets/trace_file.h"
#include "phy/envelope_meter.h"
#include "phy/sounder.h"
#include "tools/cancel.h"
#include "tools/decoded.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/sample_source.h"
#include "tools/sounding_options.h"
#include "tools/sounding_series.h"

#define BLOCK 65536

/* One search. */
typedef struct job {
    phw_sample_source *source;
    phw_sounding_waveform w;
    phw_sounder *sounder;      /* of the channel, or */
    phw_envelope_meter *meter; /* of power and envelope */
    phw_sounding_series series;
    double rate_hz;
    uint64_t n_samples;
    double threshold;
} job;

static phw_status take(job *j)
{
    phw_sounding_arrival a;
    phw_envelope_burst b;
    while (j->sounder != NULL && phw_sounder_take(j->sounder, &a))
        PHW_TRY(phw_sounding_series_add(&j->series, &a));
    while (j->meter != NULL && phw_envelope_meter_take(j->meter, &b))
        PHW_TRY(phw_sounding_series_add_burst(&j->series, &b));
    return PHW_OK;
}

static phw_status push(job *j, const phw_cf *block, size_t n)
{
    PHW_TRY(j->sounder != NULL ? phw_sounder_push(j->sounder, block, n)
                               : phw_envelope_meter_push(j->meter, block, n));
    j->n_samples += n;
    return take(j);
}

static phw_status listen(job *j, phw_progress *bar)
{
    phw_cf *block = NULL;
    size_t n = 0;
    PHW_TRY(phw_array_alloc(&block, BLOCK, sizeof *block));
    phw_status s = PHW_OK;
    do {
        s = phw_sample_source_read(j->source, block, BLOCK, &n);
        if (!s)
            s = push(j, block, n);
        phw_progress_show(bar, (double)j->n_samples);
    } while (!s && n > 0);
    if (!s)
        s = j->sounder != NULL ? phw_sounder_finish(j->sounder)
                               : phw_envelope_meter_finish(j->meter);
    if (!s)
        s = take(j);
    free(block);
    return s;
}

static phw_status create_sounder(job *j, const phw_arguments *arguments)
{
    phw_sounder_config config = {.false_alarm =
                                     phw_argument_number(arguments, "false-alarm")};
    if (phw_argument_given(arguments, "cfo-max"))
        config.cfo_max = phw_argument_number(arguments, "cfo-max") / j->rate_hz;
    if (config.cfo_max > 0.5)
        return phw_fail(PHW_EARG,
                        "--cfo-max: %g Hz; expected at most half the rate, "
                        "%g Hz",
                        config.cfo_max * j->rate_hz, j->rate_hz / 2);
    j->series.n_values = j->w.n_used;
    PHW_TRY(phw_sounder_create(&j->sounder, &j->w, &config));
    j->threshold = phw_sounder_threshold(j->sounder);
    return PHW_OK;
}

static phw_status create_meter(job *j, const phw_arguments *arguments)
{
    const phw_envelope_config config = {
        .length = j->w.n_samples,
        .false_alarm = phw_argument_number(arguments, "false-alarm")};
    PHW_TRY(phw_envelope_meter_create(&j->meter, &config));
    j->threshold = phw_envelope_meter_threshold(j->meter);
    return PHW_OK;
}

static phw_status prepare(job *j, const phw_arguments *arguments)
{
    PHW_TRY(phw_decoded_open(&j->source, arguments));
    j->rate_hz = phw_sample_source_info(j->source)->rate_hz;
    if (!(j->rate_hz > 0))
        return phw_fail(PHW_EINPUT, "%s: no sample rate; give --rate",
                        phw_argument_positional(arguments, 0));
    PHW_TRY(phw_sounding_from_arguments(&j->w, arguments, j->rate_hz));
    j->series.measure = (phw_measure)phw_argument_number(arguments, "measure");
    if (phw_argument_given(arguments, "interval"))
        j->series.interval = phw_argument_number(arguments, "interval") * j->rate_hz;
    return j->series.measure == PHW_MEASURE_CHANNEL ? create_sounder(j, arguments)
                                                    : create_meter(j, arguments);
}

static phw_status write_trace(const job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "output");
    const char *name = phw_argument_positional(arguments, 0);
    phw_trace t = {0};
    if (path == NULL)
        return PHW_OK;
    PHW_TRY(phw_sounding_series_trace(&t, &j->series, j->w.frequency, j->rate_hz,
                                      phw_sample_source_info(j->source)->carrier_hz));
    t.bandwidth_hz = j->rate_hz / (double)j->w.oversampling;
    (void)snprintf(t.party, sizeof t.party, "%.63s",
                   phw_argument_text(arguments, "party"));
    /* Not the folder: the same recording gives the same bytes wherever it lies. */
    const char *slash = strrchr(name, '/');
    (void)snprintf(t.origin, sizeof t.origin, "sounding %.100s in: %.120s",
                   phw_argument_text(arguments, "waveform"),
                   slash != NULL ? slash + 1 : name);
    const phw_trace *trace = &t;
    phw_status s = phw_cancel_check();
    if (!s)
        s = phw_trace_write(path, &trace, 1);
    phw_trace_free(&t);
    return s;
}

static json_t *rows_json(const job *j)
{
    json_t *rows = json_array();
    const bool channel = j->series.measure == PHW_MEASURE_CHANNEL;
    for (size_t i = 0; i < j->series.n; ++i) {
        const phw_sounding_row *x = &j->series.row[i];
        const double later = isfinite(x->timing) ? x->timing : 0;
        json_t *row = json_object();
        phw_decoded_count(row, "start_sample", x->start_sample);
        phw_decoded_count(row, "sequence", (uint64_t)x->sequence);
        phw_decoded_number(row, "time_s",
                           ((double)x->start_sample + later) / j->rate_hz);
        phw_decoded_number(row, "power_db", 10 * log10(x->power));
        phw_decoded_number(row, "snr_db", x->snr_db);
        phw_decoded_number(row, "metric", x->metric);
        if (channel) {
            phw_decoded_number(row, "timing", x->timing);
            phw_decoded_number(row, "cfo_hz", x->cfo * j->rate_hz);
            phw_decoded_number(row, "cfo_deviation_hz", x->cfo_deviation * j->rate_hz);
            phw_decoded_number(row, "clock_ppm", x->clock * 1e6);
        } else {
            phw_decoded_number(row, "amplitude", x->amplitude);
        }
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static void report_counts(const job *j, phw_result *r)
{
    double clock = 0;
    double deviation = 0;
    phw_sounding_series_clock(&clock, &deviation, &j->series);
    phw_result_number(r, "bandwidth_hz", "bandwidth", "Hz",
                      j->rate_hz / (double)j->w.oversampling);
    phw_result_number(r, "threshold", "metric that a burst must exceed", "",
                      j->threshold);
    if (j->sounder != NULL) {
        const phw_sounder_counts c = phw_sounder_counts_of(j->sounder);
        phw_result_number(r, "largest", "largest metric met", "", c.largest);
        phw_result_count(r, "n_above", "places above the threshold", "", c.n_above);
    }
    phw_result_count(r, "n_dropped", "bursts that came too soon", "",
                     j->series.n_dropped);
    phw_result_count(r, "n_bursts", "bursts", "", j->series.n);
    phw_result_count(r, "n_coefficients", "values of each", "",
                     j->series.n_values > 0 ? j->series.n_values : 1);
    phw_result_number(r, "clock_ppm", "sender's clock over ours, less 1", "ppm",
                      clock * 1e6);
    phw_result_number(r, "clock_deviation_ppm", "its standard deviation", "ppm",
                      deviation * 1e6);
}

static phw_status report(const job *j, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_decoded_begin(r, j->source, arguments, j->n_samples);
    phw_result_text(r, "waveform", "waveform",
                    phw_argument_text(arguments, "waveform"));
    report_counts(j, r);
    phw_sample_source_report(j->source, r);
    phw_result_text(r, "trace", "trace written to",
                    j->series.n > 0 ? phw_argument_text(arguments, "output") : NULL);
    phw_result_json(r, "bursts", "bursts", rows_json(j));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

/* Nothing found explains itself. */
static phw_status refuse(const job *j, const phw_arguments *arguments)
{
    const char *name = phw_argument_positional(arguments, 0);
    const unsigned long long n = (unsigned long long)j->n_samples;
    if (j->sounder == NULL)
        return phw_fail(PHW_ESHORT,
                        "%s: no burst of %zu samples stands out of the noise before "
                        "it in %llu samples; check --rate and --waveform",
                        name, j->w.n_samples, n);
    const phw_sounder_counts c = phw_sounder_counts_of(j->sounder);
    return phw_fail(PHW_ESHORT,
                    "%s: no burst of %s in %llu samples: the largest metric is %.4f, "
                    "the threshold %.4f; check --waveform, --bandwidth, --type and "
                    "--rate, or search wider with --cfo-max",
                    name, j->w.entry->name, n, c.largest, j->threshold);
}

static phw_status work(job *j, const phw_arguments *arguments)
{
    PHW_TRY(prepare(j, arguments));
    phw_progress bar;
    phw_progress_start(&bar, "searching", phw_sample_source_total(j->source),
                       arguments);
    const phw_status s = listen(j, &bar);
    phw_progress_end(&bar);
    PHW_TRY(s);
    if (j->series.n > 0)
        PHW_TRY(write_trace(j, arguments));
    PHW_TRY(report(j, arguments));
    return j->series.n > 0 ? PHW_OK : refuse(j, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    job *j = calloc(1, sizeof *j);
    if (j == NULL)
        return phw_fail(PHW_ENOMEM, "no memory");
    const phw_status s = work(j, arguments);
    phw_sounding_series_free(&j->series);
    phw_envelope_meter_destroy(j->meter);
    phw_sounder_destroy(j->sounder);
    phw_sounding_waveform_free(&j->w);
    phw_sample_source_close(j->source);
    free(j);
    return s;
}

static const char *const measure[] = {"channel", "power", "envelope", NULL};

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "trace file (HDF5) with a probe a burst"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "TRACE.h5",
     .file = PHW_OPTION_WRITES},
    PHW_OPTIONS_SOURCE,
    PHW_OPTIONS_SOUNDING,
    {.param = {.name = "measure",
               .summary = "of each burst: its channel, or, for a receiver of no power, "
                          "its power or envelope alone",
               .choice = measure},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "WHAT"},
    {.param = {.name = "false-alarm",
               .unit = "",
               .summary = "probability that a sample of noise is taken for a burst's "
                          "place",
               .min = 1e-15,
               .max = 0.1,
               .preset = PHW_SOUNDER_FALSE_ALARM},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "P"},
    {.param = {.name = "cfo-max",
               .unit = "Hz",
               .summary = "largest carrier offset to search, either way; default what "
                          "the blocks tell without doubt",
               .min = 1e-6,
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "HZ",
     .no_preset = true},
    {.param = {.name = "interval",
               .unit = "s",
               .summary = "from one burst's beginning to the next one's, as sent: "
                          "numbers bursts, and tells the clock",
               .min = 1e-12,
               .max = 1e6},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S",
     .no_preset = true},
    {.param = {.name = "party", .summary = "name of the trace in its file"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME",
     .text_preset = "rx0"},
};

const phw_command phw_command_sounding_find = {
    .name = "sounding find",
    .summary = "finds the bursts of a sounding waveform and estimates their channels",
    .detail =
        "A matched filter finds them; its threshold is a closed form of the\n"
        "false-alarm probability. The trace has a probe a burst and a coefficient for\n"
        "each bin in use, its phase that of the middle of the burst, its delays from\n"
        "start_sample on. clock_ppm of all bursts needs --interval; that of one burst\n"
        "is its own blocks'. With --measure power or envelope only the burst's length\n"
        "is used.",
    .example =
        "phyward sounding write -w zadoff-chu --rate 1M -n 20 --interval 1ms -o tx"
        "\n  phyward sounding find tx.sigmf-meta -w zadoff-chu -o t.h5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", PHW_SOURCE_SUMMARY, false}},
    .run = run,
};
