#include "tools/command_sounding_write.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "datasets/sigmf_writer.h"
#include "tools/cancel.h"
#include "tools/outputs.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/sounding_options.h"

/* Most bursts of a recording: each has its annotation. */
#define BURSTS_MAX 100000

/* One recording. */
typedef struct job {
    phw_sounding_waveform w;
    double rate_hz;
    size_t interval; /* samples from one burst's beginning to the next one's */
    size_t n_bursts;
    float gain;
    phw_cf *burst; /* [interval]: a burst, and silence */
    phw_outputs outputs;
    char *path[2];
    phw_sigmf_writer *writer;
} job;

static double peak_of(const phw_sounding_waveform *w)
{
    double peak = 0;
    for (size_t i = 0; i < w->n_samples; ++i)
        peak = fmax(peak, phw_cf_power(w->sample[i]));
    return sqrt(peak);
}

/* A whole number of samples, so that every burst is the same. */
static phw_status plan(job *j, const phw_arguments *arguments)
{
    const double length = (double)j->w.n_samples;
    double interval = length;
    if (phw_argument_given(arguments, "interval"))
        interval = rint(phw_argument_number(arguments, "interval") * j->rate_hz);
    if (!(interval >= length && interval <= 1e9))
        return phw_fail(PHW_EARG,
                        "--interval: %.0f samples; expected %.0f, a burst's, to 1e9",
                        interval, length);
    j->interval = (size_t)interval;
    j->n_bursts = (size_t)phw_argument_count(arguments, "bursts");
    j->gain = (float)(phw_argument_number(arguments, "peak") / peak_of(&j->w));
    PHW_TRY(phw_array_alloc(&j->burst, j->interval, sizeof *j->burst));
    for (size_t i = 0; i < j->w.n_samples; ++i)
        j->burst[i] = j->gain * j->w.sample[i];
    return PHW_OK;
}

static phw_status start(job *j, const phw_arguments *arguments)
{
    char description[256];
    const phw_recording_field field[] = {
        {.name = "waveform", .text = phw_argument_text(arguments, "waveform")},
        {.name = "bandwidth_hz", .number = j->rate_hz / (double)j->w.oversampling},
    };
    phw_sigmf_config config = {.rate_hz = j->rate_hz,
                               .carrier_hz = phw_argument_number(arguments, "freq"),
                               .description = description,
                               .field = field,
                               .n_fields = 2};
    (void)snprintf(description, sizeof description,
                   "sounding waveform to be sent: %.150s",
                   phw_argument_text(arguments, "waveform"));
    const char *path = phw_argument_text(arguments, "output");
    if (path == NULL)
        return phw_fail(PHW_EARG, "--output is missing: NAME.sigmf-meta");
    const phw_status s =
        phw_sample_type_parse(&config.type, phw_argument_text(arguments, "type"));
    if (s || !config.type.is_complex)
        return phw_fail(
            PHW_EARG, "--type: \"%.20s\"; expected a complex one: cf32, ci16, ci8 ...",
            phw_argument_text(arguments, "type"));
    PHW_TRY(phw_sigmf_paths(&j->path[0], &j->path[1], path));
    phw_writer *w[2];
    for (int i = 0; i < 2; ++i)
        PHW_TRY(phw_outputs_add(&w[i], &j->outputs, j->path[i], false));
    return phw_sigmf_writer_create(&j->writer, w[0], w[1], &config);
}

static phw_status put_burst(job *j, size_t i)
{
    const phw_recording_field field = {.name = "burst", .number = (double)i};
    const phw_sigmf_annotation annotation = {.start =
                                                 phw_sigmf_writer_n_samples(j->writer),
                                             .count = j->w.n_samples,
                                             .label = j->w.entry->name,
                                             .field = &field,
                                             .n_fields = 1};
    PHW_TRY(phw_cancel_check());
    PHW_TRY(phw_sigmf_writer_annotate(j->writer, &annotation));
    return phw_sigmf_writer_push(j->writer, j->burst, j->interval);
}

static phw_status put_bursts(job *j, const phw_arguments *arguments)
{
    phw_progress bar;
    phw_status s = PHW_OK;
    phw_progress_start(&bar, "writing", (double)j->n_bursts, arguments);
    for (size_t i = 0; i < j->n_bursts && !s; ++i) {
        s = put_burst(j, i);
        phw_progress_show(&bar, (double)i);
    }
    phw_progress_end(&bar);
    return s ? s : phw_sigmf_writer_finish(j->writer);
}

