#include "tools/command_probe.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/fingerprint_features.h"
#include "core/signal.h"
#include "datasets/recordings.h"
#include "datasets/trace_file.h"
#include "tools/cancel.h"
#include "tools/frames.h"
#include "tools/progress.h"
#include "tools/recording_options.h"
#include "tools/result.h"

#define BLOCK 65536

/* What turns samples into frames. */
typedef struct chain {
    phw_recording *recording;
    phw_wifi_receiver *receiver;
    phw_fingerprint_analyzer *analyzer;
    double bandwidth_hz;
} chain;

static phw_status take(phw_frames *out, chain *c)
{
    return phw_frames_take(out, c->receiver, c->analyzer, c->bandwidth_hz);
}

static phw_status receive(phw_frames *out, chain *c, phw_progress *bar)
{
    phw_cf *block = NULL;
    PHW_TRY(phw_array_alloc(&block, BLOCK, sizeof *block));
    double done = 0;
    size_t n = 0;
    phw_status s = PHW_OK;
    do {
        s = phw_recording_read(c->recording, block, BLOCK, &n);
        if (!s)
            s = phw_cancel_check();
        if (!s)
            s = phw_wifi_receiver_push(c->receiver, block, n);
        if (!s)
            s = take(out, c);
        done += (double)n;
        phw_progress_show(bar, done);
    } while (!s && n > 0);
    if (!s)
        s = phw_wifi_receiver_finish(c->receiver);
    if (!s)
        s = take(out, c);
    free(block);
    return s;
}

static phw_status write_trace(const phw_frames *f, const char *recording,
                              const phw_recording_meta *meta,
                              const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "output");
    phw_trace t = {0};
    if (path == NULL)
        return PHW_OK;
    PHW_TRY(phw_frames_trace(&t, f, meta->carrier_hz,
                             phw_argument_number(arguments, "bandwidth")));
    (void)snprintf(t.party, sizeof t.party, "tx0");
    /* Not the folder: the same recording gives the same bytes wherever it lies. */
    const char *slash = strrchr(recording, '/');
    (void)snprintf(t.origin, sizeof t.origin, "recorded: %.200s",
                   slash != NULL ? slash + 1 : recording);
    const phw_trace *trace = &t;
    phw_status s = phw_cancel_check();
    if (!s)
        s = phw_trace_write(path, &trace, 1);
    phw_trace_free(&t);
    return s;
}

/* Names are ours: jansson need not check their UTF-8. JSON's null where there is no
 * number. */
static void put(json_t *row, const char *name, double x)
{
    (void)json_object_set_new_nocheck(row, name,
                                      isfinite(x) ? json_real(x) : json_null());
}

static void put_count(json_t *row, const char *name, uint64_t n)
{
    (void)json_object_set_new_nocheck(row, name, json_integer((json_int_t)n));
}