static phw_status report(job *j, const phw_arguments *arguments)
{
    const phw_sounding_waveform *w = &j->w;
    const double chip = (double)w->oversampling;
    const double lag = (double)phw_sounding_waveform_lag(w);
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "waveform", "waveform",
                    phw_argument_text(arguments, "waveform"));
    phw_result_number(r, "rate_hz", "sample rate", "Hz", j->rate_hz);
    phw_result_number(r, "bandwidth_hz", "bandwidth", "Hz", j->rate_hz / chip);
    phw_result_count(r, "n_coefficients", "bins that it shows", "", w->n_used);
    phw_result_count(r, "burst_samples", "samples of a burst", "", w->n_samples);
    phw_result_number(r, "burst_s", "length of a burst", "s",
                      (double)w->n_samples / j->rate_hz);
    phw_result_number(r, "interval_s", "interval of the bursts", "s",
                      (double)j->interval / j->rate_hz);
    phw_result_count(r, "n_bursts", "bursts", "", j->n_bursts);
    phw_result_number(r, "guard_s", "longest echo that does no harm", "s",
                      (double)w->guard / j->rate_hz);
    phw_result_number(r, "cfo_max_hz", "carrier offset told without doubt, either way",
                      "Hz", j->rate_hz / (2 * lag));
    phw_result_number(r, "peak_to_mean_db", "peak over mean power", "dB",
                      20 * log10(peak_of(w)));
    phw_result_json(r, "outputs", "written", phw_outputs_list(&j->outputs));
    phw_status s = phw_outputs_commit(&j->outputs);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status work(job *j, const phw_arguments *arguments)
{
    if (!phw_argument_given(arguments, "rate"))
        return phw_fail(PHW_EARG, "--rate is missing: samples a second");
    j->rate_hz = phw_argument_number(arguments, "rate");
    PHW_TRY(phw_sounding_from_arguments(&j->w, arguments, j->rate_hz));
    PHW_TRY(plan(j, arguments));
    PHW_TRY(start(j, arguments));
    PHW_TRY(put_bursts(j, arguments));
    return report(j, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    job *j = calloc(1, sizeof *j);
    if (j == NULL)
        return phw_fail(PHW_ENOMEM, "no memory");
    const phw_status s = work(j, arguments);
    phw_sigmf_writer_destroy(j->writer);
    phw_outputs_discard(&j->outputs);
    phw_sounding_waveform_free(&j->w);
    free(j->burst);
    free(j->path[0]);
    free(j->path[1]);
    free(j);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "SigMF recording to be sent"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "NAME.sigmf-meta",
     .file = PHW_OPTION_WRITES_RECORDING},
    PHW_OPTIONS_SOUNDING,
    {.param = {.name = "rate",
               .unit = "Hz",
               .summary = "samples a second",
               .min = 1,
               .max = 1e11},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'r',
     .placeholder = "RATE",
     .no_preset = true},
    {.param = {.name = "bursts",
               .unit = "",
               .summary = "times that the burst is sent",
               .min = 1,
               .max = BURSTS_MAX,
               .preset = 1,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    {.param = {.name = "interval",
               .unit = "s",
               .summary = "from one burst's beginning to the next one's, rounded to "
                          "samples; default no pause",
               .min = 1e-12,
               .max = 1e6},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S",
     .no_preset = true},
    {.param = {.name = "peak",
               .unit = "",
               .summary = "magnitude of the largest sample, 1 a converter's full scale",
               .min = 1e-6,
               .max = 1,
               .preset = 0.7},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "X"},
    {.param = {.name = "type", .summary = "sample type to write: cf32, ci16, ci8 ..."},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "TYPE",
     .text_preset = "cf32"},
    {.param = {.name = "freq",
               .unit = "Hz",
               .summary = "centre frequency to be noted; 0 for none",
               .min = 0,
               .max = 1e12},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'f',
     .placeholder = "FREQ"},
};

const phw_command phw_command_sounding_write = {
    .name = "sounding write",
    .summary = "writes a sounding waveform as a recording for a radio to send",
    .detail =
        "The burst is known to the receiver (phyward sounding find), which tells the\n"
        "channel, carrier offset and clock from it. Each burst is an annotation. A\n"
        "radio that repeats the recording goes on without a break.",
    .example =
        "phyward sounding write --waveform zadoff-chu:length=139 --rate 1M -o tx",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