/* A row a frame: with `all` the features too, which are too many for a table. */
static json_t *frames_json(const phw_frames *f, bool all)
{
    size_t n_features = 0;
    const phw_fingerprint_feature *const *feature =
        phw_fingerprint_feature_list(&n_features);
    json_t *rows = json_array();
    for (size_t i = 0; i < f->n; ++i) {
        const phw_wifi_frame *x = &f->frame[i];
        json_t *row = json_object();
        put_count(row, "start_sample", x->start_sample);
        put(row, "time_s", x->time_s);
        put(row, "cfo_hz", x->cfo_hz);
        put(row, "snr_db", x->snr_db);
        put(row, "evm_db", x->evm_db);
        put(row, "level", x->level);
        (void)json_object_set_new_nocheck(row, "signal_ok", json_boolean(x->signal_ok));
        put_count(row, "rate_mbps", x->rate_mbps);
        put_count(row, "length", x->length);
        for (size_t k = 0; all && k < n_features; ++k)
            put(row, feature[k]->name, phw_frames_feature(f, i, k));
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static phw_status report(const phw_frames *f, const char *path,
                         const phw_recording_meta *meta, phw_wifi_counts counts,
                         const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "recording", path);
    phw_result_number(r, "rate_hz", "sample rate", "Hz", meta->rate_hz);
    phw_result_number(r, "carrier_hz", "centre frequency", "Hz",
                      meta->carrier_hz > 0 ? meta->carrier_hz : (double)NAN);
    phw_result_number(r, "bandwidth_hz", "bandwidth", "Hz",
                      phw_argument_number(arguments, "bandwidth"));
    phw_result_count(r, "n_samples", "samples", "", counts.n_samples);
    phw_result_count(r, "n_short", "places like short training", "", counts.n_short);
    phw_result_count(r, "n_frames", "frames", "", f->n);
    phw_result_count(r, "n_signal", "of them with a valid SIGNAL field", "",
                     counts.n_signal);
    phw_result_text(r, "trace", "trace written to",
                    phw_argument_text(arguments, "output"));
    phw_result_json(r, "frames", "frames found",
                    frames_json(f, phw_argument_given(arguments, "json")));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status create(chain *c, const char *path, const phw_arguments *arguments)
{
    const double rate_hz = phw_recording_info(c->recording)->rate_hz;
    const phw_status created =
        phw_wifi_receiver_create(&c->receiver, rate_hz, c->bandwidth_hz);
    if (created == PHW_EARG && !phw_argument_given(arguments, "rate"))
        return phw_fail_within(PHW_EINPUT, "%s: --bandwidth %g", path, c->bandwidth_hz);
    if (created)
        return phw_fail_within(created, "--rate %.10g, --bandwidth %g", rate_hz,
                               c->bandwidth_hz);
    PHW_TRY(phw_wifi_receiver_keep(c->receiver, 0));
    return phw_fingerprint_analyzer_create(&c->analyzer);
}

static phw_status probe(phw_frames *f, chain *c, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    const phw_recording_meta *meta = phw_recording_info(c->recording);
    PHW_TRY(create(c, path, arguments));
    phw_progress bar;
    phw_progress_start(&bar, "receiving", (double)meta->n_samples, arguments);
    const phw_status s = receive(f, c, &bar);
    phw_progress_end(&bar);
    PHW_TRY(s);
    const phw_wifi_counts counts = phw_wifi_receiver_counts(c->receiver);
    if (f->n == 0)
        return phw_fail(PHW_ESHORT,
                        "%s: no 802.11 OFDM frame in %llu samples (%llu places looked "
                        "like short training); check --type, --rate and --bandwidth",
                        path, (unsigned long long)counts.n_samples,
                        (unsigned long long)counts.n_short);
    PHW_TRY(write_trace(f, path, meta, arguments));
    return report(f, path, meta, counts, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    phw_recording_options options;
    PHW_TRY(phw_recording_from_arguments(&options, arguments));
    chain c = {.bandwidth_hz = phw_argument_number(arguments, "bandwidth")};
    PHW_TRY(phw_recording_open(&c.recording, phw_argument_positional(arguments, 0),
                               &options));
    phw_frames f = {0};
    phw_status s = phw_recording_verify(c.recording);
    if (!s)
        s = probe(&f, &c, arguments);
    phw_frames_free(&f);
    phw_fingerprint_analyzer_destroy(c.analyzer);
    phw_wifi_receiver_destroy(c.receiver);
    phw_recording_close(c.recording);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output",
               .summary =
                   "trace file (HDF5) with the frames' channels and fingerprints"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "TRACE.h5",
     .file = PHW_OPTION_WRITES},
    PHW_OPTIONS_RECORDING,
    {.param = {.name = "bandwidth",
               .unit = "Hz",
               .summary = "channel bandwidth: 20M, 10M (802.11p) or 5M",
               .min = 5e6,
               .max = 20e6,
               .preset = 20e6},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'b',
     .placeholder = "HZ"},
};

const phw_command phw_command_probe = {
    .name = "probe",
    .summary = "finds the 802.11 frames of a recording and estimates their channels",
    .detail =
        "Detection, carrier offset and channel come from the preamble; SIGNAL is\n"
        "decoded. All frames go into one trace, party tx0, with 52 subcarriers; its\n"
        "columns are start_sample, snr_db, evm_db, level, noise_variance and the\n"
        "fingerprint features (phyward list fingerprint), which --json has of each\n"
        "frame too. A feature that a frame does not show is NaN there and null here.",
    .example = "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
               "--type ci16 \\\n      --rate 20M -o csi.h5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", "SigMF, WAV or raw samples", false}},
    .run = run,
};
